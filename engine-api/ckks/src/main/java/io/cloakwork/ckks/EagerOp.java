package io.cloakwork.ckks;

import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.ckks.record.PlainRef;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One eager operation: its operands, the structure that finds its executable again, and the run.
///
/// Everything that shapes the graph is part of the structure, so what the recorder refuses is
/// refused every time. Scales do not shape most graphs: recorded graphs carry a nominal one, and
/// the evaluator checks the real ones.
final class EagerOp {

  private static final double NOMINAL_SCALE = 1;

  /// Records the operation over the operands, in the order in which they were given.
  interface Body {
    /// Writes the outputs "0", "1", … .
    void record(CkksRecorder recorder, List<CipherRef> ciphers, List<PlainRef> plains);
  }

  private record Structure(String name, int batch, List<Object> details) {}

  private final CkksContext context;
  private final String name;
  private final List<Ciphertext> ciphers = new ArrayList<>();
  private final List<Plaintext> plains = new ArrayList<>();
  private final SortedMap<KeyId, KeySwitchKey> keys = new TreeMap<>();
  private final List<Object> details = new ArrayList<>();
  private boolean nominalScales = true;

  EagerOp(CkksContext context, String name) {
    this.context = context;
    this.name = name;
  }

  /// Adds a ciphertext; all have the batch of the first.
  EagerOp cipher(Ciphertext a) {
    context.parameters().requireSame(a.parameters(), "ciphertext");
    if (!ciphers.isEmpty() && ciphers.getFirst().batch() != a.batch()) {
      throw new OperandMismatchException(
          "%s: batches of %d and %d".formatted(name, ciphers.getFirst().batch(), a.batch()));
    }
    ciphers.add(a);
    details.add(a.level());
    details.add(a.size());
    return this;
  }

  /// Adds a plaintext, of one item or of the ciphertexts' batch.
  EagerOp plain(Plaintext b) {
    context.parameters().requireSame(b.parameters(), "plaintext");
    int batch = ciphers.getFirst().batch();
    if (b.batch() != 1 && (b.batch() != batch || b.extended())) {
      throw new OperandMismatchException(
          "%s: a ciphertext batch of %d and a plaintext batch of %d"
              .formatted(name, batch, b.batch()));
    }
    plains.add(b);
    details.add(b.level());
    details.add(b.batch());
    details.add(b.extended());
    return this;
  }

  /// Adds a key.
  EagerOp key(KeySwitchKey key) {
    if (keys.put(key.id(), key) == null) {
      details.add(key.id());
      details.add(key.level());
    }
    return this;
  }

  /// Makes scales part of the structure, for a graph whose scalars depend on them; `scales` are all
  /// that it depends on.
  EagerOp atScales(double... scales) {
    nominalScales = false;
    details.add(Arrays.stream(scales).boxed().toList());
    return this;
  }

  /// Adds whatever else shapes the graph: a value.
  EagerOp detail(Object detail) {
    details.add(detail);
    return this;
  }

  /// Runs the operation, compiled once for its structure; the outputs' buffers.
  List<DeviceBuffer> run(Body body) {
    Structure structure = new Structure(name, ciphers.getFirst().batch(), List.copyOf(details));
    List<DeviceBuffer> outputs = new ArrayList<>();
    try {
      context
          .graphs()
          .run(
              structure,
              () -> record(body, nominalScales),
              (graph, bindings) -> bind(graph, bindings, outputs));
      return outputs;
    } catch (RuntimeException e) {
      outputs.forEach(DeviceBuffer::close);
      throw e;
    }
  }

  /// Runs an operation whose graph carries values, such as scalars, and is not kept.
  List<DeviceBuffer> runOnce(Body body) {
    CommandGraph graph = record(body, false);
    List<DeviceBuffer> outputs = new ArrayList<>();
    try {
      context.graphs().runOnce(graph, bindings -> bind(graph, bindings, outputs));
      return outputs;
    } catch (RuntimeException e) {
      outputs.forEach(DeviceBuffer::close);
      throw e;
    }
  }

  private CommandGraph record(Body body, boolean nominal) {
    KeyLevels levels = id -> keys.get(id).level();
    CkksRecorder recorder =
        new CkksRecorder(context.parameters(), ciphers.getFirst().batch(), levels);
    List<CipherRef> cipherRefs = new ArrayList<>();
    for (Ciphertext a : ciphers) {
      double scale = nominal ? NOMINAL_SCALE : a.scale();
      String input = "cipher" + cipherRefs.size();
      cipherRefs.add(recorder.input(input, a.level(), scale, a.size()));
    }
    List<PlainRef> plainRefs = new ArrayList<>();
    for (Plaintext b : plains) {
      double scale = nominal ? NOMINAL_SCALE : b.scale();
      plainRefs.add(declare(recorder, "plain" + plainRefs.size(), b, scale));
    }
    body.record(recorder, cipherRefs, plainRefs);
    return recorder.build().graph();
  }

  private static PlainRef declare(CkksRecorder recorder, String input, Plaintext b, double scale) {
    if (b.extended()) {
      return recorder.extendedPlainInput(input, b.level(), scale);
    }
    return b.batch() == 1
        ? recorder.plainInput(input, b.level(), scale)
        : recorder.plainBatchInput(input, b.level(), scale);
  }

  private void bind(CommandGraph graph, Bindings bindings, List<DeviceBuffer> outputs) {
    Map<String, DeviceBuffer> buffers = new LinkedHashMap<>();
    for (int i = 0; i < ciphers.size(); i++) {
      buffers.put("cipher" + i, ciphers.get(i).buffer());
    }
    for (int i = 0; i < plains.size(); i++) {
      buffers.put("plain" + i, plains.get(i).buffer());
    }
    keys.forEach((id, key) -> buffers.put(id.inputName(), key.buffer()));
    for (var value : graph.boundValues()) {
      DeviceBuffer buffer = buffers.get(value.name());
      if (buffer != null) {
        bindings.bind(value.name(), buffer);
      } else {
        DeviceBuffer output = context.device().allocate(value.shape());
        outputs.add(output);
        bindings.bind(value.name(), output);
      }
    }
  }
}
