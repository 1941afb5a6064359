package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.cli.trace.TraceFacts;
import io.cloakwork.spi.trace.SideFile;
import io.cloakwork.spi.trace.TraceEncoding;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A trace that has been written.
///
/// @param compileSeconds compiling the network, or reading its program file
/// @param seconds all of it
record TraceReport(
    Path file,
    TraceEncoding encoding,
    long bytes,
    String sha256,
    Optional<SideFile> sideFile,
    TraceFacts facts,
    String backend,
    String device,
    double compileSeconds,
    double seconds)
    implements ConsoleCommand.Result {

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("format", encoding == TraceEncoding.JSON ? "json" : "pb");
    json.put("bytes", bytes);
    json.put("sha256", sha256);
    json.put("data", sideFile.isPresent() ? "side" : "seeded");
    json.put(
        "sideFile",
        sideFile.map(side -> Map.of("name", side.name(), "bytes", side.bytes())).orElse(null));
    json.putAll(facts.toJson());
    json.put("backend", backend);
    json.put("device", device);
    json.put("compileSeconds", Json.seconds(compileSeconds));
    json.put("seconds", Json.seconds(seconds));
    return json;
  }

  @Override
  public void print(Console console) {
    console
        .out()
        .printf(
            "%s: %s, SHA-256 %s%n%s: %d commands in %d graphs, %s of buffers, at most %s on the device at once; executed on %s (%s), %s in all%n",
            file,
            Quantities.bytes(bytes),
            sha256,
            facts.model(),
            facts.commands(),
            facts.graphs(),
            Quantities.bytes(facts.bufferBytes()),
            Quantities.bytes(facts.peakBytes()),
            backend,
            device,
            Quantities.seconds(seconds));
    sideFile.ifPresent(
        side -> console.out().printf("%s: %s%n", side.name(), Quantities.bytes(side.bytes())));
  }
}
