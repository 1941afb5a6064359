/// The cases that every backend must pass, bit for bit against the reference: a list that needs no
/// test framework, a runner and a main. [io.cloakwork.conformance.junit] adapts it to JUnit 5.
package io.cloakwork.conformance;
