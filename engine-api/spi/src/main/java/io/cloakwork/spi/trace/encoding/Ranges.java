package io.cloakwork.spi.trace.encoding;

/// The ranges of the 32-bit types.
final class Ranges {

  private Ranges() {}

  static long uint32(Field field, long number) {
    return in(field, number, 0, 0xffff_ffffL);
  }

  static long sint32(Field field, long number) {
    return in(field, number, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static long in(Field field, long number, long least, long most) {
    if (number < least || number > most) {
      throw new EncodingException(
          "%s is %d, not in [%d, %d]".formatted(field.name(), number, least, most));
    }
    return number;
  }
}
