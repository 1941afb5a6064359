package io.cloakwork.hardware.profiles.facts;

/// Why a figure is believed.
public sealed interface Evidence {

  /// Somebody else's document says so.
  ///
  /// @param source the document
  /// @param isChecked whether the figure was read there for this project; else it is what the
  ///   document is remembered to say
  record Cited(Source source, boolean isChecked) implements Evidence {}

  /// It follows from other figures of the same device.
  ///
  /// @param formula their product or quotient, by the names of their fields
  record Derived(String formula) implements Evidence {}

  /// It was measured.
  ///
  /// @param where the file of the project that has the measurement
  record Measured(String where) implements Evidence {}

  /// A document.
  ///
  /// @param title who published it and under which title
  /// @param section where in it, or empty for a page of its own
  /// @param url where it was, or empty
  record Source(String title, String section, String url) {}
}
