package io.cloakwork.spi.trace;

/// The file beside a trace that has the words of [BufferContent.Side].
///
/// @param name without a folder
/// @param bytes its length
public record SideFile(String name, long bytes) {
  public SideFile {
    Texts.requireShort("side file name", name);
    boolean plain = name.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ');
    if (!plain || name.isBlank() || name.equals(".") || name.equals("..")) {
      throw new TraceException(
          "'%s' is no name of a file beside the trace".formatted(Texts.shortened(name)));
    }
    if (bytes < 0) {
      throw new TraceException("side file '%s' has %d bytes".formatted(name, bytes));
    }
  }
}
