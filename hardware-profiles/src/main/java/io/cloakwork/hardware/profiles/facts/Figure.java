package io.cloakwork.hardware.profiles.facts;

/// A number about a device and why it is believed.
///
/// @param value in the unit of its [Quantity]
public record Figure(double value, Evidence evidence) {}
