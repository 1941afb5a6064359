package io.cloakwork.compiler.onnx;

import com.google.protobuf.ByteString;
import io.cloakwork.compiler.CompileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads an `AttributeProto`: name 1, f 2, i 3, s 4, t 5, floats 7, ints 8, type 20. Which field
/// holds the value follows from `type`, which may come last; before IR version 2 it may be absent,
/// and then the field that is there decides.
final class AttributeReader {

  private String name = "";
  private int type;
  private OnnxAttribute scalar;
  private final List<Long> ints = new ArrayList<>();
  private final List<Float> floats = new ArrayList<>();

  private AttributeReader() {}

  static void read(ProtoReader in, Map<String, OnnxAttribute> to) {
    AttributeReader reader = new AttributeReader();
    while (in.next()) {
      reader.field(in);
    }
    if (to.put(reader.name, reader.value()) != null) {
      throw new CompileException("a node has attribute '%s' twice".formatted(reader.name));
    }
  }

  private void field(ProtoReader in) {
    switch (in.field()) {
      case 1 -> name = in.string();
      case 2 -> scalar = new OnnxAttribute.FloatValue(in.fixed32());
      case 3 -> scalar = new OnnxAttribute.IntValue(in.varint());
      case 4 -> scalar = new OnnxAttribute.StringValue(in.string());
      case 5 ->
          scalar =
              new OnnxAttribute.TensorValue(TensorReader.read(in.nested("TensorProto")).tensor());
      case 7 -> appendFloats(in);
      case 8 -> TensorReader.integers(in, ints);
      case 20 -> type = (int) in.varint();
      default -> in.skip();
    }
  }

  private void appendFloats(ProtoReader in) {
    if (!in.isDelimited()) {
      floats.add(in.fixed32());
      return;
    }
    ByteString packed = in.bytes();
    ByteBuffer buffer = packed.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.remaining() >= Float.BYTES) {
      floats.add(buffer.getFloat());
    }
  }

  /// AttributeProto.AttributeType: FLOAT 1, INT 2, STRING 3, TENSOR 4, FLOATS 6, INTS 7. A scalar
  /// of value zero may be left out of the file.
  private OnnxAttribute value() {
    return switch (type) {
      case 1 ->
          scalar instanceof OnnxAttribute.FloatValue ? scalar : new OnnxAttribute.FloatValue(0);
      case 2 -> scalar instanceof OnnxAttribute.IntValue ? scalar : new OnnxAttribute.IntValue(0);
      case 3 ->
          scalar instanceof OnnxAttribute.StringValue ? scalar : new OnnxAttribute.StringValue("");
      case 6 -> new OnnxAttribute.Floats(floats);
      case 7 -> new OnnxAttribute.Ints(ints);
      case 0, 4 -> untyped();
      default -> new OnnxAttribute.Other("attribute type " + type);
    };
  }

  private OnnxAttribute untyped() {
    if (scalar != null) {
      return scalar;
    }
    if (!floats.isEmpty()) {
      return new OnnxAttribute.Floats(floats);
    }
    return ints.isEmpty() ? new OnnxAttribute.Other("empty") : new OnnxAttribute.Ints(ints);
  }
}
