package io.cloakwork.cli.command;

import picocli.CommandLine.Option;

/// The options that every command has.
final class OutputOptions {

  @Option(names = "--json", description = "Print exactly one JSON object on standard output.")
  boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show the stack trace of a failure.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
