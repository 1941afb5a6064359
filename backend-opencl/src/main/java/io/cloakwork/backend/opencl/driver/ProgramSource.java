package io.cloakwork.backend.opencl.driver;

/// Where a device gets its programs from.
public sealed interface ProgramSource {

  /// They are compiled by the driver; binaries are kept in `cache`.
  record Compiled(BinaryCache cache) implements ProgramSource {}

  /// They are compiled by the driver, and written to `folder` with their sources.
  record Exported(ProgramFolder folder) implements ProgramSource {}

  /// They were compiled before; nothing else is used.
  record Prebuilt(ProgramFolder folder) implements ProgramSource {}
}
