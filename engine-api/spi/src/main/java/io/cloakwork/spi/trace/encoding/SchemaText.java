package io.cloakwork.spi.trace.encoding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The declarations of a `.proto` text, before names are resolved.
final class SchemaText {

  private static final Pattern TOKEN =
      Pattern.compile("//[^\n]*|\"[^\"\n]*\"|[A-Za-z_][A-Za-z0-9_.]*|[0-9]+|[{}=;]|\\s+|.");

  /// A field whose type is a name.
  record RawField(String type, String name, int number, boolean repeated) {}

  /// What is declared, by name; `Outer.Inner` inside a message.
  record Declarations(
      Map<String, List<RawField>> messages, Map<String, FieldType.Enumeration> enumerations) {}

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, List<RawField>> messages = new LinkedHashMap<>();
  private final Map<String, FieldType.Enumeration> enumerations = new LinkedHashMap<>();
  private int at;

  SchemaText(String text) {
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      String token = matcher.group();
      if (!token.isBlank() && !token.startsWith("//")) {
        tokens.add(token);
      }
    }
  }

  Declarations declarations() {
    while (at < tokens.size()) {
      declaration("");
    }
    return new Declarations(messages, enumerations);
  }

  private void declaration(String scope) {
    String keyword = take();
    switch (keyword) {
      case "syntax", "package", "option" -> skipStatement();
      case "message" -> message(scope + take());
      case "enum" -> enumeration(scope + take());
      default -> throw unexpected(keyword);
    }
  }

  private void message(String name) {
    expect("{");
    List<RawField> fields = new ArrayList<>();
    while (!peek().equals("}")) {
      if (peek().equals("message") || peek().equals("enum")) {
        declaration(name + ".");
      } else {
        fields.add(field());
      }
    }
    expect("}");
    messages.put(name, fields);
  }

  private RawField field() {
    boolean repeated = peek().equals("repeated");
    if (repeated) {
      take();
    }
    String type = take();
    String name = take();
    expect("=");
    int number = Integer.parseInt(take());
    expect(";");
    return new RawField(type, name, number, repeated);
  }

  private void enumeration(String name) {
    expect("{");
    Map<String, Integer> numbers = new LinkedHashMap<>();
    while (!peek().equals("}")) {
      String constant = take();
      expect("=");
      numbers.put(constant, Integer.parseInt(take()));
      expect(";");
    }
    expect("}");
    enumerations.put(name, new FieldType.Enumeration(name, numbers));
  }

  private void skipStatement() {
    while (!take().equals(";")) {
      // Says nothing about messages.
    }
  }

  private String peek() {
    if (at == tokens.size()) {
      throw new IllegalArgumentException("the schema ends inside a declaration");
    }
    return tokens.get(at);
  }

  private String take() {
    String token = peek();
    at++;
    return token;
  }

  private void expect(String token) {
    String taken = take();
    if (!taken.equals(token)) {
      throw unexpected(taken);
    }
  }

  private IllegalArgumentException unexpected(String token) {
    return new IllegalArgumentException(
        "the schema has '%s' as token %d, where it may not be".formatted(token, at));
  }
}
