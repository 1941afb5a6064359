package io.cloakwork.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Vector kernels of every width against their scalar twins: the same bits, not only the same
/// residues.
class TwinsTest {

  private static final long SEED = 20_261_122L;
  private static final int AT = RowFixture.MARGIN;
  private static final int[] BITS = {30, 40, 49, 50, 60, 61};

  private final KernelReadiness none = new KernelReadiness();
  private final KernelReadiness all = allReady();

  private static KernelReadiness allReady() {
    KernelReadiness readiness = new KernelReadiness();
    for (Kernel kernel : Kernel.values()) {
      readiness.flip(kernel, true);
      readiness.flip(kernel, false);
    }
    return readiness;
  }

  /// The two implementations of one limb.
  private record Twins(LimbKernels scalar, LimbKernels vector, RowFixture fixture) {

    /// Runs both on the same rows and compares every bit of what they write.
    void agree(String what, BiConsumer<LimbKernels, Rows> kernel) {
      Rows expected = fixture.row();
      Rows actual = fixture.row();
      kernel.accept(scalar, expected);
      kernel.accept(vector, actual);
      fixture.checkSentinels(actual);
      assertThat(bits(actual.fast())).as(what).isEqualTo(bits(expected.fast()));
      assertThat(actual.wide()).as(what).isEqualTo(expected.wide());
    }

    private static long[] bits(double[] values) {
      return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
  }

  private Twins twins(int lanes, int logN, Modulus q) {
    NttTables ntt = NttTables.of(logN, q);
    EvalLayout layout = new EvalLayout(logN, Integer.numberOfTrailingZeros(lanes));
    RowFixture fixture = new RowFixture(1 << logN);
    if (q.isFastLane()) {
      FastOps scalar = new ScalarFastOps();
      FastOps vector = lanes == 8 ? new FastVectorOps8() : new FastVectorOps4();
      return new Twins(
          new FastKernels(ntt, layout, scalar, vector, none),
          new FastKernels(ntt, layout, scalar, vector, all),
          fixture);
    }
    WideOps scalar = new ScalarWideOps();
    WideOps vector = lanes == 8 ? new WideVectorOps8() : new WideVectorOps4();
    return new Twins(
        new WideKernels(ntt, layout, scalar, vector, none),
        new WideKernels(ntt, layout, scalar, vector, all),
        fixture);
  }

  static Stream<Arguments> transforms() {
    return widths()
        .boxed()
        .flatMap(lanes ->
            logDegrees(lanes)
                .boxed()
                .flatMap(logN ->
                    Arrays.stream(logN > 11 ? new int[] {50, 61} : BITS)
                        .mapToObj(bits -> Arguments.of(lanes, logN, bits))));
  }

  static Stream<Arguments> rows() {
    return widths()
        .boxed()
        .flatMap(lanes ->
            IntStream.of(4, 7, 10)
                .boxed()
                .flatMap(
                    logN -> Arrays.stream(BITS).mapToObj(bits -> Arguments.of(lanes, logN, bits))));
  }

  /// All degrees with the machine's own vectors; up to 2^10 with others, where code runs as slowly
  /// as it does before compilation.
  private static IntStream logDegrees(int lanes) {
    boolean preferred = lanes == VectorSupport.probe(VectorMode.AUTO).lanes();
    return IntStream.rangeClosed(4, preferred ? 17 : 10);
  }

  /// Vectors that are narrower than the machine's run too.
  private static IntStream widths() {
    int preferred = VectorSupport.probe(VectorMode.AUTO).lanes();
    System.out.println("seed " + SEED + ", preferred lanes " + preferred);
    return preferred >= 8 ? IntStream.of(8, 4) : IntStream.of(4);
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void transforms(int lanes, int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    Twins twins = twins(lanes, logN, q);
    RowFixture fixture = twins.fixture();
    Random random = new Random(SEED);
    for (long[] words : new long[][] {fixture.words(random, q), fixture.extremeWords(random, q)}) {
      Rows coefficients = fixture.load(twins.scalar(), Domain.COEFF, words);
      Rows values = fixture.load(twins.scalar(), Domain.EVAL, words);
      twins.agree("forward", (k, out) -> k.forward(coefficients, AT, out, AT));
      twins.agree("inverse", (k, out) -> k.inverse(values, AT, out, AT));
      twins.agree(
          "in place",
          (k, out) -> {
            k.copy(coefficients, AT, out, AT);
            k.forward(out, AT, out, AT);
            k.inverse(out, AT, out, AT);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void elementWise(int lanes, int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    Twins twins = twins(lanes, logN, q);
    RowFixture fixture = twins.fixture();
    Random random = new Random(SEED + 1);
    Rows a = fixture.load(twins.scalar(), Domain.EVAL, fixture.words(random, q));
    Rows b = fixture.load(twins.scalar(), Domain.EVAL, fixture.words(random, q));
    Rows c = fixture.load(twins.scalar(), Domain.EVAL, fixture.extremeWords(random, q));
    long s = q.reduce(random.nextLong());
    twins.agree("add", (k, out) -> k.add(a, AT, b, AT, out, AT));
    twins.agree("sub", (k, out) -> k.sub(a, AT, b, AT, out, AT));
    twins.agree("neg", (k, out) -> k.neg(a, AT, out, AT));
    twins.agree("mul", (k, out) -> k.mul(a, AT, b, AT, out, AT));
    Rows other = fixture.row();
    Rows third = fixture.row();
    twins.agree(
        "low",
        (k, out) -> k.tensorProduct(a, AT, b, AT, c, AT, a, AT, out, AT, other, AT, third, AT));
    twins.agree(
        "cross",
        (k, out) -> k.tensorProduct(a, AT, b, AT, c, AT, a, AT, other, AT, out, AT, third, AT));
    twins.agree(
        "high",
        (k, out) -> k.tensorProduct(a, AT, b, AT, c, AT, a, AT, other, AT, third, AT, out, AT));
    twins.agree("mulAdd", (k, out) -> k.mulAdd(a, AT, b, AT, c, AT, out, AT));
    twins.agree("mulScalar", (k, out) -> k.mulScalar(a, AT, s, out, AT));
    twins.agree("subMulScalar", (k, out) -> k.subMulScalar(a, AT, b, AT, s, out, AT));
    twins.agree(
        "scaleToCanonical", (k, out) -> k.scaleToCanonical(a, AT, q.value() / 2, s, out, AT));
    twins.agree(
        "load", (k, out) -> fixture.loadInto(k, Domain.EVAL, fixture.words(new Random(1), q), out));
    assertThat(fixture.store(twins.vector(), Domain.EVAL, c))
        .isEqualTo(fixture.store(twins.scalar(), Domain.EVAL, c));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void permutations(int lanes, int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    Twins twins = twins(lanes, logN, q);
    Rows a =
        twins
            .fixture()
            .load(twins.scalar(), Domain.EVAL, twins.fixture().words(new Random(SEED), q));
    GaloisElement element = GaloisElement.rotation(logN, 5, 7);
    for (Permutation p :
        List.of(
            Permutation.ofEvaluations(twins.scalar().layout(), element),
            Permutation.ofCoefficients(element))) {
      twins.agree("permute", (k, out) -> k.permute(a, AT, p, out, AT));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void innerProducts(int lanes, int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    Twins twins = twins(lanes, logN, q);
    RowFixture fixture = twins.fixture();
    Random random = new Random(SEED + 2);
    int most = 19;
    Rows[] a = new Rows[most];
    Rows[] b = new Rows[most];
    int[] offsets = new int[most];
    Arrays.fill(offsets, AT);
    for (int d = 0; d < most; d++) {
      a[d] = fixture.load(twins.scalar(), Domain.EVAL, fixture.words(random, q));
      b[d] = fixture.load(twins.scalar(), Domain.EVAL, fixture.extremeWords(random, q));
    }
    for (int terms = 1; terms <= most; terms++) {
      int count = terms;
      twins.agree(
          terms + " terms", (k, out) -> k.innerProduct(a, offsets, b, offsets, count, out, AT));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void pairsOfInnerProducts(int lanes, int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    Twins twins = twins(lanes, logN, q);
    RowFixture fixture = twins.fixture();
    Random random = new Random(SEED + 4);
    int most = 11;
    Rows[][] factors = new Rows[3][most];
    int[] offsets = new int[most];
    Arrays.fill(offsets, AT);
    for (Rows[] rows : factors) {
      Arrays.setAll(
          rows, _ -> fixture.load(twins.scalar(), Domain.EVAL, fixture.extremeWords(random, q)));
    }
    Rows[] a = factors[0];
    Rows[] b = factors[1];
    Rows[] c = factors[2];
    Rows other = fixture.row();
    for (int terms = 1; terms <= most; terms++) {
      int n = terms;
      twins.agree(
          n + " terms, first sum",
          (k, out) ->
              k.innerProductPair(a, offsets, b, offsets, c, offsets, n, out, AT, other, AT));
      twins.agree(
          n + " terms, second sum",
          (k, out) ->
              k.innerProductPair(a, offsets, b, offsets, c, offsets, n, other, AT, out, AT));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void gathers(int lanes, int logN, int bits) {
    Modulus p = RowFixture.prime(bits, logN);
    Twins twins = twins(lanes, logN, p);
    RowFixture fixture = twins.fixture();
    Random random = new Random(SEED + 3);
    List<Modulus> moduli = new ArrayList<>();
    List<Rows> digits = new ArrayList<>();
    for (int source = 0; source < 19; source++) {
      Set<Modulus> used = new HashSet<>(moduli);
      used.add(p);
      Modulus q = Primes.largestBelow(source % 9 == 4 ? 60 : 50, logN, 1, used).getFirst();
      Rows row = fixture.row();
      for (int i = 0; i < 1 << logN; i++) {
        long digit = i == 0 ? q.value() - 1 : q.reduce(random.nextLong());
        row.fast()[AT + i] = q.isFastLane() ? digit : 0;
        row.wide()[AT + i] = digit;
      }
      moduli.add(q);
      digits.add(row);
      RnsBasis from = new RnsBasis(moduli);
      Rows[] sources = digits.toArray(Rows[]::new);
      int[] offsets = new int[sources.length];
      Arrays.fill(offsets, AT);
      GatherWeights weights = twins.scalar().conversionWeights(from, p.value() / 2);
      twins.agree(
          sources.length + " sources",
          (k, out) -> k.gather(sources, offsets, weights, 8, 1 << logN, out, AT));
      if (source == 0) { // its factor is 1 in a conversion
        GatherWeights scaled = twins.scalar().weights(from, new long[] {p.value() - 2}, 1);
        twins.agree(
            "a source with a factor",
            (k, out) -> k.gather(sources, offsets, scaled, 8, 1 << logN, out, AT));
      }
    }
  }
}
