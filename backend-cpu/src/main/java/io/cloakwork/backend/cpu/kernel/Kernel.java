package io.cloakwork.backend.cpu.kernel;

/// The kernels that exist as scalar and as vector code, and become ready one by one. The warm-up
/// takes them in this order: first what is quick to queue for the compiler and weighs in a program,
/// for the many passes of the transforms take longest.
public enum Kernel {
  DIGIT_SUMS,
  INNER_PRODUCT,
  GATHER,
  SUB_MUL_SCALAR,
  SCALE_TO_CANONICAL,
  ADD,
  MUL,
  MUL_ADD,
  MUL_SCALAR,
  FORWARD,
  INVERSE,
  PERMUTE,
  SUB,
  NEG,
  SPLIT,
  JOIN,
  FROM_WORDS,
  TO_WORDS
}
