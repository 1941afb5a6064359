package io.cloakwork.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Map;
import java.util.OptionalDouble;

/// Writes JSON from maps, lists, strings, booleans and numbers.
public final class Json {

  private Json() {}

  /// One object, indented, without a line end after it.
  public static String write(Map<String, Object> object) {
    try {
      return new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result cannot be written as JSON", e);
    }
  }

  /// A number that JSON can hold: null in place of an infinite or undefined one.
  public static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /// The same; null in place of nothing.
  public static Double orNull(OptionalDouble value) {
    return value.isPresent() ? finite(value.getAsDouble()) : null;
  }

  /// Seconds to the nanosecond; digits beyond are noise.
  public static Double seconds(double value) {
    return finite(Math.rint(value * 1e9) / 1e9);
  }
}
