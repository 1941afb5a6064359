package io.cloakwork.backend.cpu.kernel;

/// The kernels that exist as scalar and as vector code, and become ready one by one. The warm-up
/// takes them in this order: first what making keys and encoding weights needs, then what a request
/// needs, and last what only a network over many requests does.
public enum Kernel {
  FROM_WORDS,
  FORWARD,
  MUL,
  MUL_ADD,
  ADD,
  INVERSE,
  INNER_PRODUCT,
  GATHER,
  SUB_MUL_SCALAR,
  SCALE_TO_CANONICAL,
  PERMUTE,
  MUL_SCALAR,
  SUB,
  NEG,
  TO_WORDS,
  DIGIT_SUMS,
  SPLIT,
  JOIN
}
