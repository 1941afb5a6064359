package io.cloakwork.spi.device;

import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformRows;
import io.cloakwork.spi.uniform.UniformSource;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/// Uniform polynomials made on the host and uploaded row by row, those of a polynomial in parallel
/// on the common pool.
final class HostExpansion {

  private HostExpansion() {}

  static void expand(
      DeviceBuffer buffer, UniformSource source, List<UniformSource.Target> targets) {
    RnsShape shape = buffer.shape();
    byte[] seed = source.seed();
    long[][] rows = new long[shape.limbs()][shape.degree()];
    for (UniformSource.Target target : targets) {
      IntStream.range(0, rows.length)
          .parallel()
          .forEach(limb ->
              new UniformRows(seed)
                  .expandInto(source.label(target, limb), shape.basis().get(limb), rows[limb]));
      for (int limb = 0; limb < rows.length; limb++) {
        buffer.upload(target.item(), target.poly(), limb, MemorySegment.ofArray(rows[limb]));
      }
    }
  }
}
