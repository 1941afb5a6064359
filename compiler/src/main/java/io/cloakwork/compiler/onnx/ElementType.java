package io.cloakwork.compiler.onnx;

import io.cloakwork.compiler.CompileException;
import java.nio.ByteBuffer;

/// The element types that are read, with their `TensorProto.DataType` code and width in bytes.
enum ElementType {
  FLOAT(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1),
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
        "tensor '%s' has element type %d; float, double, float16, int8, uint8, int32, int64 and bool are supported"
            .formatted(tensor, code));
  }

  boolean isInteger() {
    return switch (this) {
      case UINT8, INT8, INT32, INT64, BOOL -> true;
      case FLOAT, FLOAT16, DOUBLE -> false;
    };
  }

  /// An element's value from its entry in a typed field, where float16 is kept as its bits.
  double ofTyped(double entry) {
    return this == FLOAT16 ? Float.float16ToFloat((short) (int) entry) : entry;
  }

  int bytes() {
    return bytes;
  }

  /// The next element of a little-endian buffer.
  double read(ByteBuffer buffer) {
    return switch (this) {
      case FLOAT -> buffer.getFloat();
      case UINT8, BOOL -> buffer.get() & 0xff;
      case INT8 -> buffer.get();
      case INT32 -> buffer.getInt();
      case INT64 -> (double) buffer.getLong();
      case FLOAT16 -> Float.float16ToFloat(buffer.getShort());
      case DOUBLE -> buffer.getDouble();
    };
  }
}
