package io.cloakwork.spi.device;

import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformRows;
import io.cloakwork.spi.uniform.UniformSource;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/// Uniform polynomials made on the host and uploaded, the rows of a polynomial in parallel on the
/// common pool.
final class HostExpansion {

  private HostExpansion() {}

  static void expand(
      DeviceBuffer buffer, UniformSource source, List<UniformSource.Target> targets) {
    RnsShape shape = buffer.shape();
    byte[] seed = source.seed();
    for (UniformSource.Target target : targets) {
      IntStream.range(0, shape.limbs())
          .parallel()
          .forEach(limb -> {
            long[] row = new long[shape.degree()];
            new UniformRows(seed)
                .expandInto(source.label(target, limb), shape.basis().get(limb), row);
            buffer.upload(target.item(), target.poly(), limb, MemorySegment.ofArray(row));
          });
    }
  }
}
