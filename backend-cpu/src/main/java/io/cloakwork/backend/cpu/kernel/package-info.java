/// Arithmetic on single limbs (rows of N words), in two lanes: primes below 2^50 as balanced
/// doubles, others below 2^61 as canonical words. Vector code is generated at build time; scalar
/// twins do the same operations in the same order, so that either may run at any moment.
package io.cloakwork.backend.cpu.kernel;
