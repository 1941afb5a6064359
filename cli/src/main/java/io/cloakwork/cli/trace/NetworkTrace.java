package io.cloakwork.cli.trace;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.CompiledProgram;
import io.cloakwork.compiler.ProgramStep;
import io.cloakwork.compiler.SegmentRecording;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.trace.BufferContent;
import io.cloakwork.spi.trace.Trace;
import io.cloakwork.spi.trace.TraceBuffer;
import io.cloakwork.spi.trace.TraceGraph;
import io.cloakwork.spi.trace.TraceRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A compiled network, for one request, as a trace that has not been executed: each step is a graph
/// and a run of it, and the values between steps are buffers.
public final class NetworkTrace {

  private final CompiledNetwork network;
  private final TraceContents contents;
  private final Map<String, KeyId> keys = new HashMap<>();
  private final List<TraceBuffer> buffers = new ArrayList<>();
  private final List<TraceGraph> graphs = new ArrayList<>();
  private final List<TraceRun> runs = new ArrayList<>();

  /// The buffers of keys by name.
  private final Map<String, Integer> keyBuffers = new HashMap<>();

  /// What the steps so far have written.
  private final List<Integer> results = new ArrayList<>();

  private NetworkTrace(CompiledNetwork network, TraceContents contents) {
    this.network = network;
    this.contents = contents;
    network.keys().levels().keySet().forEach(id -> keys.put(id.inputName(), id));
  }

  /// The trace of a network.
  ///
  /// @param producer the program that makes it
  /// @param afterStep told when a step of the network is done
  /// @throws IOException if words cannot be written into a side file
  public static Trace of(
      CompiledNetwork network, String producer, TraceContents contents, Runnable afterStep)
      throws IOException {
    NetworkTrace trace = new NetworkTrace(network, contents);
    CipherForm form = network.program().inputForm();
    RnsShape shape =
        Ciphertext.shape(
            network.parameters(), form.level(), Ciphertext.LINEAR_SIZE, form.ciphertexts());
    trace.add("input", TraceBuffer.Role.INPUT, shape, contents.input(shape));
    for (int i = 0; i < network.steps().size(); i++) {
      trace.addStep(i, network.steps().get(i));
      afterStep.run();
    }
    return new Trace(
        network.name(),
        producer,
        facts(network),
        trace.buffers,
        trace.graphs,
        trace.runs,
        contents.sideFile());
  }

  private static Map<String, String> facts(CompiledNetwork network) {
    Parameters parameters = network.parameters();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("objective", network.objective().name().toLowerCase(Locale.ROOT));
    facts.put("inputs a run", String.valueOf(network.inputPacking().inputs()));
    facts.put("logN", String.valueOf(parameters.logN()));
    facts.put("logQP", String.format(Locale.ROOT, "%.2f", parameters.logQP()));
    facts.put("levels", String.valueOf(parameters.maxLevel()));
    facts.put("digitCount", String.valueOf(parameters.digitCount()));
    facts.put("logScale", String.valueOf(parameters.logScale()));
    facts.put("securityBits", String.valueOf(parameters.securityBits()));
    return facts;
  }

  private int add(String name, TraceBuffer.Role role, RnsShape shape, BufferContent content) {
    buffers.add(new TraceBuffer(name, role, shape, content));
    return buffers.size() - 1;
  }

  private void addStep(int index, ProgramStep step) throws IOException {
    SegmentRecording recorded = network.record(step, 1);
    CommandGraph graph = recorded.recording().graph();
    Map<String, Integer> operands = new HashMap<>();
    for (int i = 0; i < step.operands().size(); i++) {
      int operand = step.operands().get(i);
      // The network's input is the first buffer.
      operands.put(
          SegmentRecording.input(i), operand == CompiledProgram.INPUT ? 0 : results.get(operand));
    }
    Map<String, SegmentRecording.Constant> constants = new HashMap<>();
    recorded.constants().forEach(constant -> constants.put(constant.name(), constant));
    List<TraceRun.Binding> bindings = new ArrayList<>();
    for (Value value : graph.boundValues()) {
      Integer operand = operands.get(value.name());
      int buffer = operand != null ? operand : newBuffer(index, value, constants);
      bindings.add(TraceRun.Binding.of(value.id(), buffer));
    }
    graphs.add(new TraceGraph(step.name(), graph));
    runs.add(new TraceRun(step.name(), index, bindings));
  }

  private int newBuffer(int step, Value value, Map<String, SegmentRecording.Constant> constants)
      throws IOException {
    return switch (value.role()) {
      case OUTPUT -> {
        boolean isLast = step == network.steps().size() - 1;
        results.add(
            add(
                isLast ? "output" : "result of step " + step,
                isLast ? TraceBuffer.Role.OUTPUT : TraceBuffer.Role.INTERMEDIATE,
                value.shape(),
                new BufferContent.Written()));
        yield results.getLast();
      }
      case CONSTANT ->
          add(
              "step %d, %s".formatted(step, value.name()),
              TraceBuffer.Role.CONSTANT,
              value.shape(),
              contents.constant(constants.get(value.name()), value.shape()));
      case INPUT -> key(value);
      case TEMPORARY -> throw new IllegalStateException("a temporary is not bound: " + value);
    };
  }

  private int key(Value value) throws IOException {
    Integer known = keyBuffers.get(value.name());
    if (known != null) {
      return known;
    }
    BufferContent content = contents.key(keys.get(value.name()), value.shape());
    int added = add(value.name(), TraceBuffer.Role.KEY, value.shape(), content);
    keyBuffers.put(value.name(), added);
    return added;
  }
}
