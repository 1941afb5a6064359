package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./cloakwork` itself: the list of commands.
@Command(
    name = "cloakwork",
    description = "Computes on encrypted data: an FHE (CKKS) engine for the JVM.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Start with:  ./cloakwork demo",
      "Options of a command:  ./cloakwork COMMAND --help"
    })
public final class CloakworkCommand implements Runnable {

  @Spec private CommandSpec spec;

  private CloakworkCommand() {}

  /// Runs a command line.
  ///
  /// @return the exit code: 0, or 1 if the command failed, or 2 if it was not understood
  public static int run(Console console, String... arguments) {
    try {
      return commandLine(console).execute(arguments);
    } catch (OutOfMemoryError | StackOverflowError e) {
      // Picocli hands on exceptions only, and a stack trace helps nobody who is out of memory.
      console.err().println("cloakwork: " + Failures.sentence(e));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /// The commands, writing to `console`.
  static CommandLine commandLine(Console console) {
    CommandLine commands =
        new CommandLine(new CloakworkCommand())
            .addSubcommand(new DemoCommand(console))
            .addSubcommand(new InferCommand(console))
            .addSubcommand(new CompileCommand(console))
            .addSubcommand(new DevicesCommand(console))
            .addSubcommand(new DoctorCommand(console))
            .addSubcommand(new ServeCommand(console))
            .addSubcommand(ClientCommand.with(console))
            .addSubcommand(BenchCommand.with(console))
            .addSubcommand(new TuneCommand(console))
            .addSubcommand(TraceCommand.with(console))
            .addSubcommand(new InspectCommand(console))
            .addSubcommand(new SelfTestCommand(console))
            .addSubcommand(new BundleCommand(console))
            .addSubcommand(new TestCommand(console));
    return commands
        .setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(CloakworkCommand::misunderstood)
        .setExecutionExceptionHandler(new Failures(console));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
  }

  /// One sentence, and where to read more; the whole help would hide the sentence.
  private static int misunderstood(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            "%s: %s (%s --help lists what it takes)"
                .formatted(
                    command.getCommandSpec().qualifiedName(),
                    Failures.oneLine(e.getMessage()),
                    command.getCommandSpec().qualifiedName()));
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
