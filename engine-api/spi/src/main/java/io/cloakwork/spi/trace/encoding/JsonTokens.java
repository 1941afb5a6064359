package io.cloakwork.spi.trace.encoding;

/// The tokens of a JSON text (RFC 8259) that messages consist of.
final class JsonTokens {

  /// Longest text of a number: 64 bits and a sign.
  private static final int MAX_NUMBER_LENGTH = 20;

  private final String text;
  private int at;

  JsonTokens(String text) {
    this.text = text;
  }

  /// The next character that is no blank, or 0 at the end.
  private char peek() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /// Passes over `c` if it comes next.
  boolean skips(char c) {
    boolean there = peek() == c;
    at += there ? 1 : 0;
    return there;
  }

  void require(char c) {
    if (!skips(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  void requireEnd() {
    if (peek() != 0 || at < text.length()) {
      throw unexpected("the end");
    }
  }

  /// A whole number, in quotation marks or not.
  String numberText() {
    if (peek() == '"') {
      String quoted = string();
      return quoted.length() > MAX_NUMBER_LENGTH
          ? quoted.substring(0, MAX_NUMBER_LENGTH) + "..."
          : quoted;
    }
    int start = at;
    while (at < text.length()
        && at - start <= MAX_NUMBER_LENGTH
        && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == start) {
      throw unexpected("a number");
    }
    return text.substring(start, at);
  }

  String string() {
    require('"');
    StringBuilder content = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return content.toString();
      }
      if (c < ' ') {
        throw new EncodingException("a text has a control character at %d".formatted(at - 1));
      }
      content.append(c == '\\' ? escaped() : c);
    }
    throw new EncodingException("the JSON ends inside a text");
  }

  private char escaped() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new EncodingException("a text has a wrong escape at %d".formatted(at - 1));
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
      if (digit < 0) {
        throw new EncodingException("a text has a wrong escape at %d".formatted(at - 1));
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  private EncodingException unexpected(String expected) {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new EncodingException(
        "the JSON has %s at character %d, not %s".formatted(found, at, expected));
  }
}
