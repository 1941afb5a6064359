package io.cloakwork.spi.device;

import java.util.List;

/// What may be tuned on a device, and the names under which the result is kept. Names are lower
/// case: letters, digits, `_`, `.` and `-`.
///
/// @param kernels the set of kernels that the tunables belong to: the backend's name, unless
///   several backends run the same code on the same device
/// @param vendor who made the device, or the platform that runs on it
/// @param architecture what devices of like speed share
/// @param device the model
/// @param driver its version, for the record
/// @param tunables every one of them independent of the others
public record TuningSpace(
    String kernels,
    String vendor,
    String architecture,
    String device,
    String driver,
    List<Tunable> tunables) {

  public TuningSpace {
    tunables = List.copyOf(tunables);
  }
}
