package io.cloakwork.client;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Parameters.Digit;
import io.cloakwork.client.sampling.CentredBinomial;
import io.cloakwork.client.sampling.Ternary;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;

/// Records key generation. One graph serves every Galois key of a level: the rotated secret is an
/// input, not a command with an element of its own.
final class KeyRecorder {

  /// Names of inputs and outputs.
  static final String SECRET = "secret";

  static final String TARGET = "target";
  static final String UNIFORM = "uniform";
  static final String ERROR = "error";
  static final String KEY = "key";

  private final Parameters parameters;
  private final ModulusChain chain;
  private final GraphBuilder graph;

  private KeyRecorder(Parameters parameters) {
    this.parameters = parameters;
    this.chain = parameters.chain();
    this.graph = CommandGraph.builder(parameters.logN(), 1);
  }

  /// What determines the graph of a key.
  record Structure(String parametersId, boolean relinearization, int level) {
    static Structure of(Parameters parameters, KeyId id, int level) {
      return new Structure(parameters.id(), id instanceof KeyId.Relinearization, level);
    }
  }

  /// What determines the graph of a public key.
  record PublicStructure(String parametersId) {}

  /// b_d = −a_d·t + e_d + P·g_d·s' for all digits, with s' → t as [KeyId] says.
  static CommandGraph switchingKey(Parameters parameters, KeyId id, int level) {
    KeyRecorder recorder = new KeyRecorder(parameters);
    recorder.recordSwitchingKey(id, level);
    return recorder.graph.build();
  }

  /// b = −a·s + e over the chain.
  static CommandGraph publicKey(Parameters parameters) {
    KeyRecorder recorder = new KeyRecorder(parameters);
    recorder.recordPublicKey();
    return recorder.graph.build();
  }

  private void recordSwitchingKey(KeyId id, int level) {
    RnsBasis basis = chain.extendedAtLevel(level);
    List<Digit> digits = parameters.digits(level);
    RnsView<Eval> secret = graph.input(SECRET, Domain.EVAL, 1, SecretKey.shape(parameters).basis());
    RnsView<Eval> minusTarget = graph.neg(target(id, secret, basis));
    RnsView<Eval> message = message(id, secret.restrict(chain.atLevel(level)));
    RnsView<Eval> uniform = graph.input(UNIFORM, Domain.EVAL, digits.size(), basis);
    RnsView<Eval> errors = errors(digits.size(), basis);
    RnsView<Eval> key = graph.output(KEY, Domain.EVAL, 2 * digits.size(), basis);
    for (Digit digit : digits) {
      int d = digit.index();
      RnsBasis own = basis.range(digit.from(), digit.to());
      RnsBasis others = without(basis, own);
      RnsView<Eval> noisy = graph.add(errors.poly(d).restrict(own), message.restrict(own));
      RnsView<Eval> b = key.poly(2 * d);
      encryptInto(uniform.poly(d), minusTarget, noisy, b.restrict(own));
      encryptInto(
          uniform.poly(d), minusTarget, errors.poly(d).restrict(others), b.restrict(others));
      graph.copyInto(uniform.poly(d), key.poly(2 * d + 1));
    }
  }

  /// a·(−t) + payload on the limbs of `out`.
  private void encryptInto(
      RnsView<Eval> a, RnsView<Eval> minusTarget, RnsView<Eval> payload, RnsView<Eval> out) {
    RnsBasis limbs = out.basis();
    graph.mulAddInto(a.restrict(limbs), minusTarget.restrict(limbs), payload, out);
  }

  /// t, the secret that is switched to: s, or φ⁻¹(s) which comes as small coefficients.
  private RnsView<Eval> target(KeyId id, RnsView<Eval> secret, RnsBasis basis) {
    return switch (id) {
      case KeyId.Relinearization relinearization -> secret.restrict(basis);
      case KeyId.Galois galois -> {
        RnsView<Coeff> small =
            graph.input(TARGET, Domain.COEFF, 1, SmallPolynomials.carrier(basis));
        RnsView<Eval> lifted = graph.temporary(Domain.EVAL, 1, basis);
        yield SmallPolynomials.liftInto(graph, small, Ternary.UNIFORM, lifted);
      }
    };
  }

  /// P·s' on the limbs of the chain, where s' is the secret that is switched from: s² or s.
  private RnsView<Eval> message(KeyId id, RnsView<Eval> secret) {
    RnsView<Eval> from =
        switch (id) {
          case KeyId.Relinearization relinearization -> graph.mul(secret, secret);
          case KeyId.Galois galois -> secret;
        };
    return graph.mulScalar(from, Scalars.of(chain.specialP().product(), from.basis()));
  }

  private void recordPublicKey() {
    RnsBasis basis = chain.chainQ();
    RnsView<Eval> secret = graph.input(SECRET, Domain.EVAL, 1, SecretKey.shape(parameters).basis());
    RnsView<Eval> minusTarget = graph.neg(secret.restrict(basis));
    RnsView<Eval> uniform = graph.input(UNIFORM, Domain.EVAL, 1, basis);
    RnsView<Eval> key = graph.output(KEY, Domain.EVAL, 2, basis);
    encryptInto(uniform, minusTarget, errors(1, basis), key.poly(0));
    graph.copyInto(uniform, key.poly(1));
  }

  private RnsView<Eval> errors(int count, RnsBasis basis) {
    RnsView<Coeff> small = graph.input(ERROR, Domain.COEFF, count, SmallPolynomials.carrier(basis));
    RnsView<Eval> lifted = graph.temporary(Domain.EVAL, count, basis);
    return SmallPolynomials.liftInto(graph, small, CentredBinomial.ERROR, lifted);
  }

  private static RnsBasis without(RnsBasis basis, RnsBasis excluded) {
    List<Modulus> rest = new ArrayList<>(basis.moduli());
    rest.removeAll(excluded.moduli());
    return new RnsBasis(rest);
  }
}
