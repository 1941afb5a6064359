package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.bundle.Bundle;
import io.cloakwork.cli.bundle.BundleFile;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.cli.terminal.Quantities;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/// Packs the program and a Java runtime into one archive, for machines that have neither.
@Command(
    name = "bundle",
    description =
        "Write target/cloakwork-VERSION-linux-x64.tar.xz, which runs where no Java is installed.")
final class BundleCommand extends ConsoleCommand {

  BundleCommand(Console console) {
    super(console);
  }

  private record Made(BundleFile bundle, double seconds) implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", bundle.file().toString());
      json.put("bytes", bundle.bytes());
      json.put("unpackedBytes", bundle.unpackedBytes());
      json.put("sha256", bundle.sha256());
      json.put("seconds", Json.seconds(seconds));
      return json;
    }

    @Override
    public void print(Console console) {
      console
          .out()
          .printf(
              "%s: %s, %s unpacked, SHA-256 %s, made in %s%n",
              bundle.file(),
              Quantities.bytes(bundle.bytes()),
              Quantities.bytes(bundle.unpackedBytes()),
              bundle.sha256(),
              Quantities.seconds(seconds));
    }
  }

  @Override
  Result execute() {
    long start = System.nanoTime();
    try (Progress progress = Progress.start(console(), "bundle")) {
      BundleFile bundle = Bundle.make(Version.number(), Version.buildTime(), progress);
      return new Made(bundle, (System.nanoTime() - start) / 1e9);
    }
  }
}
