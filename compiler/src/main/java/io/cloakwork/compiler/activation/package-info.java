/// Activations as polynomials: over which interval, of which degree, how precise, and what may go
/// wrong.
package io.cloakwork.compiler.activation;
