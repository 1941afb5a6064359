package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.input.InputException;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Turns whatever a command throws into one sentence on standard error and exit code 1.
final class Failures implements IExecutionExceptionHandler {

  private final Console console;

  Failures(Console console) {
    this.console = console;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    console.out().flush();
    console.err().println("cloakwork: " + sentence(e));
    if (command.getCommand() instanceof ConsoleCommand known && known.verbose()) {
      e.printStackTrace(console.err());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /// What went wrong, without class names where the message was written for people.
  static String sentence(Throwable e) {
    String message = oneLine(e.getMessage());
    return switch (e) {
      case DeviceOutOfMemoryException device when device.getCause() instanceof OutOfMemoryError ->
          "the Java heap, %s at most, has no room for another %s on the device; -J-Xmx8g before the command allows more, for instance"
              .formatted(
                  Quantities.bytes(Runtime.getRuntime().maxMemory()),
                  Quantities.bytes(device.requestedBytes()));
      case CommandFailure _, InputException _, BackendException _ -> message;
      case UncheckedIOException io -> sentence(io.getCause());
      case NoSuchFileException _ -> "there is no file " + message;
      case AccessDeniedException _ -> "no permission for " + message;
      case FileAlreadyExistsException _ -> message + " is already there and is not a folder";
      case FileSystemException file when file.getReason() == null ->
          "cannot use " + oneLine(file.getFile());
      case FileSystemException file -> oneLine(file.getFile()) + ": " + oneLine(file.getReason());
      case IOException _ -> message;
      case OutOfMemoryError _ ->
          "out of memory (%s); -J-Xmx8g before the command allows more, for instance"
              .formatted(message);
      default ->
          isOurs(e)
              ? message
              : "internal error, %s%s (--verbose shows where)"
                  .formatted(e.getClass().getSimpleName(), message.isEmpty() ? "" : ": " + message);
    };
  }

  /// Exceptions of this project, and the argument checks of its libraries, carry a sentence.
  private static boolean isOurs(Throwable e) {
    boolean written = e.getMessage() != null && !e.getMessage().isBlank();
    return written
        && (e.getClass().getName().startsWith("io.cloakwork.")
            || e.getClass() == IllegalArgumentException.class);
  }

  static String oneLine(String message) {
    return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
