package io.cloakwork.compiler;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The memory of one run of a network: the values between its steps, with everything bound but the
/// keys and the input, which any client may bring. Not thread-safe: one run at a time.
public final class NetworkWorkspace implements AutoCloseable {

  private final CkksContext context;
  private final CompiledNetwork network;
  private final int batch;
  private final List<LoadedStep> steps;
  private final List<Bindings> bindings = new ArrayList<>();

  /// The values between steps: entry i is what step i writes. Each lives as long as the workspace,
  /// so that any later step may read it.
  private final List<DeviceBuffer> between = new ArrayList<>();

  private final List<InputUse> inputUses = new ArrayList<>();
  private final long[] nanos;

  /// What is bound now; null before the first run and after a binding that failed.
  private EvaluationKeys boundKeys;

  /// A step that reads the network's input.
  private record InputUse(Bindings bindings, String name) {}

  NetworkWorkspace(
      CkksContext context,
      CompiledNetwork network,
      List<LoadedStep> steps,
      List<Map<String, Plaintext>> weights,
      int batch) {
    this.context = context;
    this.network = network;
    this.batch = batch;
    this.steps = steps;
    this.nanos = new long[steps.size()];
    try {
      for (int i = 0; i < steps.size(); i++) {
        bindings.add(bind(i, weights.get(i)));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Bindings bind(int index, Map<String, Plaintext> weights) {
    LoadedStep step = steps.get(index);
    Bindings bound = step.executable().newBindings();
    weights.forEach((name, plain) -> bound.bind(name, plain.buffer()));
    List<Integer> operands = step.step().operands();
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) == CompiledProgram.INPUT) {
        inputUses.add(new InputUse(bound, SegmentRecording.input(i)));
      } else {
        bound.bind(SegmentRecording.input(i), between.get(operands.get(i)));
      }
    }
    if (index < steps.size() - 1) {
      DeviceBuffer buffer = context.device().allocate(shape(step.step().form()));
      between.add(buffer);
      bound.bind(SegmentRecording.OUTPUT, buffer);
    }
    return bound;
  }

  private RnsShape shape(CipherForm form) {
    int ciphertexts = form.times(batch).ciphertexts();
    return Ciphertext.shape(
        network.parameters(), form.level(), Ciphertext.LINEAR_SIZE, ciphertexts);
  }

  /// Runs the network to its end.
  public Ciphertext run(EvaluationKeys keys, Ciphertext input) {
    return run(keys, input, RunCheckpoint.NONE);
  }

  /// Runs the network under a client's keys. Keys that the last run used, too, cost nothing.
  ///
  /// @param keys stay the caller's
  /// @param input packed and encrypted as [CompiledNetwork#inputPacking()] says, that of each
  ///   request after the other; stays the caller's
  /// @param checkpoint asked before each step
  /// @return the encrypted outputs in the order of the inputs, which the caller closes
  /// @throws io.cloakwork.ckks.MissingKeyException if a key that the network asks for is missing or
  ///   made for another level
  /// @throws io.cloakwork.ckks.CkksException if the input was encrypted otherwise
  public Ciphertext run(EvaluationKeys keys, Ciphertext input, RunCheckpoint checkpoint) {
    network.requireInput(input, batch);
    bindKeys(keys);
    CipherForm last = steps.getLast().step().form();
    DeviceBuffer output = context.device().allocate(shape(last));
    try {
      for (InputUse use : inputUses) {
        use.bindings().bind(use.name(), input.buffer());
      }
      bindings.getLast().bind(SegmentRecording.OUTPUT, output);
      for (int i = 0; i < steps.size(); i++) {
        checkpoint.beforeStep(i);
        long start = System.nanoTime();
        steps.get(i).executable().run(bindings.get(i));
        nanos[i] = System.nanoTime() - start;
      }
      return new Ciphertext(network.parameters(), output, last.level(), last.scale());
    } catch (RuntimeException | Error e) {
      output.close();
      throw e;
    }
  }

  @SuppressWarnings("ReferenceEquality") // keys are themselves only
  private void bindKeys(EvaluationKeys keys) {
    if (keys == boundKeys) {
      return;
    }
    network.requireKeys(keys);
    boundKeys = null;
    for (int i = 0; i < steps.size(); i++) {
      for (LoadedStep.KeyInput key : steps.get(i).keys()) {
        bindings.get(i).bind(key.name(), keys.get(key.id()).buffer());
      }
    }
    boundKeys = keys;
  }

  /// Nanoseconds that each step took in the last run, in the order of the network's steps.
  public long[] lastNanos() {
    return nanos.clone();
  }

  /// Device memory of the values between steps.
  public long bytes() {
    return between.stream().mapToLong(buffer -> buffer.shape().bytes()).sum();
  }

  /// Gives the values between steps back.
  @Override
  public void close() {
    between.forEach(DeviceBuffer::close);
  }
}
