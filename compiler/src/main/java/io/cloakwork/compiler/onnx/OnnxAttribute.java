package io.cloakwork.compiler.onnx;

import java.util.List;

/// The value of a node's attribute.
public sealed interface OnnxAttribute {

  record IntValue(long value) implements OnnxAttribute {}

  record FloatValue(float value) implements OnnxAttribute {}

  record StringValue(String value) implements OnnxAttribute {}

  record Ints(List<Long> values) implements OnnxAttribute {
    public Ints {
      values = List.copyOf(values);
    }
  }

  record Floats(List<Float> values) implements OnnxAttribute {
    public Floats {
      values = List.copyOf(values);
    }
  }

  record TensorValue(OnnxTensor tensor) implements OnnxAttribute {}

  /// A kind that no supported operator has: sub-graphs, sparse tensors, types, references.
  record Other(String kind) implements OnnxAttribute {}
}
