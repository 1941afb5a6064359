package io.cloakwork.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// What a fat binary has, by the headers that nvcc writes: one for all, and one for each part.
record FatBinary(List<Part> parts) {

  private static final int MAGIC = 0xBA55ED50;
  private static final int HEADER = 16;
  private static final int LENGTH_AT = 8;
  private static final int PTX = 1;
  private static final int ARCHITECTURE_AT = 28;

  /// @param isPtx whether it is to be translated by the driver
  /// @param architecture compute capability, times ten
  record Part(boolean isPtx, int architecture) {}

  /// @throws IllegalArgumentException if these bytes are not one whole fat binary
  static FatBinary parse(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.getInt(0) != MAGIC || buffer.getLong(LENGTH_AT) != bytes.length - HEADER) {
      throw new IllegalArgumentException("not a whole fat binary");
    }
    List<Part> parts = new ArrayList<>();
    for (int at = HEADER; at < bytes.length; ) {
      parts.add(new Part(buffer.getShort(at) == PTX, buffer.getInt(at + ARCHITECTURE_AT)));
      at += buffer.getInt(at + Integer.BYTES) + (int) buffer.getLong(at + LENGTH_AT);
    }
    return new FatBinary(parts);
  }
}
