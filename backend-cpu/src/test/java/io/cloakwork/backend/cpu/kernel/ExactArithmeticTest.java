package io.cloakwork.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.ring.BitReversal;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kernel against exact arithmetic in the contract's order, through load and store.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExactArithmeticTest {

  private static final long SEED = 20_261_121L;
  private static final int AT = RowFixture.MARGIN;

  private KernelTable table;

  @BeforeAll
  void open() {
    table = KernelTable.create(VectorMode.valueOf(System.getProperty("cloakwork.vectors", "AUTO")));
    System.out.println("seed " + SEED + ", " + table.support());
  }

  @AfterAll
  void close() {
    table.close();
  }

  static Stream<Arguments> limbs() {
    return IntStream.of(4, 5, 6, 7, 8, 9, 10, 11, 13)
        .boxed()
        .flatMap(logN -> Stream.of(20, 30, 40, 49, 50, 51, 60, 61).map(b -> Arguments.of(logN, b)));
  }

  @ParameterizedTest
  @MethodSource("limbs")
  void transforms(int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    LimbKernels kernels = table.kernels(logN, q);
    RowFixture fixture = new RowFixture(1 << logN);
    Random random = new Random(SEED);
    NttTables ntt = NttTables.of(logN, q);
    for (long[] words : new long[][] {fixture.words(random, q), fixture.extremeWords(random, q)}) {
      Rows in = fixture.load(kernels, Domain.COEFF, words);
      Rows out = fixture.row();
      kernels.forward(in, AT, out, AT);
      long[] expected = words.clone();
      forward(ntt, expected);
      assertThat(fixture.store(kernels, Domain.EVAL, out)).isEqualTo(expected);
      kernels.inverse(out, AT, out, AT);
      assertThat(fixture.store(kernels, Domain.COEFF, out)).isEqualTo(words);
    }
  }

  /// Radix two, straight from the definition of the contract's twiddles.
  private static void forward(NttTables ntt, long[] x) {
    Modulus q = ntt.modulus();
    long[] powers = ntt.bitReversedPowers();
    int half = x.length / 2;
    for (int blocks = 1; blocks < x.length; blocks *= 2, half /= 2) {
      for (int i = 0; i < x.length; i++) {
        if ((i & half) == 0) {
          long v = q.multiply(x[i + half], powers[blocks + i / (2 * half)]);
          x[i + half] = q.subtract(x[i], v);
          x[i] = q.add(x[i], v);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("limbs")
  void valuesAreEvaluationsInBitReversedOrder(int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    LimbKernels kernels = table.kernels(logN, q);
    RowFixture fixture = new RowFixture(1 << logN);
    long[] monomial = new long[1 << logN];
    monomial[1] = 1;
    Rows row = fixture.load(kernels, Domain.COEFF, monomial);
    kernels.forward(row, AT, row, AT);
    long[] values = fixture.store(kernels, Domain.EVAL, row);
    long root = NttTables.of(logN, q).root();
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isEqualTo(q.power(root, 2L * BitReversal.of(i, logN) + 1));
    }
  }

  @ParameterizedTest
  @MethodSource("limbs")
  void elementWise(int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    LimbKernels k = table.kernels(logN, q);
    RowFixture fixture = new RowFixture(1 << logN);
    Random random = new Random(SEED + 1);
    long[] x = fixture.words(random, q);
    long[] y = fixture.words(random, q);
    Rows a = fixture.load(k, Domain.EVAL, x);
    Rows b = fixture.load(k, Domain.EVAL, y);
    Rows out = fixture.row();
    long s = q.reduce(random.nextLong());

    k.add(a, AT, b, AT, out, AT);
    assertWords(fixture, k, out, map(x, y, q::add));
    k.sub(a, AT, b, AT, out, AT);
    assertWords(fixture, k, out, map(x, y, q::subtract));
    k.neg(a, AT, out, AT);
    assertWords(fixture, k, out, map(x, y, (v, w) -> q.negate(v)));
    k.mul(a, AT, b, AT, out, AT);
    assertWords(fixture, k, out, map(x, y, q::multiply));
    k.mulAdd(a, AT, b, AT, out, AT, out, AT);
    assertWords(fixture, k, out, map(x, y, (v, w) -> q.add(q.multiply(v, w), q.multiply(v, w))));
    k.mulScalar(a, AT, s, out, AT);
    assertWords(fixture, k, out, map(x, y, (v, w) -> q.multiply(v, s)));
    k.subMulScalar(a, AT, b, AT, s, out, AT);
    assertWords(fixture, k, out, map(x, y, (v, w) -> q.multiply(q.subtract(v, w), s)));
    k.scaleToCanonical(a, AT, q.value() / 2, s, out, AT);
    long[] digits = map(x, y, (v, w) -> q.multiply(q.add(v, q.value() / 2), s));
    Rows natural = fixture.row();
    k.scaleToCanonical(fixture.load(k, Domain.COEFF, x), AT, q.value() / 2, s, natural, AT);
    assertThat(fixture.digits(k, natural)).isEqualTo(digits);
    k.fill(s, out, AT);
    assertWords(fixture, k, out, map(x, y, (v, w) -> s));
    k.copy(a, AT, out, AT);
    assertWords(fixture, k, out, x);
  }

  @ParameterizedTest
  @MethodSource("limbs")
  void automorphisms(int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    LimbKernels k = table.kernels(logN, q);
    RowFixture fixture = new RowFixture(1 << logN);
    long[] x = fixture.words(new Random(SEED + 2), q);
    for (GaloisElement g :
        new GaloisElement[] {GaloisElement.rotation(logN, 5, 3), GaloisElement.conjugation(logN)}) {
      Rows out = fixture.row();
      Rows values = fixture.load(k, Domain.EVAL, x);
      k.permute(values, AT, table.permutation(g, Domain.EVAL), out, AT);
      long[] moved = new long[x.length];
      Arrays.setAll(moved, i -> x[g.evalSource(i)]);
      assertThat(fixture.store(k, Domain.EVAL, out)).isEqualTo(moved);
      Rows coefficients = fixture.load(k, Domain.COEFF, x);
      k.permute(coefficients, AT, table.permutation(g, Domain.COEFF), out, AT);
      for (int i = 0; i < x.length; i++) {
        int target = g.coeffTarget(i);
        moved[target & (x.length - 1)] = target < x.length ? x[i] : q.negate(x[i]);
      }
      assertThat(fixture.store(k, Domain.COEFF, out)).isEqualTo(moved);
    }
  }

  @ParameterizedTest
  @MethodSource("limbs")
  void innerProducts(int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    LimbKernels k = table.kernels(logN, q);
    RowFixture fixture = new RowFixture(1 << logN);
    Random random = new Random(SEED + 3);
    for (int terms : new int[] {1, 2, 3, 8, 9, 20}) {
      long[] expected = new long[1 << logN];
      Rows[] a = new Rows[terms];
      Rows[] b = new Rows[terms];
      int[] offsets = new int[terms];
      Arrays.fill(offsets, AT);
      for (int d = 0; d < terms; d++) {
        long[] x = fixture.extremeWords(random, q);
        long[] y = d % 3 == 0 ? x : fixture.words(random, q);
        a[d] = fixture.load(k, Domain.EVAL, x);
        b[d] = fixture.load(k, Domain.EVAL, y);
        long[] sum = expected;
        Arrays.setAll(sum, i -> q.add(sum[i], q.multiply(x[i], y[i])));
      }
      Rows out = fixture.row();
      k.innerProduct(a, offsets, b, offsets, terms, out, AT);
      assertWords(fixture, k, out, expected);
    }
  }

  static Stream<Arguments> conversions() {
    int[] manyFast = IntStream.generate(() -> 50).limit(19).toArray();
    return Stream.of(
        Arguments.of(new int[] {50}),
        Arguments.of(new int[] {50, 50, 50}),
        Arguments.of(manyFast),
        Arguments.of(new int[] {61, 40, 60, 50}),
        Arguments.of(new int[] {61, 61}));
  }

  private static RnsBasis basis(int logN, int[] bits) {
    List<Modulus> moduli = new ArrayList<>();
    for (int b : bits) {
      moduli.add(Primes.largestBelow(b, logN, 1, Set.copyOf(moduli)).getFirst());
    }
    return new RnsBasis(moduli);
  }

  @ParameterizedTest
  @MethodSource("conversions")
  void baseConversions(int[] sourceBits) {
    int logN = 7;
    RnsBasis from = basis(logN, sourceBits);
    RowFixture fixture = new RowFixture(1 << logN);
    Random random = new Random(SEED + 4);
    Rows[] digits = new Rows[from.size()];
    int[] offsets = new int[from.size()];
    Arrays.fill(offsets, AT);
    BigInteger[] sums = new BigInteger[1 << logN];
    Arrays.fill(sums, BigInteger.ZERO);
    for (int i = 0; i < from.size(); i++) {
      Modulus q = from.get(i);
      LimbKernels k = table.kernels(logN, q);
      long[] x = i == 0 ? filled(q.value() - 1, logN) : fixture.words(random, q);
      digits[i] = fixture.row();
      k.scaleToCanonical(fixture.load(k, Domain.COEFF, x), AT, 0, 1, digits[i], AT);
      for (int j = 0; j < x.length; j++) {
        sums[j] = sums[j].add(BigInteger.valueOf(x[j]).multiply(from.cofactor(i)));
      }
    }
    for (int bits : new int[] {20, 30, 45, 50, 55, 61}) {
      Modulus p = Primes.largestBelow(bits, logN, 1, Set.copyOf(from.moduli())).getFirst();
      LimbKernels k = table.kernels(logN, p);
      long shift = p.value() / 3;
      Rows out = fixture.row();
      GatherWeights weights = k.conversionWeights(from, shift);
      k.gather(digits, offsets, weights, 0, 64, out, AT);
      k.gather(digits, offsets, weights, 64, 1 << logN, out, AT);
      long[] expected = new long[1 << logN];
      Arrays.setAll(expected, j -> p.subtract(p.reduce(sums[j]), shift));
      assertThat(fixture.store(k, Domain.COEFF, out)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("limbs")
  void wordsOutOfRangeAreRefused(int logN, int bits) {
    Modulus q = RowFixture.prime(bits, logN);
    LimbKernels k = table.kernels(logN, q);
    RowFixture fixture = new RowFixture(1 << logN);
    for (long bad : new long[] {q.value(), -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 52}) {
      if (Long.compareUnsigned(bad, q.value()) < 0) {
        continue;
      }
      long[] words = new long[1 << logN];
      int index = words.length - 3;
      words[index] = bad;
      assertThatThrownBy(() -> fixture.load(k, Domain.EVAL, words))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "word %d is %s, not below the modulus %d",
              index, Long.toUnsignedString(bad), q.value());
    }
  }

  private static void assertWords(RowFixture fixture, LimbKernels k, Rows out, long[] expected) {
    assertThat(fixture.store(k, Domain.EVAL, out)).isEqualTo(expected);
  }

  private static long[] map(long[] x, long[] y, LongBinaryOperator operator) {
    long[] result = new long[x.length];
    Arrays.setAll(result, i -> operator.applyAsLong(x[i], y[i]));
    return result;
  }

  private static long[] filled(long value, int logN) {
    long[] words = new long[1 << logN];
    Arrays.fill(words, value);
    return words;
  }
}
