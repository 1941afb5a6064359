package io.cloakwork.serve.server;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a number of bytes: `N`, or `NK`, `NM`, `NG`, `NT` in powers of 1024.
final class ByteSize implements ITypeConverter<Long> {

  private static final String UNITS = "KMGT";

  @Override
  public Long convert(String text) {
    int unit =
        text.isEmpty() ? -1 : UNITS.indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
    String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
    try {
      return Math.multiplyExact(Long.parseUnsignedLong(digits), 1L << 10 * (unit + 1));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new TypeConversionException(
          "'%s' is no number of bytes: N, NK, NM, NG or NT".formatted(text));
    }
  }
}
