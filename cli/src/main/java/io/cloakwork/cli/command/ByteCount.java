package io.cloakwork.cli.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a number of bytes: `512`, `64K`, `1500M`, `2G`, where K, M and G are powers of 1,024.
final class ByteCount implements ITypeConverter<Long> {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})([KMG]?)");
  private static final int BITS_PER_UNIT = 10;

  @Override
  public Long convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'%s' is not a number of bytes such as 512, 64K, 1500M or 2G".formatted(text));
    }
    long unit =
        1L << (BITS_PER_UNIT * " KMG".indexOf(form.group(2).isEmpty() ? " " : form.group(2)));
    try {
      return Math.multiplyExact(Long.parseLong(form.group(1)), unit);
    } catch (ArithmeticException e) {
      throw new TypeConversionException("'%s' is more bytes than 64 bits count".formatted(text));
    }
  }
}
