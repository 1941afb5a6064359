package io.cloakwork.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `5%`, `2.5 %` or `0.05` as a fraction below 1.
final class Percentage implements ITypeConverter<Double> {

  @Override
  public Double convert(String text) {
    boolean percent = text.endsWith("%");
    String number = percent ? text.substring(0, text.length() - 1).strip() : text;
    try {
      double value = Double.parseDouble(number) / (percent ? 100 : 1);
      if (value >= 0 && (percent ? value <= 10 : value < 1)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the sentence below.
    }
    throw new TypeConversionException(
        "'%s' is neither a percentage such as 5%% nor a fraction such as 0.05".formatted(text));
  }
}
