package io.cloakwork.spi.trace.encoding;

import java.util.Map;

/// What a field holds.
public sealed interface FieldType {

  /// Types that need no declaration.
  enum Scalar implements FieldType {
    /// In [0, 2^32).
    UINT32,
    /// Any 64 bits, read as an unsigned number.
    UINT64,
    /// Signed, of 32 bits, short where it is near zero.
    SINT32,
    /// Signed, of 64 bits, short where it is near zero.
    SINT64,
    /// UTF-8.
    STRING
  }

  /// One of several names, each with a number.
  record Enumeration(String name, Map<String, Integer> numbers) implements FieldType {
    public Enumeration {
      numbers = Map.copyOf(numbers);
    }

    /// The name of a number.
    ///
    /// @throws EncodingException if it has none
    public String nameOf(long number) {
      for (Map.Entry<String, Integer> entry : numbers.entrySet()) {
        if (entry.getValue() == number) {
          return entry.getKey();
        }
      }
      throw new EncodingException("%d is no %s".formatted(number, name));
    }

    /// The number of a name.
    ///
    /// @throws EncodingException if there is none of that name
    public int numberOf(String constant) {
      Integer number = numbers.get(constant);
      if (number == null) {
        throw new EncodingException("'%s' is no %s".formatted(constant, name));
      }
      return number;
    }
  }

  /// A message inside a message.
  record Nested(MessageType message) implements FieldType {}

  /// Whether values are 64-bit words here: numbers and names with a number.
  default boolean isNumeric() {
    return switch (this) {
      case Scalar scalar -> scalar != Scalar.STRING;
      case Enumeration _ -> true;
      case Nested _ -> false;
    };
  }
}
