package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The benchmarks.
@Command(
    name = "bench",
    description =
        "Measure this machine: single operations (ops), compiled networks (nets), what is paid once"
            + " (setup), a service and its clients (serve), all of these (all), and where kernels'"
            + " time goes (kernels); compare measurements (compare) and make pages of them (report).",
    synopsisSubcommandLabel = "WHAT")
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /// The command and what it measures.
  static CommandLine with(Console console) {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new BenchAllCommand(console))
        .addSubcommand(new BenchOpsCommand(console))
        .addSubcommand(new BenchNetsCommand(console))
        .addSubcommand(new BenchSetupCommand(console))
        .addSubcommand(new BenchKernelsCommand(console))
        .addSubcommand(new BenchServeCommand(console))
        .addSubcommand(new BenchFigureCommand(console))
        .addSubcommand(new BenchCompareCommand(console))
        .addSubcommand(new BenchReportCommand(console));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "measure what? There are all, ops, nets, setup, serve and kernels, 'bench ops' for instance; for"
            + " results there are compare and report");
  }
}
