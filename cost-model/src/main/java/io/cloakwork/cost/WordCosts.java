package io.cloakwork.cost;

/// Nanoseconds on one thread for a word of each kind of work but transforms, primes of the fast
/// lane.
public record WordCosts(
    double elementWise,
    double productTerm,
    double conversion,
    double conversionTerm,
    double automorphism,
    double combinationTerm) {}
