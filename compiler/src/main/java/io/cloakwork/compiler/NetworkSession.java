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
import io.cloakwork.compiler.program.SlotNode;
import io.cloakwork.compiler.program.SlotProgram;
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
  private final List<NetworkRunner.LoadedSegment> segments;
  private final List<Bindings> bindings = new ArrayList<>();

  /// The values between segments: entry i is what segment i writes. Each lives as long as the
  /// session, so that any later segment may read it.
  private final List<DeviceBuffer> between = new ArrayList<>();

  private final long[] nanos;

  NetworkSession(
      CkksContext context,
      CompiledNetwork network,
      List<NetworkRunner.LoadedSegment> segments,
      EvaluationKeys keys,
      int batch) {
    this.context = context;
    this.network = network;
    this.batch = batch;
    this.segments = List.copyOf(segments);
    this.nanos = new long[segments.size()];
    requireKeys(keys);
    try {
      for (int i = 0; i < segments.size(); i++) {
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
    NetworkRunner.LoadedSegment segment = segments.get(index);
    Bindings bound = segment.executable().newBindings();
    segment.constants().forEach((name, plain) -> bound.bind(name, plain.buffer()));
    for (Value value : segment.executable().graph().boundValues()) {
      for (KeyId id : network.keys().levels().keySet()) {
        if (value.name().equals(id.inputName())) {
          bound.bind(value.name(), keys.get(id).buffer());
        }
      }
    }
    List<Integer> operands = segment.segment().operands();
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) != SlotProgram.INPUT) {
        bound.bind(SegmentRecording.input(i), between.get(operands.get(i)));
      }
    }
    if (index < segments.size() - 1) {
      SlotNode result = segment.segment().output();
      DeviceBuffer buffer = context.device().allocate(shape(result));
      between.add(buffer);
      bound.bind(SegmentRecording.OUTPUT, buffer);
    }
    return bound;
  }

  private RnsShape shape(SlotNode node) {
    return Ciphertext.shape(network.parameters(), node.level(), Ciphertext.LINEAR_SIZE, batch);
  }

  /// Runs the network.
  ///
  /// @param input packed and encrypted as [CompiledNetwork#inputPacking()] says
  /// @return the encrypted output, which the caller closes
  /// @throws LevelMismatchException, OperandMismatchException or
  ///   [io.cloakwork.ckks.ScaleMismatchException] if the input was encrypted otherwise
  public Ciphertext run(Ciphertext input) {
    requireInput(input);
    SlotNode last = segments.getLast().segment().output();
    DeviceBuffer output = context.device().allocate(shape(last));
    try {
      bindInput(input.buffer());
      bindings.getLast().bind(SegmentRecording.OUTPUT, output);
      for (int i = 0; i < segments.size(); i++) {
        long start = System.nanoTime();
        segments.get(i).executable().run(bindings.get(i));
        nanos[i] = System.nanoTime() - start;
      }
      return new Ciphertext(network.parameters(), output, last.level(), last.scale());
    } catch (RuntimeException e) {
      output.close();
      throw e;
    }
  }

  private void bindInput(DeviceBuffer input) {
    for (int s = 0; s < segments.size(); s++) {
      int operand = segments.get(s).segment().operands().indexOf(SlotProgram.INPUT);
      if (operand >= 0) {
        bindings.get(s).bind(SegmentRecording.input(operand), input);
      }
    }
  }

  private void requireInput(Ciphertext input) {
    InputPacking packing = network.inputPacking();
    network.parameters().requireSame(input.parameters(), "input ciphertext");
    Scales.requireMatch("network input", input.scale(), packing.scale());
    if (input.level() != packing.level()) {
      throw new LevelMismatchException(
          "the input is at level %d, network '%s' takes level %d"
              .formatted(input.level(), network.name(), packing.level()));
    }
    if (input.batch() != batch || input.size() != Ciphertext.LINEAR_SIZE) {
      throw new OperandMismatchException(
          "the input is %d ciphertexts of %d polynomials; %d of 2 are expected"
              .formatted(input.batch(), input.size(), batch));
    }
  }

  /// Nanoseconds that each segment took in the last run, in the order of the network's segments.
  public long[] lastNanos() {
    return nanos.clone();
  }

  /// Gives the values between segments back.
  @Override
  public void close() {
    between.forEach(DeviceBuffer::close);
  }
}
