package io.cloakwork.compiler;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.MissingKeyException;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Scales;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One client's keys bound to a network. Not thread-safe: one run at a time.
public final class NetworkSession implements AutoCloseable {

  private final CkksContext context;
  private final CompiledNetwork network;
  private final int batch;
  private final List<NetworkRunner.LoadedStep> steps;
  private final List<Bindings> bindings = new ArrayList<>();

  /// The values between steps: entry i is what step i writes. Each lives as long as the session, so
  /// that any later step may read it.
  private final List<DeviceBuffer> between = new ArrayList<>();

  private final long[] nanos;

  NetworkSession(
      CkksContext context,
      CompiledNetwork network,
      List<NetworkRunner.LoadedStep> steps,
      EvaluationKeys keys,
      int batch) {
    this.context = context;
    this.network = network;
    this.batch = batch;
    this.steps = List.copyOf(steps);
    this.nanos = new long[steps.size()];
    requireKeys(keys);
    try {
      for (int i = 0; i < steps.size(); i++) {
        bindings.add(bind(i, keys));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void requireKeys(EvaluationKeys keys) {
    network.parameters().requireSame(keys.parameters(), "set of evaluation keys");
    for (Map.Entry<KeyId, Integer> wanted : network.keys().levels().entrySet()) {
      KeySwitchKey key = keys.get(wanted.getKey());
      if (key.level() != wanted.getValue()) {
        throw new MissingKeyException(
            "key %s was made for level %d, network '%s' asks for level %d"
                .formatted(key.id(), key.level(), network.name(), wanted.getValue()));
      }
    }
  }

  private Bindings bind(int index, EvaluationKeys keys) {
    NetworkRunner.LoadedStep step = steps.get(index);
    Bindings bound = step.executable().newBindings();
    step.constants().forEach((name, plain) -> bound.bind(name, plain.buffer()));
    for (Value value : step.executable().graph().boundValues()) {
      for (KeyId id : network.keys().levels().keySet()) {
        if (value.name().equals(id.inputName())) {
          bound.bind(value.name(), keys.get(id).buffer());
        }
      }
    }
    List<Integer> operands = step.step().operands();
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) != CompiledProgram.INPUT) {
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

  /// Runs the network.
  ///
  /// @param input packed and encrypted as [CompiledNetwork#inputPacking()] says
  /// @return the encrypted output, which the caller closes
  /// @throws LevelMismatchException, OperandMismatchException or
  ///   [io.cloakwork.ckks.ScaleMismatchException] if the input was encrypted otherwise
  public Ciphertext run(Ciphertext input) {
    requireInput(input);
    CipherForm last = steps.getLast().step().form();
    DeviceBuffer output = context.device().allocate(shape(last));
    try {
      bindInput(input.buffer());
      bindings.getLast().bind(SegmentRecording.OUTPUT, output);
      for (int i = 0; i < steps.size(); i++) {
        long start = System.nanoTime();
        steps.get(i).executable().run(bindings.get(i));
        nanos[i] = System.nanoTime() - start;
      }
      return new Ciphertext(network.parameters(), output, last.level(), last.scale());
    } catch (RuntimeException e) {
      output.close();
      throw e;
    }
  }

  private void bindInput(DeviceBuffer input) {
    for (int s = 0; s < steps.size(); s++) {
      int operand = steps.get(s).step().operands().indexOf(CompiledProgram.INPUT);
      if (operand >= 0) {
        bindings.get(s).bind(SegmentRecording.input(operand), input);
      }
    }
  }

  private void requireInput(Ciphertext input) {
    CipherForm form = network.program().inputForm().times(batch);
    network.parameters().requireSame(input.parameters(), "input ciphertext");
    Scales.requireMatch("network input", input.scale(), form.scale());
    if (input.level() != form.level()) {
      throw new LevelMismatchException(
          "the input is at level %d, network '%s' takes level %d"
              .formatted(input.level(), network.name(), form.level()));
    }
    if (input.batch() != form.ciphertexts() || input.size() != Ciphertext.LINEAR_SIZE) {
      throw new OperandMismatchException(
          "the input is %d ciphertexts of %d polynomials; %d of 2 are expected"
              .formatted(input.batch(), input.size(), form.ciphertexts()));
    }
  }

  /// Nanoseconds that each step took in the last run, in the order of the network's steps.
  public long[] lastNanos() {
    return nanos.clone();
  }

  /// Gives the values between steps back.
  @Override
  public void close() {
    between.forEach(DeviceBuffer::close);
  }
}
