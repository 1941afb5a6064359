package io.cloakwork.compiler.onnx;

import io.cloakwork.compiler.CompileException;
import java.nio.ByteBuffer;

/// The element types that are read, with their `TensorProto.DataType` code and width in bytes.
enum ElementType {
  FLOAT(1, 4),
  INT32(6, 4),
  INT64(7, 8),
  FLOAT16(10, 2),
  DOUBLE(11, 8);

  private final int code;
  private final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  static ElementType of(int code, String tensor) {
    for (ElementType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new CompileException(
        "tensor '%s' has element type %d; float, double, float16, int32 and int64 are supported"
            .formatted(tensor, code));
  }

  int bytes() {
    return bytes;
  }

  /// The next element of a little-endian buffer.
  double read(ByteBuffer buffer) {
    return switch (this) {
      case FLOAT -> buffer.getFloat();
      case INT32 -> buffer.getInt();
      case INT64 -> (double) buffer.getLong();
      case FLOAT16 -> Float.float16ToFloat(buffer.getShort());
      case DOUBLE -> buffer.getDouble();
    };
  }
}
