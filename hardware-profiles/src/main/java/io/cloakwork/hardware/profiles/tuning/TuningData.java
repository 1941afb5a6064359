package io.cloakwork.hardware.profiles.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a tuner found on one device.
///
/// @param kernels the set of kernels that the values belong to: the folder of the file
/// @param identity the device
/// @param provenance when and how it was measured
/// @param values the best value of each tunable that was searched
/// @param space the values that were tried, by tunable
/// @param measurements medians of each workload before and after
/// @param binaries programs that somebody has compiled with these values, if there are any
public record TuningData(
    String kernels,
    DeviceIdentity identity,
    Provenance provenance,
    Map<String, String> values,
    Map<String, List<String>> space,
    List<Measured> measurements,
    Optional<Binaries> binaries) {

  public TuningData {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    space = Collections.unmodifiableMap(new LinkedHashMap<>(space));
    measurements = List.copyOf(measurements);
  }

  /// Programs that were compiled elsewhere, as for an FPGA.
  ///
  /// @param folder where they are; a relative path starts where the file is
  /// @param variant which variant of the kernels they were made of, if not the usual one
  public record Binaries(String folder, Optional<String> variant) {}

  /// Where data come from.
  ///
  /// @param deviceName as the driver reports it
  /// @param driver its version
  /// @param date of the run, ISO 8601
  /// @param tool who measured, with its version
  /// @param commit of the tool's sources, or `unknown`
  /// @param host processor, cores and load of the machine during the run
  /// @param seconds that the search took
  public record Provenance(
      String deviceName,
      String driver,
      String date,
      String tool,
      String commit,
      String host,
      double seconds) {}

  /// A workload's time.
  ///
  /// @param workload what ran, for instance `ntt-2^14-fast`
  /// @param initialMicros median of one run with every tunable at its initial value
  /// @param tunedMicros median of one run with `values`
  public record Measured(String workload, double initialMicros, double tunedMicros) {}
}
