package io.cloakwork.compiler.onnx;

import com.google.protobuf.ByteString;
import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Reads a `TensorProto`. Elements are allocated only after the declared dimensions have been
/// checked against the bytes that are there.
///
/// Field numbers: dims 1, data_type 2, float_data 4, int32_data 5, int64_data 7, name 8, raw_data
/// 9, double_data 10, external_data 13, data_location 14 (onnx.proto, IR version 3 on).
final class TensorReader {

  private static final int MAX_RANK = 8;

  private final List<Long> dims = new ArrayList<>();
  private String name = "";
  private int dataType;
  private ByteString raw;
  private final List<ByteString> packed = new ArrayList<>();
  private final List<Double> single = new ArrayList<>();
  private int typedField;

  private TensorReader() {}

  record Named(String name, OnnxTensor tensor) {}

  static Named read(ProtoReader in) {
    TensorReader reader = new TensorReader();
    while (in.next()) {
      reader.field(in);
    }
    return new Named(reader.name, reader.tensor());
  }

  private void field(ProtoReader in) {
    switch (in.field()) {
      case 1 -> integers(in, dims);
      case 2 -> dataType = (int) in.varint();
      case 4, 5, 7, 10 -> typed(in);
      case 8 -> name = in.string();
      case 9 -> raw = in.bytes();
      case 13 -> throw external();
      case 14 -> {
        if (in.varint() != 0) {
          throw external();
        }
      }
      default -> in.skip();
    }
  }

  private CompileException external() {
    return new CompileException(
        "tensor '%s' keeps its data in another file; save the model with its weights inside"
            .formatted(name));
  }

  private void typed(ProtoReader in) {
    if (typedField != 0 && typedField != in.field()) {
      throw new CompileException(
          "tensor '%s' has data in fields %d and %d".formatted(name, typedField, in.field()));
    }
    typedField = in.field();
    if (in.isDelimited()) {
      packed.add(in.bytes());
    } else {
      single.add(
          switch (in.field()) {
            case 4 -> (double) in.fixed32();
            case 10 -> in.fixed64();
            default -> (double) in.varint();
          });
    }
  }

  private OnnxTensor tensor() {
    Shape shape = shape();
    ElementType type = ElementType.of(dataType, name);
    double[] values = raw != null ? fromRaw(type, shape) : fromTyped(type, shape);
    return new OnnxTensor(new Tensor(shape, values), type.isInteger());
  }

  private Shape shape() {
    if (dims.size() > MAX_RANK) {
      throw new CompileException(
          "tensor '%s' has %d dimensions, more than %d".formatted(name, dims.size(), MAX_RANK));
    }
    long size = 1;
    for (long dim : dims) {
      if (dim < 1 || dim > Shape.MAX_ELEMENTS || (size *= dim) > Shape.MAX_ELEMENTS) {
        throw new CompileException(
            "tensor '%s' has dimensions %s; each must be positive and their product at most %d"
                .formatted(name, dims, Shape.MAX_ELEMENTS));
      }
    }
    return new Shape(dims.stream().map(Long::intValue).toList());
  }

  private double[] fromRaw(ElementType type, Shape shape) {
    long expected = (long) shape.size() * type.bytes();
    if (raw.size() != expected || typedField != 0) {
      throw new CompileException(
          "tensor '%s' of shape %s and type %s needs %d bytes but the file has %d"
              .formatted(name, shape, type, expected, raw.size()));
    }
    ByteBuffer buffer = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.read(buffer);
    }
    return values;
  }

  private double[] fromTyped(ElementType type, Shape shape) {
    List<Double> elements = new ArrayList<>(single);
    for (ByteString part : packed) {
      unpack(part, elements);
    }
    if (elements.size() != shape.size()) {
      throw new CompileException(
          "tensor '%s' of shape %s has %d elements".formatted(name, shape, elements.size()));
    }
    return elements.stream().mapToDouble(value -> type.ofTyped(value)).toArray();
  }

  private void unpack(ByteString part, List<Double> elements) {
    switch (typedField) {
      case 4 -> {
        ByteBuffer floats = wholeWords(part, Float.BYTES);
        while (floats.hasRemaining()) {
          elements.add((double) floats.getFloat());
        }
      }
      case 10 -> {
        ByteBuffer doubles = wholeWords(part, Double.BYTES);
        while (doubles.hasRemaining()) {
          elements.add(doubles.getDouble());
        }
      }
      default -> Varints.forEach(part, value -> elements.add((double) value));
    }
  }

  private ByteBuffer wholeWords(ByteString part, int width) {
    if (part.size() % width != 0) {
      throw new CompileException(
          "tensor '%s' has %d bytes of data, not a multiple of %d"
              .formatted(name, part.size(), width));
    }
    return part.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Appends a repeated integer, packed or not.
  static void integers(ProtoReader in, List<Long> to) {
    if (in.isDelimited()) {
      Varints.forEach(in.bytes(), to::add);
    } else {
      to.add(in.varint());
    }
  }
}
