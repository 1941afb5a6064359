package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.remote.BouncyArgon2id;
import io.cloakwork.cli.remote.PrivateFile;
import io.cloakwork.client.Passphrase;
import java.io.Console;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Option;

/// Where the passphrase of a secret key comes from: a private file, or a person.
final class PassphraseOptions {

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "The secret key's passphrase: the first line of a file that only you can read (default:"
              + " asked for where it is needed).")
  private Path file;

  boolean isGiven() {
    return file != null;
  }

  /// The passphrase of a key that is there.
  ///
  /// @param of what, for the question
  Passphrase known(Path of) {
    return passphrase(file == null ? ask("Passphrase of " + of + ": ") : fromFile());
  }

  /// The passphrase of a new key; a person says it twice.
  Passphrase chosen() {
    if (file != null) {
      return passphrase(fromFile());
    }
    char[] first = ask("New passphrase: ");
    char[] second = ask("The same again: ");
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same) {
      Arrays.fill(first, '\0');
      throw new CommandFailure("the passphrases differ");
    }
    return passphrase(first);
  }

  private char[] fromFile() {
    return PrivateFile.firstLine(file, "passphrase");
  }

  private static char[] ask(String question) {
    Console console = System.console();
    char[] answer =
        console == null || !console.isTerminal() ? null : console.readPassword(question);
    if (answer == null || answer.length == 0) {
      throw new CommandFailure(
          answer == null
              ? "the secret key takes a passphrase, and there is no terminal to ask at:"
                  + " --passphrase-file FILE"
              : "the passphrase is empty");
    }
    return answer;
  }

  private static Passphrase passphrase(char[] characters) {
    return new Passphrase(characters, new BouncyArgon2id());
  }
}
