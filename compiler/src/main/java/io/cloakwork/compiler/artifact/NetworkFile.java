package io.cloakwork.compiler.artifact;

import io.cloakwork.ckks.CkksException;
import io.cloakwork.ckks.wire.AtomicFile;
import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.CompileReport;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.CompiledProgram;
import io.cloakwork.compiler.LayerReport;
import io.cloakwork.compiler.packing.SharedLayout;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.throughput.ThroughputProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Writes and reads compiled networks.
public final class NetworkFile {

  private NetworkFile() {}

  /// Replaces `file` by the network, as a whole or not at all.
  public static void write(CompiledNetwork network, Path file) throws IOException {
    byte[] bytes = toBytes(network);
    AtomicFile.write(file, stream -> stream.write(bytes));
  }

  /// The network as it would be written.
  public static byte[] toBytes(CompiledNetwork network) {
    ProgramOutput out = new ProgramOutput();
    switch (network.program()) {
      case SlotProgram program -> SlotProgramFormat.write(out, program.segments());
      case ThroughputProgram program -> ThroughputProgramFormat.write(out, program.stages());
    }
    return ProgramFile.join(manifestBytes(network), out.toBytes());
  }

  /// The manifest at the front of [#toBytes], JSON: what a service hands out and
  /// [ClientManifest#parse] reads.
  public static byte[] manifestBytes(CompiledNetwork network) {
    CompileReport report = network.report();
    ReportNotes notes =
        new ReportNotes(
            report.layers().stream().map(LayerReport::precisionBits).toList(),
            report.error(),
            report.time(),
            report.notes());
    return ManifestJson.write(new Manifest(ClientManifest.of(network), notes));
  }

  /// Whether `file` begins like a network that [#write] wrote; nothing else of it is checked.
  public static boolean isProgram(Path file) throws IOException {
    return ProgramFile.hasMagic(file);
  }

  /// Reads a network that [#write] wrote.
  ///
  /// @throws ArtifactException if the file is not what it should be
  public static CompiledNetwork read(Path file, ArtifactLimits limits) throws IOException {
    ProgramFile.Parts parts = ProgramFile.read(file, limits);
    Manifest manifest = ManifestJson.parse(parts.manifest(), limits);
    ProgramInput in = new ProgramInput(parts.program(), limits);
    try {
      CompiledProgram program = program(manifest.client(), in);
      in.finish();
      return network(manifest, program);
    } catch (CkksException | CompileException | IllegalArgumentException e) {
      // What is well-formed may still contradict itself; its parts say how.
      throw new ArtifactException("the program contradicts itself: " + e.getMessage(), e);
    }
  }

  private static CompiledProgram program(ClientManifest client, ProgramInput in)
      throws ArtifactException {
    return switch (client.objective()) {
      case LATENCY -> {
        if (client.input().layout() instanceof SharedLayout input
            && client.output().layout() instanceof SharedLayout output) {
          yield new SlotProgram(
              client.parameters(),
              input,
              output,
              client.input().lanes(),
              SlotProgramFormat.read(in, client.parameters()));
        }
        throw new ArtifactException("a program for latency needs layouts in slots");
      }
      case THROUGHPUT ->
          new ThroughputProgram(
              client.parameters(),
              client.input().form(),
              ThroughputProgramFormat.read(in, client.parameters()));
    };
  }

  private static CompiledNetwork network(Manifest manifest, CompiledProgram program)
      throws ArtifactException {
    ClientManifest client = manifest.client();
    if (!program.inputForm().equals(client.input().form())
        || !program.outputForm().equals(client.output().form())) {
      throw new ArtifactException(
          "the program takes %s and gives %s, its manifest says %s and %s"
              .formatted(
                  program.inputForm(),
                  program.outputForm(),
                  client.input().form(),
                  client.output().form()));
    }
    if (program.lanes() != client.input().lanes()) {
      throw new ArtifactException(
          "manifest field 'input.lanes' is %d, the program has %d"
              .formatted(client.input().lanes(), program.lanes()));
    }
    ReportNotes notes = manifest.report();
    if (notes.time().stepSeconds().size() != program.steps().size()) {
      throw new ArtifactException(
          "manifest field 'report.layerSeconds' has %d values for %d steps"
              .formatted(notes.time().stepSeconds().size(), program.steps().size()));
    }
    if (notes.layerBits().size() != program.steps().size()) {
      throw new ArtifactException(
          "manifest field 'report.layerBits' has %d values for %d steps"
              .formatted(notes.layerBits().size(), program.steps().size()));
    }
    CompileReport report =
        CompileReport.of(
            client.network(),
            program,
            client.keys(),
            notes.layerBits(),
            notes.error(),
            notes.time(),
            notes.notes());
    return new CompiledNetwork(
        client.network(),
        client.literal(),
        client.input().shape(),
        client.output().shape(),
        Optional.empty(),
        program,
        client.keys(),
        report);
  }
}
