package io.cloakwork.spi.trace;

/// How a trace is written down. Both say the same; JSON is about four times as long.
public enum TraceEncoding {
  /// The binary encoding of protocol buffers.
  PROTOBUF,
  /// The JSON mapping of protocol buffers.
  JSON;

  /// The encoding of a file with these first bytes: JSON starts with a brace, after blanks if there
  /// are any; the binary encoding with the tag of a field, which is neither.
  static TraceEncoding of(byte[] content) {
    for (byte b : content) {
      if (b == '{') {
        return JSON;
      }
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return PROTOBUF;
      }
    }
    return PROTOBUF;
  }
}
