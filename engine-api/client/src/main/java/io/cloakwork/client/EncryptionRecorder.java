package io.cloakwork.client;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.client.sampling.CentredBinomial;
import io.cloakwork.client.sampling.SmallDistribution;
import io.cloakwork.client.sampling.Ternary;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;

/// Records encryption and decryption of a batch under one key.
final class EncryptionRecorder {

  /// Names of inputs and outputs.
  static final String KEY = "key";

  static final String MESSAGE = "message";
  static final String UNIFORM = "uniform";
  static final String ERROR = "error";
  static final String MASK = "mask";
  static final String CIPHERTEXT = "ciphertext";

  /// What determines a graph.
  ///
  /// @param operation which of the graphs of this class
  record Structure(String parametersId, String operation, int level, int batch, int size) {}

  /// One of the encryptions of this class.
  interface Encryption {
    CommandGraph record(Parameters parameters, int level, int batch);
  }

  private final Parameters parameters;
  private final GraphBuilder graph;
  private final RnsBasis basis;

  private EncryptionRecorder(Parameters parameters, int level, int batch) {
    this.parameters = parameters;
    this.graph = CommandGraph.builder(parameters.logN(), batch);
    this.basis = parameters.chain().atLevel(level);
  }

  /// (−a·s + e + m, a).
  static CommandGraph withSecretKey(Parameters parameters, int level, int batch) {
    EncryptionRecorder recorder = new EncryptionRecorder(parameters, level, batch);
    recorder.recordWithSecretKey();
    return recorder.graph.build();
  }

  /// (b·u + e_0 + m, a·u + e_1) with u ternary.
  static CommandGraph withPublicKey(Parameters parameters, int level, int batch) {
    EncryptionRecorder recorder = new EncryptionRecorder(parameters, level, batch);
    recorder.recordWithPublicKey();
    return recorder.graph.build();
  }

  /// c_0 + s·(c_1 + s·c_2).
  static CommandGraph decryption(Parameters parameters, int level, int batch, int size) {
    EncryptionRecorder recorder = new EncryptionRecorder(parameters, level, batch);
    recorder.recordDecryption(size);
    return recorder.graph.build();
  }

  private void recordWithSecretKey() {
    RnsView<Eval> minusSecret = graph.neg(secret());
    RnsView<Eval> message = graph.input(MESSAGE, Domain.EVAL, 1, basis);
    RnsView<Eval> uniform = graph.input(UNIFORM, Domain.EVAL, 1, basis);
    RnsView<Eval> error = small(ERROR, 1, CentredBinomial.ERROR);
    RnsView<Eval> out = graph.output(CIPHERTEXT, Domain.EVAL, 2, basis);
    graph.mulAddInto(uniform, minusSecret, graph.add(error, message), out.poly(0));
    graph.copyInto(uniform, out.poly(1));
  }

  private void recordWithPublicKey() {
    RnsView<Eval> key =
        graph.sharedInput(KEY, Domain.EVAL, 2, PublicKey.shape(parameters).basis()).restrict(basis);
    RnsView<Eval> message = graph.input(MESSAGE, Domain.EVAL, 1, basis);
    RnsView<Eval> mask = small(MASK, 1, Ternary.UNIFORM);
    RnsView<Eval> errors = small(ERROR, 2, CentredBinomial.ERROR);
    RnsView<Eval> out = graph.output(CIPHERTEXT, Domain.EVAL, 2, basis);
    graph.mulAddInto(mask, key.poly(0), graph.add(errors.poly(0), message), out.poly(0));
    graph.mulAddInto(mask, key.poly(1), errors.poly(1), out.poly(1));
  }

  private void recordDecryption(int size) {
    RnsView<Eval> secret = secret();
    RnsView<Eval> ciphertext = graph.input(CIPHERTEXT, Domain.EVAL, size, basis);
    RnsView<Eval> out = graph.output(MESSAGE, Domain.EVAL, 1, basis);
    RnsView<Eval> sum = ciphertext.poly(size - 1);
    for (int poly = size - 2; poly > 0; poly--) {
      sum = graph.mulAdd(sum, secret, ciphertext.poly(poly));
    }
    graph.mulAddInto(sum, secret, ciphertext.poly(0), out);
  }

  private RnsView<Eval> secret() {
    return graph
        .sharedInput(KEY, Domain.EVAL, 1, SecretKey.shape(parameters).basis())
        .restrict(basis);
  }

  private RnsView<Eval> small(String name, int polys, SmallDistribution distribution) {
    RnsView<Coeff> biased = graph.input(name, Domain.COEFF, polys, SmallPolynomials.carrier(basis));
    RnsView<Eval> lifted = graph.temporary(Domain.EVAL, polys, basis);
    return SmallPolynomials.liftInto(graph, biased, distribution, lifted);
  }
}
