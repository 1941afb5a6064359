package io.cloakwork.bench.report;

/// HTML as it is written, with every text escaped.
final class Html {

  private final StringBuilder out = new StringBuilder();

  /// A text as it must be written between tags and in quoted attributes. Control characters, which
  /// HTML does not have, become question marks.
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(isControl(c) ? '?' : c);
          }
        });
    return safe.toString();
  }

  private static boolean isControl(int c) {
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return surrogate || (Character.isISOControl(c) && c != '\n' && c != '\t');
  }

  /// Markup of this program's own.
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  /// An element with a text in it.
  ///
  /// @param tag its name, and attributes if it has any
  Html element(String tag, String text) {
    int end = tag.indexOf(' ');
    return raw("<" + tag + ">")
        .text(text)
        .raw("</" + (end < 0 ? tag : tag.substring(0, end)) + ">");
  }

  /// A paragraph.
  Html paragraph(String text) {
    return element("p", text).raw("\n");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
