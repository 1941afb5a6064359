package io.cloakwork.serve.host;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.NetworkWorkspace;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs a network on zeros under keys of zeros: exact arithmetic takes as long on them as on
/// anything else. Keys of one level share one buffer.
final class WarmUp implements AutoCloseable {

  private static final int SEED_BYTES = 32;

  private final CkksContext context;
  private final CompiledNetwork network;
  private final Map<Integer, DeviceBuffer> keyBuffers = new HashMap<>();

  private WarmUp(CkksContext context, CompiledNetwork network) {
    this.context = context;
    this.network = network;
  }

  /// Runs so often; the seconds that the fastest run took.
  static double seconds(
      CkksContext context,
      CompiledNetwork network,
      NetworkWorkspace workspace,
      int inputs,
      int runs) {
    double fastest = Double.POSITIVE_INFINITY;
    try (WarmUp zeros = new WarmUp(context, network);
        Ciphertext input = zeros.input(inputs)) {
      EvaluationKeys keys = zeros.keys();
      for (int i = 0; i < runs; i++) {
        long start = System.nanoTime();
        workspace.run(keys, input).close();
        fastest = Math.min(fastest, (System.nanoTime() - start) * 1e-9);
      }
    }
    return fastest;
  }

  private Ciphertext input(int inputs) {
    CipherForm form = network.program().inputForm();
    int ciphertexts = inputs * form.ciphertexts();
    RnsShape shape =
        Ciphertext.shape(network.parameters(), form.level(), Ciphertext.LINEAR_SIZE, ciphertexts);
    return new Ciphertext(network.parameters(), zeros(shape), form.level(), form.scale());
  }

  private EvaluationKeys keys() {
    List<KeySwitchKey> keys = new ArrayList<>();
    for (Map.Entry<KeyId, Integer> key : network.keys().levels().entrySet()) {
      int level = key.getValue();
      DeviceBuffer buffer =
          keyBuffers.computeIfAbsent(
              level, l -> zeros(KeySwitchKey.shape(network.parameters(), l)));
      keys.add(
          new KeySwitchKey(
              network.parameters(), key.getKey(), level, buffer, new byte[SEED_BYTES]));
    }
    return new EvaluationKeys(network.parameters(), keys);
  }

  private DeviceBuffer zeros(RnsShape shape) {
    DeviceBuffer buffer = context.device().allocate(shape);
    MemorySegment row = MemorySegment.ofArray(new long[shape.degree()]);
    for (int item = 0; item < shape.batch(); item++) {
      for (int poly = 0; poly < shape.polys(); poly++) {
        for (int limb = 0; limb < shape.limbs(); limb++) {
          buffer.upload(item, poly, limb, row);
        }
      }
    }
    return buffer;
  }

  @Override
  public void close() {
    keyBuffers.values().forEach(DeviceBuffer::close);
  }
}
