package io.cloakwork.conformance;

import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import java.io.PrintStream;
import java.util.List;

/// Runs the suite from a command line.
public final class ConformanceMain {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private ConformanceMain() {}

  /// See [ConformanceOptions#USAGE]. Exits with 0 if nothing failed, 1 if something did or the
  /// backend is not there, 2 if the arguments make no sense.
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      return run(ConformanceOptions.parse(args), out);
    } catch (ConformanceOptions.UsageException e) {
      err.println(e.getMessage());
      err.println(ConformanceOptions.USAGE);
      return USAGE;
    } catch (BackendException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }

  private static int run(ConformanceOptions options, PrintStream out) {
    BackendProvider provider = Backends.named(options.backend());
    boolean required = options.required() || Requirement.includes(options.backend());
    if (provider.probe() instanceof Probe.Unavailable unavailable) {
      out.printf("%s: unavailable: %s%n", options.backend(), unavailable.reason());
      return FAILED;
    }
    List<ConformanceCase> cases =
        ConformanceSuite.cases(provider.capabilities(), options.seed(), options.logNMax()).stream()
            .filter(c -> c.name().contains(options.filter()))
            .toList();
    ConformanceReport report = new ConformanceReport(out, options.verbose());
    long start = System.nanoTime();
    ConformanceSummary summary;
    try (TestBed bed = TestBed.open(provider, deviceOptions(options, provider))) {
      summary = ConformanceRunner.run(cases, bed, report);
    }
    report.finish();
    out.printf(
        "%s: %s of %d cases, seed %d, %.1f s%n",
        options.backend(),
        summary,
        cases.size(),
        options.seed(),
        (System.nanoTime() - start) / 1e9);
    boolean incomplete = cases.isEmpty() || (required && summary.skipped() > 0);
    return summary.failed() > 0 || incomplete ? FAILED : 0;
  }

  private static DeviceOptions deviceOptions(ConformanceOptions options, BackendProvider provider) {
    return options.device().isEmpty()
        ? options.deviceOptions()
        : options.deviceOptions().withIndex(Backends.index(provider, options.device()));
  }
}
