package io.cloakwork.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// NumPy's array format, versions 1 to 3 (numpy.lib.format): a magic, a version, the length of a
/// header that is a Python dictionary, then the numbers. Of the dictionary exactly the three keys
/// that the format defines are read, by patterns and not as Python.
final class NpyReader {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-z])(\\d)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]*)\\)");

  private NpyReader() {}

  static boolean recognises(byte[] start) {
    return start.length >= MAGIC.length && Arrays.equals(start, 0, 6, MAGIC, 0, 6);
  }

  static Samples read(DataFile file, Selection selection) {
    String header = header(file);
    Matcher descr = find(file, DESCR, header, "a type of plain numbers");
    Matcher fortran = find(file, FORTRAN, header, "fortran_order");
    if (fortran.group(1).equals("True")) {
      throw new InputException(
          file.name() + " is in Fortran order; save it with numpy.ascontiguousarray");
    }
    List<Integer> shape = shape(file, find(file, SHAPE, header, "a shape").group(1));
    ByteOrder order =
        switch (descr.group(1)) {
          case ">" -> ByteOrder.BIG_ENDIAN;
          case "=" -> ByteOrder.nativeOrder();
          default -> ByteOrder.LITTLE_ENDIAN;
        };
    NumberType type = type(file, descr.group(2) + descr.group(3));
    return ArrayReader.read(file, shape, type, order, selection);
  }

  private static String header(DataFile file) {
    byte[] start = new byte[8];
    file.readFully(start, "its header");
    int version = start[6];
    if (version < 1 || version > 3) {
      throw new InputException(
          file.name() + " is NPY version " + version + "; versions 1 to 3 are known");
    }
    byte[] lengthBytes = new byte[version == 1 ? 2 : 4];
    file.readFully(lengthBytes, "its header");
    ByteBuffer buffer = ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        version == 1
            ? Short.toUnsignedInt(buffer.getShort())
            : Integer.toUnsignedLong(buffer.getInt());
    if (length > MAX_HEADER) {
      throw new InputException(
          "%s declares a header of %,d bytes, more than %,d"
              .formatted(file.name(), length, MAX_HEADER));
    }
    byte[] header = new byte[(int) length];
    file.readFully(header, "its header");
    return new String(header, UTF_8);
  }

  private static Matcher find(DataFile file, Pattern pattern, String header, String what) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new InputException(file.name() + ": the NPY header does not say " + what);
    }
    return matcher;
  }

  private static List<Integer> shape(DataFile file, String text) {
    List<Integer> shape = new ArrayList<>();
    for (String extent : text.split(",", -1)) {
      if (extent.isBlank()) {
        continue;
      }
      try {
        shape.add(Integer.parseInt(extent.strip()));
      } catch (NumberFormatException e) {
        throw new InputException(file.name() + " has an extent of " + extent.strip(), e);
      }
    }
    if (shape.isEmpty() || shape.size() > Limits.DIMENSIONS) {
      throw new InputException(
          "%s has %d dimensions; 1 to %d can be read"
              .formatted(file.name(), shape.size(), Limits.DIMENSIONS));
    }
    return shape;
  }

  private static NumberType type(DataFile file, String code) {
    return switch (code) {
      case "u1" -> NumberType.UNSIGNED_BYTE;
      case "i1" -> NumberType.BYTE;
      case "u2" -> NumberType.UNSIGNED_SHORT;
      case "i2" -> NumberType.SHORT;
      case "i4" -> NumberType.INT;
      case "i8" -> NumberType.LONG;
      case "f4" -> NumberType.FLOAT;
      case "f8" -> NumberType.DOUBLE;
      default ->
          throw new InputException(
              file.name()
                  + " holds numbers of type "
                  + code
                  + "; u1, i1, u2, i2, i4, i8, f4 and f8"
                  + " can be read");
    };
  }
}
