/// The suite as JUnit 5 tests: extend [io.cloakwork.conformance.junit.BackendConformance] in the
/// backend's own tests.
package io.cloakwork.conformance.junit;
