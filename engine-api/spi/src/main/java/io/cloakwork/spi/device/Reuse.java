package io.cloakwork.spi.device;

/// How often an executable will run: how much work compiling it is worth.
public enum Reuse {
  /// Once or a few times.
  ONCE,
  /// Many times: fuse, record, tune.
  MANY
}
