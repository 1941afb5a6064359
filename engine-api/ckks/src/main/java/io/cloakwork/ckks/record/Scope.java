package io.cloakwork.ckks.record;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.MissingKeyException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What the families of algorithms share while one graph is recorded: the builder, the keys used so
/// far, and where the next result goes.
final class Scope {

  final Parameters parameters;
  final GraphBuilder graph;
  final Map<String, CipherRef> outputs = new LinkedHashMap<>();
  private final KeyLevels keyLevels;
  private final Map<KeyId, RnsView<Eval>> keyInputs = new HashMap<>();
  private final TreeMap<KeyId, Integer> keysUsed = new TreeMap<>();
  private String nextOutput;

  Scope(Parameters parameters, GraphBuilder graph, KeyLevels keyLevels) {
    this.parameters = parameters;
    this.graph = graph;
    this.keyLevels = keyLevels;
  }

  /// q_0 … q_level.
  RnsBasis basis(int level) {
    return parameters.chain().atLevel(level);
  }

  /// q_0 … q_level and the special primes.
  RnsBasis extended(int level) {
    return parameters.chain().extendedAtLevel(level);
  }

  RnsBasis special() {
    return parameters.chain().specialP();
  }

  RnsView<Eval> temporary(int polys, RnsBasis basis) {
    return graph.temporary(Domain.EVAL, polys, basis);
  }

  /// Where an operation puts its result: the output announced before it, else a temporary. Called
  /// once by every operation, after its own checks.
  CipherRef result(int polys, int level, double scale) {
    if (nextOutput == null) {
      return new CipherRef(temporary(polys, basis(level)), level, scale);
    }
    RnsView<Eval> view = graph.output(nextOutput, Domain.EVAL, polys, basis(level));
    CipherRef result = new CipherRef(view, level, scale);
    outputs.put(nextOutput, result);
    nextOutput = null;
    return result;
  }

  void announceOutput(String name) {
    requireNoAnnouncedOutput();
    nextOutput = name;
  }

  void requireNoAnnouncedOutput() {
    if (nextOutput != null) {
      throw new IllegalStateException("output '" + nextOutput + "' was announced but not written");
    }
  }

  /// (b_d, a_d) of a key for digit `digit`, over the extended basis of `level`.
  RnsView<Eval> keyDigit(KeyId id, int digit, int level) {
    int stored = keyLevels.levelOf(id);
    if (stored < level) {
      throw new MissingKeyException(
          "key %s is stored at level %d, level %d is needed".formatted(id, stored, level));
    }
    keysUsed.merge(id, level, Math::max);
    RnsView<Eval> key =
        keyInputs.computeIfAbsent(
            id,
            _ ->
                graph.sharedInput(
                    id.inputName(),
                    Domain.EVAL,
                    2 * parameters.digits(stored).size(),
                    extended(stored)));
    return key.polys(2 * digit, 2).restrict(extended(level));
  }

  KeyRequest keyRequest() {
    return new KeyRequest(parameters.id(), keysUsed);
  }
}
