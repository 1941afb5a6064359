package io.cloakwork.spi.trace.encoding;

/// A field of a message type.
///
/// @param index its place among the fields of its type
/// @param number what the binary encoding calls it
/// @param name what the schema calls it, in lower case with underscores
/// @param type what it holds
/// @param repeated whether it holds a list of that
public record Field(int index, int number, String name, FieldType type, boolean repeated) {

  /// What JSON calls it: `log_n` is `logN`.
  public String jsonName() {
    StringBuilder json = new StringBuilder();
    boolean raise = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        raise = true;
      } else {
        json.append(raise ? Character.toUpperCase(c) : c);
        raise = false;
      }
    }
    return json.toString();
  }
}
