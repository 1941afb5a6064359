package io.cloakwork.cli.trace;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.compiler.SegmentRecording;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.trace.BufferContent;
import io.cloakwork.spi.trace.SideFile;
import io.cloakwork.spi.uniform.UniformRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/// Random residues for everything, each buffer a stream of its own: what a graph costs does not
/// depend on its words, and whether they are right shows with any.
public final class SeededContents implements TraceContents {

  private final String seed;
  private int streams;

  /// @param number the first 8 bytes of the seed, little-endian; the others are zero
  public SeededContents(long number) {
    this.seed =
        HexFormat.of()
            .formatHex(
                ByteBuffer.allocate(UniformRows.SEED_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number)
                    .array());
  }

  private BufferContent next() {
    return new BufferContent.Seeded(seed, streams++);
  }

  @Override
  public BufferContent input(RnsShape shape) {
    return next();
  }

  @Override
  public BufferContent key(KeyId id, RnsShape shape) {
    return next();
  }

  @Override
  public BufferContent constant(SegmentRecording.Constant constant, RnsShape shape) {
    return next();
  }

  @Override
  public Optional<SideFile> sideFile() {
    return Optional.empty();
  }
}
