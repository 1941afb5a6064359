package io.cloakwork.compiler;

/// What a compiled network is to be good at.
public enum Objective {
  /// One input a request, spread over the slots: the answer to one image comes soon.
  LATENCY,
  /// One ciphertext an element of a tensor, one input a slot: many inputs share the work, which
  /// takes no rotations and no encoded weights.
  THROUGHPUT
}
