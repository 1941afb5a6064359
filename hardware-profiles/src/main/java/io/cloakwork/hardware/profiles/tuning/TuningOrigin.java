package io.cloakwork.hardware.profiles.tuning;

import java.nio.file.Path;

/// Where a tunable's value comes from.
public sealed interface TuningOrigin {

  /// Who opened the device said so.
  record Given() implements TuningOrigin {
    @Override
    public String toString() {
      return "given";
    }
  }

  /// A file of this user, about the device, its architecture or its vendor.
  record User(Path file) implements TuningOrigin {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// A file that comes with the program, about this very device.
  record OfDevice(String file) implements TuningOrigin {
    @Override
    public String toString() {
      return file;
    }
  }

  /// A file that comes with the program, about devices of this architecture.
  record OfArchitecture(String file) implements TuningOrigin {
    @Override
    public String toString() {
      return file;
    }
  }

  /// A file that comes with the program, about devices of this vendor.
  record OfVendor(String file) implements TuningOrigin {
    @Override
    public String toString() {
      return file;
    }
  }

  /// Nobody has measured it.
  record Initial() implements TuningOrigin {
    @Override
    public String toString() {
      return "not tuned";
    }
  }
}
