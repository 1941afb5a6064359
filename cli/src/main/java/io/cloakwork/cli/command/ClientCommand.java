package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The key owner's side of a service.
@Command(
    name = "client",
    description =
        "Use a service: make and register keys, have encrypted inputs run, fetch results.",
    synopsisSubcommandLabel = "WHAT",
    footer = {
      "",
      "In this order:  client keygen, client register, client infer (or submit, then fetch)"
    })
final class ClientCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /// The command and what there is to do.
  static CommandLine with(Console console) {
    return new CommandLine(new ClientCommand())
        .addSubcommand(new ClientKeygenCommand(console))
        .addSubcommand(new ClientRegisterCommand(console))
        .addSubcommand(new ClientInferCommand(console))
        .addSubcommand(new ClientSubmitCommand(console))
        .addSubcommand(new ClientFetchCommand(console))
        .addSubcommand(new ClientListCommand(console))
        .addSubcommand(new ClientForgetCommand(console));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "do what? There are keygen, register, infer, submit, fetch, list and forget");
  }
}
