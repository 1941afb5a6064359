package io.cloakwork.ckks;

import io.cloakwork.ckks.encoding.CentredReconstruction;
import io.cloakwork.ckks.encoding.SlotEncoder;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.uniform.UniformRows;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Keys, encryption and decryption written straight from the definitions, on the host, from a
/// seeded generator that is no good for secrets: the evaluator's independent counterpart.
final class TestClient {

  private static final double SIGMA = 3.2;

  private final Parameters parameters;
  private final Device device;
  private final HostRing ring;
  private final SlotEncoder slotEncoder;
  private final SplittableRandom random;
  private final long[] secret;

  TestClient(CkksContext context, long seed) {
    this.parameters = context.parameters();
    this.device = context.device();
    this.ring = new HostRing(parameters.logN());
    this.slotEncoder = new SlotEncoder(parameters.logN(), parameters.galoisGenerator());
    this.random = new SplittableRandom(seed);
    this.secret = new long[parameters.degree()];
    Arrays.setAll(secret, _ -> random.nextInt(3) - 1);
  }

  /// Random slots in the unit square.
  SlotVector randomSlots() {
    double[] re = new double[parameters.slots()];
    double[] im = new double[parameters.slots()];
    Arrays.setAll(re, _ -> random.nextDouble(-1, 1));
    Arrays.setAll(im, _ -> random.nextDouble(-1, 1));
    return SlotVector.complex(re, im);
  }

  Ciphertext encrypt(SlotVector slots) {
    return encrypt(List.of(slots), parameters.maxLevel(), parameters.defaultScale());
  }

  Ciphertext encrypt(List<SlotVector> items, int level, double scale) {
    RnsShape shape = Ciphertext.shape(parameters, level, 2, items.size());
    long[] words = new long[(int) shape.words()];
    for (int item = 0; item < items.size(); item++) {
      double[] message = new double[parameters.degree()];
      SlotVector slots = items.get(item);
      slotEncoder.toCoefficients(slots.re(), slots.im(), scale, message);
      long[] error = error();
      for (int limb = 0; limb <= level; limb++) {
        Modulus q = shape.basis().get(limb);
        long[] masked = residues(error, q);
        for (int j = 0; j < masked.length; j++) {
          masked[j] = q.add(masked[j], q.reduce((long) message[j]));
        }
        long[] a = uniform(q);
        put(words, shape, shape.row(item, 1, limb), a);
        put(
            words,
            shape,
            shape.row(item, 0, limb),
            minusProduct(q, ring.ntt(q, masked), a, secretIn(q)));
      }
    }
    return new Ciphertext(parameters, upload(shape, words), level, scale);
  }

  /// The slots of every item.
  List<SlotVector> decrypt(Ciphertext ciphertext) {
    RnsShape shape = ciphertext.buffer().shape();
    long[] words = ciphertext.buffer().download();
    int degree = parameters.degree();
    List<SlotVector> items = new ArrayList<>();
    for (int item = 0; item < ciphertext.batch(); item++) {
      long[] message = new long[shape.limbs() * degree];
      for (int limb = 0; limb < shape.limbs(); limb++) {
        Modulus q = shape.basis().get(limb);
        long[] s = secretIn(q);
        long[] value = new long[degree];
        for (int poly = shape.polys() - 1; poly >= 0; poly--) {
          int from = shape.row(item, poly, limb) * degree;
          for (int j = 0; j < degree; j++) {
            value[j] = q.add(q.multiply(value[j], s[j]), words[from + j]);
          }
        }
        System.arraycopy(ring.intt(q, value), 0, message, limb * degree, degree);
      }
      double[] integers = new double[degree];
      new CentredReconstruction(shape.basis()).toDoubles(message, 0, integers);
      double[] re = new double[parameters.slots()];
      double[] im = new double[parameters.slots()];
      slotEncoder.toSlots(integers, ciphertext.scale(), re, im);
      items.add(SlotVector.complex(re, im));
    }
    return items;
  }

  /// Keys at the levels of `request`.
  EvaluationKeys answer(KeyRequest request) {
    List<KeySwitchKey> keys = new ArrayList<>();
    for (Map.Entry<KeyId, Integer> entry : request.levels().entrySet()) {
      keys.add(key(entry.getKey(), entry.getValue()));
    }
    return new EvaluationKeys(parameters, keys);
  }

  /// b_d = −a_d·t + e_d + P·g_d·f, from f to t.
  KeySwitchKey key(KeyId id, int level) {
    RnsShape shape = KeySwitchKey.shape(parameters, level);
    long[] words = new long[(int) shape.words()];
    BigInteger p = parameters.chain().specialP().product();
    for (Parameters.Digit digit : parameters.digits(level)) {
      long[] error = error();
      for (int limb = 0; limb < shape.limbs(); limb++) {
        Modulus q = shape.basis().get(limb);
        long[] a = uniform(q);
        long[] b = ring.ntt(q, residues(error, q));
        b = minusProduct(q, b, a, to(id, q));
        if (limb >= digit.from() && limb < digit.to()) {
          long factor = q.reduce(p);
          long[] from = from(id, q);
          for (int j = 0; j < b.length; j++) {
            b[j] = q.add(b[j], q.multiply(factor, from[j]));
          }
        }
        put(words, shape, shape.row(0, 2 * digit.index(), limb), b);
        put(words, shape, shape.row(0, 2 * digit.index() + 1, limb), a);
      }
    }
    byte[] noSeed = new byte[UniformRows.SEED_BYTES];
    return new KeySwitchKey(parameters, id, level, upload(shape, words), noSeed);
  }

  private long[] from(KeyId id, Modulus q) {
    return switch (id) {
      case KeyId.Relinearization _ -> {
        long[] s = secretIn(q);
        Arrays.setAll(s, j -> q.multiply(s[j], s[j]));
        yield s;
      }
      case KeyId.Galois _ -> secretIn(q);
    };
  }

  private long[] to(KeyId id, Modulus q) {
    return switch (id) {
      case KeyId.Relinearization _ -> secretIn(q);
      case KeyId.Galois galois -> {
        GaloisElement inverse = galois.element().inverse();
        long[] image = new long[secret.length];
        for (int i = 0; i < image.length; i++) {
          int target = inverse.coeffTarget(i);
          boolean negated = target >= image.length;
          image[target & (image.length - 1)] = negated ? -secret[i] : secret[i];
        }
        yield ring.ntt(q, residues(image, q));
      }
    };
  }

  private long[] secretIn(Modulus q) {
    return ring.ntt(q, residues(secret, q));
  }

  /// b − a·s, value by value.
  private static long[] minusProduct(Modulus q, long[] b, long[] a, long[] s) {
    long[] result = new long[b.length];
    Arrays.setAll(result, j -> q.subtract(b[j], q.multiply(a[j], s[j])));
    return result;
  }

  private static long[] residues(long[] integers, Modulus q) {
    return Arrays.stream(integers).map(q::reduce).toArray();
  }

  private long[] error() {
    long[] error = new long[parameters.degree()];
    Arrays.setAll(error, _ -> Math.round(random.nextGaussian() * SIGMA));
    return error;
  }

  private long[] uniform(Modulus q) {
    return random.longs(parameters.degree(), 0, q.value()).toArray();
  }

  private static void put(long[] words, RnsShape shape, int row, long[] values) {
    System.arraycopy(values, 0, words, row * shape.degree(), values.length);
  }

  private DeviceBuffer upload(RnsShape shape, long[] words) {
    DeviceBuffer buffer = device.allocate(shape);
    buffer.upload(words);
    return buffer;
  }
}
