package io.cloakwork.conformance;

import io.cloakwork.spi.device.DeviceOptions;
import java.io.Serial;

/// The arguments of [ConformanceMain].
///
/// @param backend the provider's name
/// @param device an index or a name, or empty for the first
/// @param filter only cases whose name contains this
/// @param logNMax only cases over degrees up to 2^logNMax
/// @param seed of random inputs and graphs
/// @param required whether a skipped case is a failure
/// @param verbose whether to print a line for each case
/// @param deviceOptions how the candidate is opened
record ConformanceOptions(
    String backend,
    String device,
    String filter,
    int logNMax,
    long seed,
    boolean required,
    boolean verbose,
    DeviceOptions deviceOptions) {

  static final String USAGE =
      """
      usage: ConformanceMain --backend NAME [options]
        --filter TEXT       only cases whose name contains TEXT
        --logn-max N        only cases over degrees up to 2^N (default %d; 17 runs all)
        --seed S            seed of random inputs and graphs (default %d)
        --threads T         threads of the device
        --device INDEX|NAME which device of the backend
        --property K=V      what only this backend knows; may be repeated
        --require           a skipped case is a failure
        --verbose           one line a case\
      """
          .formatted(ConformanceSuite.FAST_LOG_N, ConformanceSuite.DEFAULT_SEED);

  /// Arguments that make no sense, in one sentence.
  static final class UsageException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static ConformanceOptions parse(String[] args) {
    ConformanceOptions options =
        new ConformanceOptions(
            "",
            "",
            "",
            ConformanceSuite.FAST_LOG_N,
            ConformanceSuite.DEFAULT_SEED,
            false,
            false,
            DeviceOptions.defaults());
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--require" -> options = options.withRequired();
        case "--verbose" -> options = options.withVerbose();
        default -> {
          if (i + 1 == args.length) {
            throw new UsageException("'" + args[i] + "' is unknown or lacks its value");
          }
          options = options.with(args[i], args[i + 1]);
          i++;
        }
      }
    }
    if (options.backend.isEmpty()) {
      throw new UsageException("--backend is missing");
    }
    return options;
  }

  private ConformanceOptions with(String option, String value) {
    return switch (option) {
      case "--backend" ->
          new ConformanceOptions(
              value, device, filter, logNMax, seed, required, verbose, deviceOptions);
      case "--filter" ->
          new ConformanceOptions(
              backend, device, value, logNMax, seed, required, verbose, deviceOptions);
      case "--logn-max" -> {
        int limit = (int) number(option, value);
        yield new ConformanceOptions(
            backend, device, filter, limit, seed, required, verbose, deviceOptions);
      }
      case "--seed" ->
          new ConformanceOptions(
              backend,
              device,
              filter,
              logNMax,
              number(option, value),
              required,
              verbose,
              deviceOptions);
      case "--threads" -> withDevice(deviceOptions.withThreads((int) number(option, value)));
      case "--device" ->
          new ConformanceOptions(
              backend, value, filter, logNMax, seed, required, verbose, deviceOptions);
      case "--property" -> {
        int equals = value.indexOf('=');
        if (equals < 1) {
          throw new UsageException("--property takes K=V, not '" + value + "'");
        }
        yield withDevice(
            deviceOptions.withProperty(value.substring(0, equals), value.substring(equals + 1)));
      }
      default -> throw new UsageException("'" + option + "' is unknown");
    };
  }

  private static long number(String option, String value) {
    try {
      long number = Long.parseLong(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, with the negative ones.
    }
    throw new UsageException(option + " takes a number from 0 up, not '" + value + "'");
  }

  private ConformanceOptions withDevice(DeviceOptions newOptions) {
    return new ConformanceOptions(
        backend, device, filter, logNMax, seed, required, verbose, newOptions);
  }

  private ConformanceOptions withRequired() {
    return new ConformanceOptions(
        backend, device, filter, logNMax, seed, true, verbose, deviceOptions);
  }

  private ConformanceOptions withVerbose() {
    return new ConformanceOptions(
        backend, device, filter, logNMax, seed, required, true, deviceOptions);
  }
}
