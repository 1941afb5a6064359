package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.onnx.OnnxNode;

/// Refusals of operators, with what would work instead.
final class Unsupported {

  private Unsupported() {}

  static CompileException operator(OnnxNode node) {
    return new CompileException(
        "%s is not supported: %s".formatted(node.describe(), advice(node.opType())));
  }

  /// Refuses what stands behind a Softmax that has been left out.
  static CompileException behindSoftmax(OnnxNode node, String softmax) {
    return new CompileException(
        "%s takes the result of %s, which ciphertexts do not allow: a Softmax can only be left out at the end of a network"
            .formatted(node.describe(), softmax));
  }

  private static String advice(String opType) {
    return switch (opType) {
      case "MaxPool", "GlobalMaxPool", "ReduceMax", "ReduceMin", "LpPool" ->
          "the largest of several encrypted values has no polynomial of low degree; train the network with AveragePool";
      case "ArgMax", "ArgMin", "TopK" ->
          "it belongs after decryption; remove it from the model and apply it to the logits";
      case "Hardmax" -> "it belongs after decryption; end the model with the logits";
      case "InstanceNormalization", "LayerNormalization", "GroupNormalization", "LRN" ->
          "it divides by statistics of the encrypted values; train with BatchNormalization, whose statistics are constants";
      case "ConvTranspose", "Resize", "Upsample", "DepthToSpace" ->
          "use Conv and AveragePool, or write it with Reshape, Transpose and Expand";
      case "LSTM", "GRU", "RNN", "Loop", "If", "Scan" ->
          "programs on ciphertexts have no loops or branches; export the network unrolled";
      case "Softmax", "LogSoftmax" -> "apply it after decryption";
      default ->
          "affine operators (Conv, Gemm, MatMul, BatchNormalization, AveragePool, ReduceMean, Add, Mul and the like), activations of one tensor (Relu, Sigmoid, Gelu and the like) and operators that move elements (Reshape, Transpose, Concat, Slice and the like) are";
    };
  }
}
