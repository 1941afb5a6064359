package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.RnsOp;

/// What the format calls the operations.
final class OpNames {

  private OpNames() {}

  static String of(RnsOp op) {
    return switch (op) {
      case RnsOp.Ntt _ -> "NTT";
      case RnsOp.Intt _ -> "INTT";
      case RnsOp.Add<?> _ -> "ADD";
      case RnsOp.Sub<?> _ -> "SUB";
      case RnsOp.Neg<?> _ -> "NEG";
      case RnsOp.Mul _ -> "MUL";
      case RnsOp.MulAdd _ -> "MUL_ADD";
      case RnsOp.MulScalar<?> _ -> "MUL_SCALAR";
      case RnsOp.Automorphism<?> _ -> "AUTOMORPHISM";
      case RnsOp.BaseConvert _ -> "BASE_CONVERT";
      case RnsOp.ModDown _ -> "MOD_DOWN";
      case RnsOp.Rescale _ -> "RESCALE";
      case RnsOp.InnerProduct _ -> "INNER_PRODUCT";
      case RnsOp.LinearCombination<?> _ -> "LINEAR_COMBINATION";
      case RnsOp.Copy<?> _ -> "COPY";
      case RnsOp.Fill _ -> "FILL";
    };
  }
}
