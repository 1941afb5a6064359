package io.cloakwork.backend.cuda;

/// How the launches of an executable are given to the device.
enum LaunchMode {
  /// What is compiled to run often as one CUDA graph, the rest one by one.
  GRAPHS("CUDA graphs for what runs often"),
  /// One by one.
  STREAM("one by one"),
  /// One by one, with the time noted between them.
  TIMED("one by one, timed");

  private final String description;

  LaunchMode(String description) {
    this.description = description;
  }

  /// For people.
  String description() {
    return description;
  }
}
