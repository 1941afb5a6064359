package io.cloakwork.compiler.onnx;

import java.util.List;
import java.util.Map;

/// What an ONNX file says, before any of it is understood as a network.
///
/// @param irVersion version of the file format
/// @param opset version of the default operator set
/// @param nodes in file order, which the format requires to be topological
/// @param initializers constant tensors by name
/// @param inputs graph inputs that are not initializers
/// @param outputs graph outputs
public record OnnxModel(
    long irVersion,
    long opset,
    List<OnnxNode> nodes,
    Map<String, OnnxTensor> initializers,
    List<OnnxValueInfo> inputs,
    List<OnnxValueInfo> outputs) {

  public OnnxModel {
    nodes = List.copyOf(nodes);
    initializers = Map.copyOf(initializers);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
