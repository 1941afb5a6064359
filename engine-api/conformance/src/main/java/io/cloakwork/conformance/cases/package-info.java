/// The cases themselves.
package io.cloakwork.conformance.cases;
