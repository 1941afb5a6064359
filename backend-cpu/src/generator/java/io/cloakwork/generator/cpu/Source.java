package io.cloakwork.generator.cpu;

/// Java source text under construction: lines, blocks, and fresh local variables.
final class Source {

  private final StringBuilder text = new StringBuilder();
  private int depth;
  private int variables;

  void line(String format, Object... arguments) {
    text.append("  ".repeat(depth)).append(format.formatted(arguments)).append('\n');
  }

  /// Starts a block: `header {`.
  void open(String format, Object... arguments) {
    line("%s {", format.formatted(arguments));
    depth++;
  }

  void close() {
    depth--;
    line("}");
  }

  /// Starts a method of the lane's abstract class; its local variables are numbered afresh.
  void method(String name, String... parameters) {
    variables = 0;
    line("");
    line("@Override");
    open("void %s(%s)", name, String.join(", ", parameters));
  }

  /// Declares a local variable with that value and returns its name.
  String let(String format, Object... arguments) {
    String name = "v" + variables++;
    line("var %s = %s;", name, format.formatted(arguments));
    return name;
  }

  String text() {
    return text.toString();
  }
}
