package io.cloakwork.ckks;

import io.cloakwork.ckks.encoding.CentredReconstruction;
import io.cloakwork.ckks.encoding.ExactScalar;
import io.cloakwork.ckks.encoding.Residues;
import io.cloakwork.ckks.encoding.SlotEncoder;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.record.Lift;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Values in slots to plaintexts and back, at any level and scale. Thread-safe.
///
/// The host computes integer coefficients; those below q_0/2, which is all of them at usual scales,
/// cross to the device as one limb and are lifted to the others there.
///
/// An encoder for fewer slots ([#withSlots]) packs **sparsely**: a vector of n values stands for
/// the same vector repeated in all N/2 slots, whose polynomial has only every N/2n-th coefficient.
/// Rotations then act modulo n, slot-wise operations need nothing, and decoding by such an encoder
/// takes the average over the repetitions, with √(N/2n) times less of the error. Ciphertexts do not
/// know how they are packed: who decrypts them must.
public final class Encoder {

  private final CkksContext context;
  private final Parameters parameters;
  private final SlotEncoder slotEncoder;
  // The distance of the coefficients that are not zero.
  private final int gap;
  private final Map<Integer, CentredReconstruction> byLevel = new ConcurrentHashMap<>();
  private final ScratchArrays scratch = new ScratchArrays();

  private record LiftKey(int level, int batch, boolean extended) {}

  private record TransformKey(int level, int batch, boolean extended) {}

  private record InverseKey(int level, int batch, boolean extended) {}

  /// An encoder for all N/2 slots.
  public Encoder(CkksContext context) {
    this(context, context.parameters().slots());
  }

  private Encoder(CkksContext context, int slots) {
    this.context = context;
    this.parameters = context.parameters();
    this.gap = parameters.slots() / slots;
    int logN = Integer.numberOfTrailingZeros(2 * slots);
    this.slotEncoder = new SlotEncoder(logN, parameters.galoisGenerator());
  }

  /// An encoder for vectors of `slots` values, packed sparsely.
  ///
  /// @param slots a power of two in \[1, N/2\]; at least 2 with the generator 3, whose second slot
  ///   is the conjugate of the first when only two coefficients are there
  /// @throws EncodingException if it is not
  public Encoder withSlots(int slots) {
    int least = parameters.galoisGenerator() % 4 == 1 ? 1 : 2;
    if (slots < least || Integer.bitCount(slots) != 1 || slots > parameters.slots()) {
      throw new EncodingException(
          "%d slots are not a power of two in [%d, %d]"
              .formatted(slots, least, parameters.slots()));
    }
    return new Encoder(context, slots);
  }

  /// The number of values in a vector: N/2, or less if it packs sparsely.
  public int slots() {
    return slotEncoder.slots();
  }

  public Parameters parameters() {
    return parameters;
  }

  /// Encodes real values; slots that are not given are zero (in every repetition, if the encoder
  /// packs sparsely).
  ///
  /// @throws EncodingException if there are too many values, one is not finite, or the level's
  ///   modulus is too small for them at that scale
  public Plaintext encode(double[] slots, int level, double scale) {
    return encode(List.of(new Parts(slots, null)), level, scale, false);
  }

  /// Encodes complex values given by their parts, as [#encode(double\[\], int, double)].
  public Plaintext encode(double[] re, double[] im, int level, double scale) {
    return encode(List.of(new Parts(re, im)), level, scale, false);
  }

  /// Encodes a vector, as [#encode(double\[\], int, double)].
  public Plaintext encode(SlotVector slots, int level, double scale) {
    return encode(List.of(Parts.of(slots)), level, scale, false);
  }

  /// Encodes a vector for linear transforms: the special primes are there too.
  public Plaintext encodeExtended(SlotVector slots, int level, double scale) {
    return encode(List.of(Parts.of(slots)), level, scale, true);
  }

  /// Encodes one real vector an item.
  public Plaintext encodeBatch(double[][] items, int level, double scale) {
    return encode(
        Arrays.stream(items).map(item -> new Parts(item, null)).toList(), level, scale, false);
  }

  /// Encodes one vector an item.
  public Plaintext encodeBatch(List<SlotVector> items, int level, double scale) {
    return encode(items.stream().map(Parts::of).toList(), level, scale, false);
  }

  /// Encodes one real number for every slot: a constant polynomial, exact.
  public Plaintext encodeScalar(double value, int level, double scale) {
    RnsShape shape = Plaintext.shape(parameters, level, 1, false);
    GraphBuilder graph = CommandGraph.builder(parameters.logN(), 1);
    RnsView<Eval> out = graph.output("plaintext", Domain.EVAL, 1, shape.basis());
    graph.fillInto(ExactScalar.residues(value, scale, shape.basis()), out);
    return newPlaintext(
        shape,
        level,
        scale,
        buffer ->
            context
                .graphs()
                .runOnce(graph.build(), bindings -> bindings.bind("plaintext", buffer)));
  }

  /// The real parts of a plaintext of one item.
  public double[] decode(Plaintext plaintext) {
    return decodeComplex(plaintext).re();
  }

  /// The slots of a plaintext of one item.
  public SlotVector decodeComplex(Plaintext plaintext) {
    if (plaintext.batch() != 1) {
      throw new OperandMismatchException(
          "a plaintext of %d items: decode the batch".formatted(plaintext.batch()));
    }
    return decodeBatch(plaintext).getFirst();
  }

  /// The slots of every item.
  public List<SlotVector> decodeBatch(Plaintext plaintext) {
    parameters.requireSame(plaintext.parameters(), "plaintext");
    CentredReconstruction reconstruction =
        byLevel.computeIfAbsent(
            plaintext.level(),
            level -> new CentredReconstruction(parameters.chain().atLevel(level)));
    int itemWords = (plaintext.level() + 1) * parameters.degree();
    long[] words = scratch.takeWords(Math.multiplyExact(plaintext.batch(), itemWords));
    double[] integers = scratch.takeNumbers(parameters.degree());
    double[] re = scratch.takeNumbers(slots());
    double[] im = scratch.takeNumbers(slots());
    coefficients(plaintext, words);
    List<SlotVector> items = new ArrayList<>();
    for (int item = 0; item < plaintext.batch(); item++) {
      reconstruction.toDoubles(words, item * itemWords, integers);
      toSlots(integers, plaintext.scale(), re, im);
      items.add(SlotVector.complex(re, im));
    }
    scratch.giveBack(im);
    scratch.giveBack(re);
    scratch.giveBack(integers);
    scratch.giveBack(words);
    return items;
  }

  /// One item's values; `im` may be null.
  private static final class Parts {
    private final double[] re;
    private final double[] im;

    private Parts(double[] re, double[] im) {
      this.re = re;
      this.im = im;
    }

    private static Parts of(SlotVector slots) {
      return new Parts(slots.re(), slots.isReal() ? null : slots.im());
    }
  }

  private Plaintext encode(List<Parts> items, int level, double scale, boolean extended) {
    if (items.isEmpty()) {
      throw new EncodingException("a batch of no items");
    }
    RnsShape shape = Plaintext.shape(parameters, level, items.size(), extended);
    Modulus first = shape.basis().get(0);
    double[][] integers = new double[items.size()][parameters.degree()];
    double largest = 0;
    for (int item = 0; item < integers.length; item++) {
      Parts parts = items.get(item);
      double bound = toCoefficients(parts, scale, integers[item]);
      largest = Math.max(largest, bound);
    }
    requireFits(largest, level, scale);
    boolean oneLimb = largest <= first.value() >>> 1;
    return newPlaintext(
        shape,
        level,
        scale,
        buffer -> {
          if (oneLimb) {
            lift(integers, level, extended, buffer);
          } else {
            transform(integers, level, extended, buffer);
          }
        });
  }

  private double toCoefficients(Parts parts, double scale, double[] integers) {
    if (gap == 1) {
      return slotEncoder.toCoefficients(parts.re, parts.im, scale, integers);
    }
    double[] few = new double[2 * slots()];
    double bound = slotEncoder.toCoefficients(parts.re, parts.im, scale, few);
    for (int i = 0; i < few.length; i++) {
      integers[i * gap] = few[i];
    }
    return bound;
  }

  private void toSlots(double[] integers, double scale, double[] re, double[] im) {
    for (int i = 0; i < 2 * slots(); i++) {
      integers[i] = integers[i * gap];
    }
    slotEncoder.toSlots(integers, scale, re, im);
  }

  private void requireFits(double largest, int level, double scale) {
    BigInteger q = parameters.chain().atLevel(level).product();
    if (new BigDecimal(largest).toBigInteger().shiftLeft(1).compareTo(q) >= 0) {
      throw new EncodingException(
          "coefficients up to 2^%.2f at scale %s do not fit the 2^%.2f of level %d"
              .formatted(
                  Scales.log2(largest), Scales.format(scale), parameters.logQ(level), level));
    }
  }

  private interface Fill {
    void into(DeviceBuffer buffer);
  }

  private Plaintext newPlaintext(RnsShape shape, int level, double scale, Fill fill) {
    DeviceBuffer buffer = context.device().allocate(shape);
    try {
      fill.into(buffer);
      return new Plaintext(parameters, buffer, level, scale);
    } catch (RuntimeException e) {
      buffer.close();
      throw e;
    }
  }

  private void lift(double[][] integers, int level, boolean extended, DeviceBuffer out) {
    RnsBasis first = out.shape().basis().range(0, 1);
    long[] words = scratch.takeWords(integers.length * parameters.degree());
    for (int item = 0; item < integers.length; item++) {
      Residues.ofSmall(integers[item], first.get(0), words, item * parameters.degree());
    }
    run(new LiftKey(level, integers.length, extended), out, first, words, Lift::signedInto);
    scratch.giveBack(words);
  }

  private void transform(double[][] integers, int level, boolean extended, DeviceBuffer out) {
    RnsBasis basis = out.shape().basis();
    long[] words = scratch.takeWords(Math.toIntExact(out.shape().words()));
    for (int item = 0; item < integers.length; item++) {
      for (int limb = 0; limb < basis.size(); limb++) {
        int row = out.shape().row(item, 0, limb);
        Residues.of(integers[item], basis.get(limb), words, row * parameters.degree());
      }
    }
    run(
        new TransformKey(level, integers.length, extended),
        out,
        basis,
        words,
        GraphBuilder::nttInto);
    scratch.giveBack(words);
  }

  private interface Transformation {
    RnsView<Eval> record(GraphBuilder graph, RnsView<Coeff> in, RnsView<Eval> out);
  }

  private void run(
      Object key, DeviceBuffer out, RnsBasis basis, long[] words, Transformation transformation) {
    RnsShape shape = out.shape();
    RnsShape inShape = shape.withDomain(Domain.COEFF).withBasis(basis);
    try (DeviceBuffer in = context.device().allocate(inShape)) {
      in.upload(words);
      context
          .graphs()
          .run(
              key,
              () -> {
                GraphBuilder graph = CommandGraph.builder(shape.logN(), shape.batch());
                transformation.record(
                    graph,
                    graph.input("coefficients", Domain.COEFF, 1, basis),
                    graph.output("plaintext", Domain.EVAL, 1, shape.basis()));
                return graph.build();
              },
              bindings -> bindings.bind("coefficients", in).bind("plaintext", out));
    }
  }

  /// Sets `words` to the coefficients' residues modulo the level's primes.
  private void coefficients(Plaintext plaintext, long[] words) {
    RnsShape shape = plaintext.buffer().shape();
    RnsBasis kept = parameters.chain().atLevel(plaintext.level());
    RnsShape outShape = shape.withDomain(Domain.COEFF).withBasis(kept);
    try (DeviceBuffer out = context.device().allocate(outShape)) {
      context
          .graphs()
          .run(
              new InverseKey(plaintext.level(), plaintext.batch(), plaintext.extended()),
              () -> {
                GraphBuilder graph = CommandGraph.builder(shape.logN(), shape.batch());
                RnsView<Eval> in = graph.input("plaintext", Domain.EVAL, 1, shape.basis());
                RnsView<Coeff> result = graph.output("coefficients", Domain.COEFF, 1, kept);
                graph.inttInto(in.restrict(kept), result);
                return graph.build();
              },
              bindings -> bindings.bind("plaintext", plaintext.buffer()).bind("coefficients", out));
      out.download(MemorySegment.ofArray(words));
    }
  }
}
