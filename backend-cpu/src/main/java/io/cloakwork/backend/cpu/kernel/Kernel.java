package io.cloakwork.backend.cpu.kernel;

/// The kernels that exist as scalar and as vector code, and become ready one by one.
public enum Kernel {
  FORWARD,
  INVERSE,
  ADD,
  SUB,
  NEG,
  MUL,
  MUL_ADD,
  MUL_SCALAR,
  SUB_MUL_SCALAR,
  SCALE_TO_CANONICAL,
  INNER_PRODUCT,
  GATHER,
  FROM_WORDS,
  TO_WORDS
}
