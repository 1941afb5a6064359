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

  private static String advice(String opType) {
    return switch (opType) {
      case "Relu",
          "LeakyRelu",
          "PRelu",
          "Elu",
          "Selu",
          "Sigmoid",
          "HardSigmoid",
          "HardSwish",
          "Tanh",
          "Erf",
          "Gelu",
          "Softplus",
          "Clip",
          "Abs" ->
          "ciphertexts allow polynomials only; train the network with a polynomial activation, "
              + "written as Mul, Pow and Add";
      case "MaxPool", "GlobalMaxPool", "Max", "Min" ->
          "ciphertexts cannot be compared; use AveragePool";
      case "Softmax", "LogSoftmax", "ArgMax" ->
          "it belongs after decryption; remove it from the model and apply it to the logits";
      case "Div", "Reciprocal", "Sqrt" ->
          "ciphertexts cannot be divided; multiply by a constant instead";
      case "ReduceMean" -> "use AveragePool or GlobalAveragePool";
      case "Dropout" -> "export the model for inference, without Dropout";
      default ->
          "Conv, Gemm, MatMul, Add, Sub, Mul, Pow, BatchNormalization, AveragePool, "
              + "GlobalAveragePool, Pad, Flatten, Reshape, Identity and Constant are";
    };
  }
}
