package io.cloakwork.cli.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// The format of the MNIST files: two zero bytes, a type, the number of dimensions, big-endian
/// extents, then the numbers (described at yann.lecun.com/exdb/mnist).
final class IdxReader {

  private IdxReader() {}

  static boolean recognises(byte[] start) {
    return start.length >= 4 && start[0] == 0 && start[1] == 0 && type(start[2]) != null;
  }

  static Samples read(DataFile file, Selection selection) {
    byte[] magic = new byte[4];
    file.readFully(magic, "its header");
    NumberType type = type(magic[2]);
    int dimensions = Byte.toUnsignedInt(magic[3]);
    if (type == null || dimensions < 1 || dimensions > Limits.DIMENSIONS) {
      throw new InputException(
          "%s: an IDX file of type 0x%02x with %d dimensions is not known"
              .formatted(file.name(), magic[2], dimensions));
    }
    byte[] extents = new byte[4 * dimensions];
    file.readFully(extents, "its header");
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      int extent = ByteBuffer.wrap(extents).getInt(4 * i);
      if (extent < 0) {
        throw new InputException(
            "%s: dimension %d has extent %,d, more than 2^31 - 1"
                .formatted(file.name(), i, Integer.toUnsignedLong(extent)));
      }
      shape.add(extent);
    }
    return ArrayReader.read(file, shape, type, ByteOrder.BIG_ENDIAN, selection);
  }

  private static NumberType type(byte code) {
    return switch (code) {
      case 0x08 -> NumberType.UNSIGNED_BYTE;
      case 0x09 -> NumberType.BYTE;
      case 0x0b -> NumberType.SHORT;
      case 0x0c -> NumberType.INT;
      case 0x0d -> NumberType.FLOAT;
      case 0x0e -> NumberType.DOUBLE;
      default -> null;
    };
  }
}
