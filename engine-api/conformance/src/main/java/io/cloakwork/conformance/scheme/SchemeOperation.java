package io.cloakwork.conformance.scheme;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.Evaluator;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.InnerSumPlan;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.linear.StepCost;
import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.client.PublicKeyEncryptor;
import io.cloakwork.spi.device.DeviceBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is computed, and which buffers are compared. Everything starts from keys and messages that
/// are made on the device too, so each operation stands on the ones before it.
enum SchemeOperation {
  ENCODE("encode") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      return List.of(setting.plaintext(setting.level()).buffer(), setting.plaintext(0).buffer());
    }
  },
  PUBLIC_KEY("public-key") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      return List.of(setting.own(setting.generator().publicKey()).buffer());
    }
  },
  SWITCHING_KEYS("switching-keys") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      var generator = setting.generator();
      var element = setting.parameters.rotation(3);
      return List.of(
          setting.own(generator.relinearizationKey(setting.level())).buffer(),
          setting.own(generator.galoisKey(element, setting.level())).buffer(),
          setting.own(generator.galoisKey(element, 1)).buffer());
    }
  },
  ENCRYPT_SECRET("encrypt-secret-key") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      return List.of(setting.ciphertext(setting.level()).buffer(), setting.ciphertext(1).buffer());
    }
  },
  ENCRYPT_PUBLIC("encrypt-public-key") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      PublicKey key = setting.own(setting.generator().publicKey());
      var encryptor = setting.own(new PublicKeyEncryptor(setting.context, key, setting.entropy()));
      var message = setting.plaintext(setting.level());
      return List.of(setting.own(encryptor.encrypt(message)).buffer());
    }
  },
  DECRYPT("decrypt") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      Ciphertext a = setting.ciphertext(setting.level());
      Ciphertext square = setting.own(setting.evaluator().square(a));
      return List.of(
          setting.own(setting.decryptor.decrypt(a)).buffer(),
          setting.own(setting.decryptor.decrypt(square)).buffer());
    }
  },
  ADD("add") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      Evaluator evaluator = setting.evaluator();
      Ciphertext a = setting.ciphertext(setting.level());
      Ciphertext b = setting.ciphertext(setting.level());
      return buffers(
          setting,
          evaluator.add(a, b),
          evaluator.sub(a, b),
          evaluator.negate(a),
          evaluator.addPlain(a, setting.plaintext(setting.level())),
          evaluator.addScalar(a, 0.75));
    }
  },
  MULTIPLY("multiply") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      Evaluator evaluator = setting.evaluator();
      Ciphertext a = setting.ciphertext(setting.level());
      return buffers(
          setting,
          evaluator.multiply(a, setting.ciphertext(setting.level())),
          evaluator.square(a),
          evaluator.multiplyPlain(a, setting.plaintext(setting.level())),
          evaluator.multiplyScalar(a, -1.25, setting.parameters.defaultScale()));
    }
  },
  RELINEARIZE("relinearize") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      Evaluator evaluator = setting.evaluator(KeyId.relinearization());
      Ciphertext high = setting.own(evaluator.square(setting.ciphertext(setting.level())));
      Ciphertext low = setting.own(evaluator.square(setting.ciphertext(1)));
      return buffers(setting, evaluator.relinearize(high), evaluator.relinearize(low));
    }
  },
  RESCALE("rescale") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      Evaluator evaluator = setting.evaluator();
      Ciphertext once = setting.own(evaluator.rescale(setting.ciphertext(setting.level())));
      return buffers(setting, evaluator.rescale(once), evaluator.dropLevel(once, 0));
    }
  },
  MULTIPLY_RELINEARIZE_RESCALE("multiply-relinearize-rescale") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      Evaluator evaluator = setting.evaluator(KeyId.relinearization());
      Ciphertext a = setting.ciphertext(setting.level());
      Ciphertext product =
          setting.own(evaluator.multiplyRelinearizeRescale(a, setting.ciphertext(setting.level())));
      return buffers(setting, evaluator.multiplyRelinearizeRescale(product, product));
    }
  },
  ROTATE("rotate") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      Evaluator evaluator = setting.evaluator(setting.rotations(1, -2));
      return buffers(
          setting,
          evaluator.rotate(setting.ciphertext(setting.level()), 1),
          evaluator.rotate(setting.ciphertext(1), -2));
    }
  },
  ROTATE_HOISTED("rotate-hoisted") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      int[] steps = {1, 2, 3, -1};
      Evaluator evaluator = setting.evaluator(setting.rotations(steps));
      Ciphertext a = setting.ciphertext(setting.level());
      return buffers(setting, evaluator.rotateHoisted(a, steps).toArray(Ciphertext[]::new));
    }
  },
  CONJUGATE("conjugate") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      Evaluator evaluator = setting.evaluator(KeyId.galois(setting.parameters.conjugation()));
      return buffers(setting, evaluator.conjugate(setting.ciphertext(setting.level())));
    }
  },
  LINEAR_TRANSFORM("linear-transform") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      LinearTransform transform = banded(setting);
      BsgsPlan plan = transform.plan(StepCost.at(setting.parameters, setting.level()));
      int[] steps = plan.rotations().stream().mapToInt(Integer::intValue).toArray();
      Evaluator evaluator = setting.evaluator(setting.rotations(steps));
      Ciphertext a = setting.ciphertext(setting.level());
      return buffers(setting, evaluator.linearTransform(a, transform));
    }
  },
  INNER_SUM("inner-sum") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      // Two steps of four rotations, and one rotation added to the argument.
      InnerSumPlan hoisted = InnerSumPlan.of(1, 16, new StepCost(1, 5));
      InnerSumPlan odd = InnerSumPlan.of(-1, 19, new StepCost(1, 5));
      TreeSet<Integer> steps = new TreeSet<>(hoisted.rotations());
      steps.addAll(odd.rotations());
      int[] all = steps.stream().mapToInt(Integer::intValue).toArray();
      Evaluator evaluator = setting.evaluator(setting.rotations(all));
      Ciphertext a = setting.ciphertext(setting.level());
      return buffers(setting, evaluator.innerSum(a, hoisted), evaluator.innerSum(a, odd));
    }
  },
  POLYNOMIAL("polynomial") {
    @Override
    List<DeviceBuffer> run(SchemeSetting setting) {
      Evaluator evaluator = setting.evaluator(KeyId.relinearization());
      Ciphertext a = setting.ciphertext(setting.level());
      SlotPolynomial uniform = SlotPolynomial.uniform(Basis.CHEBYSHEV, 0.25, -0.5, 0.125, 0.75);
      List<SlotVector> coefficients = new ArrayList<>();
      for (int k = 0; k <= 3; k++) {
        coefficients.add(SlotVector.real(setting.values()[0]));
      }
      SlotPolynomial perSlot = SlotPolynomial.perSlot(Basis.POWER, coefficients);
      return buffers(setting, evaluator.polynomial(a, uniform), evaluator.polynomial(a, perSlot));
    }
  };

  private static final int DIAGONALS = 7;

  private final String label;

  SchemeOperation(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /// Computes on the setting's device; the setting owns the buffers.
  abstract List<DeviceBuffer> run(SchemeSetting setting);

  private static List<DeviceBuffer> buffers(SchemeSetting setting, Ciphertext... results) {
    for (Ciphertext result : results) {
      setting.own(result);
    }
    return List.of(results).stream().map(Ciphertext::buffer).toList();
  }

  /// A matrix with a few diagonals around the main one.
  private static LinearTransform banded(SchemeSetting setting) {
    TreeMap<Integer, SlotVector> diagonals = new TreeMap<>();
    for (int offset = 0; offset < DIAGONALS; offset++) {
      diagonals.put(offset, SlotVector.real(setting.values()[0]));
    }
    return LinearTransform.ofDiagonals(setting.parameters.slots(), diagonals);
  }
}
