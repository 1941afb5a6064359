/// Exact modular arithmetic on the host: primes, roots of unity, residue number systems, Galois
/// elements. Used to build tables and to define results; the hot paths live in the backends.
package io.cloakwork.spi.ring;
