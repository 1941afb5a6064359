package io.cloakwork.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;
import io.cloakwork.spi.ring.RnsBasis;
import io.cloakwork.spi.uniform.RowLabel;
import io.cloakwork.spi.uniform.UniformRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The test vectors of `docs/traces.md` are in it, and right.
class TraceVectorsTest {

  private static final Modulus Q = Modulus.of(97);

  private static long[] counting() {
    return LongStream.range(0, 16).toArray();
  }

  private static void assertDocumented(long... words) throws IOException {
    String text = Arrays.stream(words).mapToObj(Long::toString).collect(Collectors.joining(", "));
    assertThat(Files.readString(Path.of("../docs/traces.md"))).contains(text);
  }

  @Test
  void transform() throws IOException {
    assertThat(NttTables.of(4, Q).root()).isEqualTo(19);
    long[] row = counting();
    new Transform(4, Q).forward(row);
    assertDocumented(row);
  }

  @Test
  void automorphism() throws IOException {
    long[] out = new long[16];
    Permutation.apply(Domain.EVAL, new GaloisElement(4, 5), Q, counting(), out);
    assertDocumented(out);
    Permutation.apply(Domain.COEFF, new GaloisElement(4, 5), Q, counting(), out);
    assertDocumented(out);
  }

  @Test
  void seededRows() throws IOException {
    byte[] seed = new byte[32];
    seed[0] = 1;
    long[] row = new long[4];
    new UniformRows(seed).expandInto(new RowLabel(0, 0, 0), Modulus.of(1125899906842273L), row);
    assertDocumented(row);
    long[] small = new long[8];
    new UniformRows(seed).expandInto(new RowLabel(2, 1, 3), Q, small);
    assertDocumented(small);
  }

  @Test
  void baseConversion() throws IOException {
    RnsBasis from = RnsBasis.of(Q, Modulus.of(193));
    RnsBasis to = RnsBasis.of(Modulus.of(257), Modulus.of(353));
    long[][] out = new long[2][2];
    BaseConversion.of(4, from, to).convert(new long[][] {{30, 26}, {35, 186}}, out);
    assertThat(out).isDeepEqualTo(new long[][] {{189, 226}, {306, 2}});
    assertDocumented(189, 306);
    assertDocumented(226, 2);
  }
}
