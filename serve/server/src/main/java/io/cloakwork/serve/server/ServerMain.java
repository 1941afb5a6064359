package io.cloakwork.serve.server;

import io.cloakwork.serve.server.log.EventLog;
import io.cloakwork.serve.server.log.JsonLines;
import io.cloakwork.serve.server.log.LibraryLog;
import io.cloakwork.spi.device.BackendUnavailableException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The program behind `./cloakwork serve`. Its class path has no client, so there is no secret key
/// that it could name; it does not start on one that has.
public final class ServerMain {

  /// Where the launcher hands over the real standard error.
  private static final String STANDARD_ERROR_PROPERTY = "cloakwork.stderr.fd";

  /// A class of the client's part, by name: it cannot be mentioned.
  private static final String CLIENT_CLASS = "io/cloakwork/client/Encryptor.class";

  private ServerMain() {}

  public static void main(String[] arguments) {
    Integer standardError = Integer.getInteger(STANDARD_ERROR_PROPERTY);
    if (standardError != null) {
      StandardError.takeFrom(standardError);
    }
    EventLog log = new JsonLines(new FileOutputStream(FileDescriptor.err), Clock.systemUTC());
    LibraryLog.redirectTo(log);
    if (ServerMain.class.getClassLoader().getResource(CLIENT_CLASS) != null) {
      System.err.println(
          "cloakwork serve: the class path has the client's part, which knows secret keys; start the service by ./cloakwork serve");
      System.exit(CommandLine.ExitCode.SOFTWARE);
    }
    System.exit(run(log, arguments));
  }

  /// @return the exit code: 0, or 1 if the service failed, or 2 if the line was not understood
  static int run(EventLog log, String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    CommandLine command =
        new CommandLine(new ServeCommand(log))
            .setCommandName("cloakwork serve")
            .setOut(out)
            .setErr(err)
            .setUsageHelpAutoWidth(false)
            .setUsageHelpWidth(100)
            .setOverwrittenOptionsAllowed(true)
            .setAbbreviatedOptionsAllowed(false)
            .setParameterExceptionHandler(ServerMain::misunderstood)
            .setExecutionExceptionHandler((e, line, _) -> failed(e, line, log));
    try {
      return command.execute(ConfigFile.expand(List.of(arguments)).toArray(String[]::new));
    } catch (IOException e) {
      err.println("cloakwork serve: --config: " + sentence(e));
      return CommandLine.ExitCode.USAGE;
    }
  }

  private static int misunderstood(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command
        .getErr()
        .println("%s: %s (%s --help lists what it takes)".formatted(name, e.getMessage(), name));
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, EventLog log) {
    command
        .getErr()
        .println("%s: %s".formatted(command.getCommandSpec().qualifiedName(), sentence(e)));
    boolean said =
        e instanceof IllegalArgumentException
            || e instanceof UncheckedIOException
            || e instanceof BackendUnavailableException;
    log.error("service.failed", said ? Map.of("reason", sentence(e)) : Map.of("exception", e));
    return e instanceof IllegalArgumentException
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }

  private static String sentence(Exception e) {
    Throwable cause = e instanceof UncheckedIOException io ? io.getCause() : e;
    return switch (cause) {
      case java.nio.file.NoSuchFileException _ -> "there is no file " + cause.getMessage();
      default -> String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
    };
  }
}
