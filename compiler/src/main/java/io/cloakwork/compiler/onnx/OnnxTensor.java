package io.cloakwork.compiler.onnx;

import io.cloakwork.compiler.tensor.Tensor;

/// A tensor of an ONNX file.
///
/// @param integer whether the file says that its elements are integers or truth values, which
///   decides how they divide
public record OnnxTensor(Tensor value, boolean integer) {}
