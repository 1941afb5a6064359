package io.cloakwork.cli.input;

import java.nio.ByteBuffer;

/// How a number is stored in IDX and NPY files; the byte order is the buffer's.
enum NumberType {
  UNSIGNED_BYTE(1) {
    @Override
    double read(ByteBuffer buffer, int index) {
      return Byte.toUnsignedInt(buffer.get(index));
    }
  },
  BYTE(1) {
    @Override
    double read(ByteBuffer buffer, int index) {
      return buffer.get(index);
    }
  },
  UNSIGNED_SHORT(2) {
    @Override
    double read(ByteBuffer buffer, int index) {
      return Short.toUnsignedInt(buffer.getShort(2 * index));
    }
  },
  SHORT(2) {
    @Override
    double read(ByteBuffer buffer, int index) {
      return buffer.getShort(2 * index);
    }
  },
  INT(4) {
    @Override
    double read(ByteBuffer buffer, int index) {
      return buffer.getInt(4 * index);
    }
  },
  LONG(8) {
    @Override
    double read(ByteBuffer buffer, int index) {
      return buffer.getLong(8 * index);
    }
  },
  FLOAT(4) {
    @Override
    double read(ByteBuffer buffer, int index) {
      return buffer.getFloat(4 * index);
    }
  },
  DOUBLE(8) {
    @Override
    double read(ByteBuffer buffer, int index) {
      return buffer.getDouble(8 * index);
    }
  };

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /// The number at `index` of the buffer, as a double.
  abstract double read(ByteBuffer buffer, int index);
}
