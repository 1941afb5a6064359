package io.cloakwork.serve.server;

import io.cloakwork.serve.server.access.NewToken;
import io.cloakwork.serve.store.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./cloakwork serve token`: makes a client's token.
@Command(
    name = "token",
    description =
        "Make a token for a client, add its SHA-256 to the token file and print it, once.",
    mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {

  @Option(names = "--client", paramLabel = "NAME", required = true, description = "Whose it is.")
  private String client;

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      required = true,
      description =
          "The token file; made if it is not there. A service that uses it sees the change.")
  private Path tokens;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How long it is good (default: for ever).")
  private Integer days;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Optional<Instant> expires =
        Optional.ofNullable(days)
            .map(n -> Instant.now().plus(Duration.ofDays(n)).truncatedTo(ChronoUnit.SECONDS));
    try {
      spec.commandLine().getOut().println(NewToken.addTo(tokens, new Owner(client), expires));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
