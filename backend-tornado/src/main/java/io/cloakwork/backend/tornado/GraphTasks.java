package io.cloakwork.backend.tornado;

import io.cloakwork.backend.tornado.kernels.ElementKernels;
import io.cloakwork.backend.tornado.kernels.Factors;
import io.cloakwork.backend.tornado.kernels.Moduli;
import io.cloakwork.backend.tornado.kernels.TransformKernels;
import io.cloakwork.backend.tornado.kernels.Twiddles;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.Modulus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/// A command graph as a task graph: an array a value, a task a command, or a task a stage for
/// transforms. Bound values that commands read cross to the device before every run, outputs cross
/// back after it, tables stay there from the first run on, temporaries never leave it.
final class GraphTasks {

  /// Something to add to a task graph under a name.
  private interface Task {
    void addTo(TaskGraph taskGraph, String id);
  }

  private record Described(Task task, String description) {}

  private final String name;
  private final CommandGraph graph;
  private final BiFunction<Integer, Modulus, Twiddles> twiddlesOf;
  private final int logN;
  private final LongArray[] arrays;
  private final List<Modulus> primes;
  private final LongArray moduli;
  private final List<Object> tables = new ArrayList<>();
  private final List<Described> tasks = new ArrayList<>();
  private LongArray forwardTwiddles;
  private LongArray inverseTwiddles;
  private LongArray inverseEnds;

  /// @param name unique among the device's graphs: TornadoVM keeps what it compiled under it
  /// @param graph within the backend's capabilities
  /// @param twiddles those of a ring degree's log2 and a prime
  GraphTasks(String name, CommandGraph graph, BiFunction<Integer, Modulus, Twiddles> twiddles) {
    this.name = name;
    this.graph = graph;
    this.twiddlesOf = twiddles;
    this.logN = graph.logN();
    this.arrays = new LongArray[graph.values().size()];
    Set<Modulus> distinct = new LinkedHashSet<>();
    for (Value value : graph.values()) {
      arrays[value.id()] = new LongArray(Math.toIntExact(value.shape().words()));
      distinct.addAll(value.shape().basis().moduli());
    }
    this.primes = List.copyOf(distinct);
    this.moduli = Moduli.table(primes);
    graph.commands().forEach(this::plan);
  }

  CommandGraph graph() {
    return graph;
  }

  /// The words of a value on the host.
  LongArray array(Value value) {
    return arrays[value.id()];
  }

  /// One line a task.
  List<String> descriptions() {
    return tasks.stream().map(Described::description).toList();
  }

  /// A task graph of everything.
  TaskGraph taskGraph() {
    TaskGraph taskGraph = new TaskGraph(name);
    Object[] reads = boundReads();
    if (reads.length > 0) {
      taskGraph.transferToDevice(DataTransferMode.EVERY_EXECUTION, reads);
    }
    taskGraph.transferToDevice(DataTransferMode.FIRST_EXECUTION, tables.toArray());
    for (int i = 0; i < tasks.size(); i++) {
      tasks.get(i).task().addTo(taskGraph, "t" + i);
    }
    Object[] outputs =
        graph.boundValues().stream()
            .filter(value -> value.role() == Value.Role.OUTPUT)
            .map(this::array)
            .toArray();
    return taskGraph.transferToHost(DataTransferMode.EVERY_EXECUTION, outputs);
  }

  private Object[] boundReads() {
    return graph.commands().stream()
        .flatMap(command -> command.reads().stream())
        .map(RnsView::value)
        .filter(Value::isBound)
        .distinct()
        .map(this::array)
        .toArray();
  }

  private void plan(RnsOp command) {
    switch (command) {
      case RnsOp.Ntt op -> planForward(op);
      case RnsOp.Intt op -> planInverse(op);
      case RnsOp.Add<?> op -> planAdd(op);
      case RnsOp.Sub<?> op -> planSubtract(op);
      case RnsOp.Neg<?> op -> planNegate(op);
      case RnsOp.Mul op -> planMultiply(op);
      case RnsOp.MulAdd op -> planMultiplyAdd(op);
      case RnsOp.MulScalar<?> op -> planMultiplyScalar(op);
      case RnsOp.Copy<?> op -> planCopy(op);
      case RnsOp.Fill op -> planFill(op);
      case RnsOp.Automorphism<?> _,
          RnsOp.BaseConvert _,
          RnsOp.ModDown _,
          RnsOp.Rescale _,
          RnsOp.InnerProduct _,
          RnsOp.LinearCombination<?> _ ->
          throw new IllegalStateException(command.name() + " is not declared");
    }
  }

  private void planAdd(RnsOp.Add<?> op) {
    LongArray a = array(op.a());
    LongArray b = array(op.b());
    LongArray out = array(op.out());
    IntArray rows = rowsByPrime(op);
    int size = size(op);
    add(
        op,
        (graph, id) -> graph.task(id, ElementKernels::add, a, b, out, rows, moduli, logN, size));
  }

  private void planSubtract(RnsOp.Sub<?> op) {
    LongArray a = array(op.a());
    LongArray b = array(op.b());
    LongArray out = array(op.out());
    IntArray rows = rowsByPrime(op);
    int size = size(op);
    add(
        op,
        (graph, id) ->
            graph.task(id, ElementKernels::subtract, a, b, out, rows, moduli, logN, size));
  }

  private void planNegate(RnsOp.Neg<?> op) {
    LongArray a = array(op.a());
    LongArray out = array(op.out());
    IntArray rows = rowsByPrime(op);
    int size = size(op);
    add(
        op,
        (graph, id) -> graph.task(id, ElementKernels::negate, a, out, rows, moduli, logN, size));
  }

  private void planMultiply(RnsOp.Mul op) {
    LongArray a = array(op.a());
    LongArray b = array(op.b());
    LongArray out = array(op.out());
    IntArray rows = rowsByPrime(op);
    int size = size(op);
    add(
        op,
        (graph, id) ->
            graph.task(id, ElementKernels::multiply, a, b, out, rows, moduli, logN, size));
  }

  private void planMultiplyAdd(RnsOp.MulAdd op) {
    LongArray a = array(op.a());
    LongArray b = array(op.b());
    LongArray c = array(op.c());
    LongArray out = array(op.out());
    IntArray rows = rowsByPrime(op);
    int size = size(op);
    add(
        op,
        (graph, id) ->
            graph.task(id, ElementKernels::multiplyAdd, a, b, c, out, rows, moduli, logN, size));
  }

  private void planMultiplyScalar(RnsOp.MulScalar<?> op) {
    LongArray a = array(op.a());
    LongArray out = array(op.out());
    IntArray rows = rowsByLimb(op);
    LongArray factors = table(factors(op.scalars(), op.out()));
    int size = size(op);
    add(
        op,
        (graph, id) ->
            graph.task(id, ElementKernels::multiplyScalar, a, out, rows, factors, logN, size));
  }

  private static LongArray factors(Scalars scalars, RnsView<?> out) {
    long[] entries = new long[out.limbs() * Factors.COLUMNS];
    for (int limb = 0; limb < out.limbs(); limb++) {
      Factors.put(entries, limb, out.basis().get(limb), scalars.get(limb));
    }
    return LongArray.fromArray(entries);
  }

  private void planCopy(RnsOp.Copy<?> op) {
    LongArray a = array(op.a());
    LongArray out = array(op.out());
    IntArray rows = rowsByLimb(op);
    int size = size(op);
    add(op, (graph, id) -> graph.task(id, ElementKernels::copy, a, out, rows, logN, size));
  }

  private void planFill(RnsOp.Fill op) {
    LongArray out = array(op.out());
    IntArray rows = rowsByLimb(op);
    long[] words = new long[op.scalars().size()];
    for (int limb = 0; limb < words.length; limb++) {
      words[limb] = op.scalars().get(limb);
    }
    LongArray values = table(LongArray.fromArray(words));
    int size = size(op);
    add(op, (graph, id) -> graph.task(id, ElementKernels::fill, out, rows, values, logN, size));
  }

  /// The first stage takes the words from the operand, the others work in place.
  private void planForward(RnsOp.Ntt op) {
    if (forwardTwiddles == null) {
      forwardTwiddles = table(Twiddles.forward(twiddles()));
    }
    LongArray twiddles = forwardTwiddles;
    LongArray first = array(op.in());
    LongArray out = array(op.out());
    IntArray firstRows = rowsByPrime(op);
    IntArray rows = rowsInPlace(op.out());
    int size = size(op) / 2;
    for (int half = logN - 1; half > 0; half--) {
      boolean atFirst = half == logN - 1;
      LongArray in = atFirst ? first : out;
      IntArray stageRows = atFirst ? firstRows : rows;
      int logHalf = half;
      addStage(
          op,
          half,
          (graph, id) ->
              graph.task(
                  id,
                  TransformKernels::forward,
                  in,
                  out,
                  stageRows,
                  twiddles,
                  moduli,
                  logN,
                  logHalf,
                  size));
    }
    addStage(
        op,
        0,
        (graph, id) ->
            graph.task(
                id, TransformKernels::forwardLast, out, out, rows, twiddles, moduli, logN, size));
  }

  private void planInverse(RnsOp.Intt op) {
    if (inverseTwiddles == null) {
      inverseTwiddles = table(Twiddles.inverse(twiddles()));
      inverseEnds = table(Twiddles.ends(twiddles()));
    }
    LongArray twiddles = inverseTwiddles;
    LongArray ends = inverseEnds;
    LongArray first = array(op.in());
    LongArray out = array(op.out());
    IntArray firstRows = rowsByPrime(op);
    IntArray rows = rowsInPlace(op.out());
    int size = size(op) / 2;
    for (int half = 0; half < logN - 1; half++) {
      LongArray in = half == 0 ? first : out;
      IntArray stageRows = half == 0 ? firstRows : rows;
      int logHalf = half;
      addStage(
          op,
          half,
          (graph, id) ->
              graph.task(
                  id,
                  TransformKernels::inverse,
                  in,
                  out,
                  stageRows,
                  twiddles,
                  moduli,
                  logN,
                  logHalf,
                  size));
    }
    addStage(
        op,
        logN - 1,
        (graph, id) ->
            graph.task(id, TransformKernels::inverseLast, out, out, rows, ends, logN, size));
  }

  private List<Twiddles> twiddles() {
    return primes.stream().map(prime -> twiddlesOf.apply(logN, prime)).toList();
  }

  private void add(RnsOp command, Task task) {
    tasks.add(new Described(task, command.toString()));
  }

  private void addStage(RnsOp command, int logHalf, Task task) {
    tasks.add(new Described(task, "%s, words 2^%d apart".formatted(command, logHalf)));
  }

  private LongArray array(RnsView<?> view) {
    return array(view.value());
  }

  private LongArray table(LongArray table) {
    tables.add(table);
    return table;
  }

  private IntArray table(IntArray table) {
    tables.add(table);
    return table;
  }

  /// Rows whose entry is the limb's prime among the graph's, whose table is there from now on: what
  /// crosses to the device is what some task reads.
  private IntArray rowsByPrime(RnsOp command) {
    if (!tables.contains(moduli)) {
      tables.add(moduli);
    }
    RnsView<?> out = command.out();
    return table(RowTables.of(out, command.reads(), limb -> primes.indexOf(out.basis().get(limb))));
  }

  /// Rows whose entry is the limb itself.
  private IntArray rowsByLimb(RnsOp command) {
    return table(RowTables.of(command.out(), command.reads(), limb -> limb));
  }

  private IntArray rowsInPlace(RnsView<?> out) {
    return table(RowTables.of(out, List.of(out), limb -> primes.indexOf(out.basis().get(limb))));
  }

  /// The words that a command writes.
  private static int size(RnsOp command) {
    return Math.toIntExact(command.out().shape().words());
  }
}
