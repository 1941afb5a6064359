package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task6;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task7;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task8;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/// Transfers and tasks, in the order in which they are to happen.
public final class TaskGraph {

  private final List<Step> steps = new ArrayList<>();
  private final Set<String> taskNames = new HashSet<>();

  public TaskGraph(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a task graph needs a name");
    }
  }

  /// Has `objects`, arrays, copied to the device.
  public TaskGraph transferToDevice(int mode, Object... objects) {
    for (Object object : objects) {
      steps.add(new Step.ToDevice(mode, (TornadoNativeArray) object));
    }
    return this;
  }

  /// Has `objects`, arrays, copied to the host after every execution.
  public TaskGraph transferToHost(int mode, Object... objects) {
    for (Object object : objects) {
      steps.add(new Step.ToHost(mode, (TornadoNativeArray) object));
    }
    return this;
  }

  public <T1, T2, T3, T4, T5> TaskGraph task(
      String id, Task5<T1, T2, T3, T4, T5> code, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) {
    return add(
        id,
        memory ->
            code.apply(
                memory.onDevice(arg1),
                memory.onDevice(arg2),
                memory.onDevice(arg3),
                memory.onDevice(arg4),
                memory.onDevice(arg5)));
  }

  public <T1, T2, T3, T4, T5, T6> TaskGraph task(
      String id,
      Task6<T1, T2, T3, T4, T5, T6> code,
      T1 arg1,
      T2 arg2,
      T3 arg3,
      T4 arg4,
      T5 arg5,
      T6 arg6) {
    return add(
        id,
        memory ->
            code.apply(
                memory.onDevice(arg1),
                memory.onDevice(arg2),
                memory.onDevice(arg3),
                memory.onDevice(arg4),
                memory.onDevice(arg5),
                memory.onDevice(arg6)));
  }

  public <T1, T2, T3, T4, T5, T6, T7> TaskGraph task(
      String id,
      Task7<T1, T2, T3, T4, T5, T6, T7> code,
      T1 arg1,
      T2 arg2,
      T3 arg3,
      T4 arg4,
      T5 arg5,
      T6 arg6,
      T7 arg7) {
    return add(
        id,
        memory ->
            code.apply(
                memory.onDevice(arg1),
                memory.onDevice(arg2),
                memory.onDevice(arg3),
                memory.onDevice(arg4),
                memory.onDevice(arg5),
                memory.onDevice(arg6),
                memory.onDevice(arg7)));
  }

  public <T1, T2, T3, T4, T5, T6, T7, T8> TaskGraph task(
      String id,
      Task8<T1, T2, T3, T4, T5, T6, T7, T8> code,
      T1 arg1,
      T2 arg2,
      T3 arg3,
      T4 arg4,
      T5 arg5,
      T6 arg6,
      T7 arg7,
      T8 arg8) {
    return add(
        id,
        memory ->
            code.apply(
                memory.onDevice(arg1),
                memory.onDevice(arg2),
                memory.onDevice(arg3),
                memory.onDevice(arg4),
                memory.onDevice(arg5),
                memory.onDevice(arg6),
                memory.onDevice(arg7),
                memory.onDevice(arg8)));
  }

  private TaskGraph add(String id, Step.Task task) {
    if (!taskNames.add(id)) {
      throw new IllegalArgumentException("two tasks of the graph are called '" + id + "'");
    }
    steps.add(task);
    return this;
  }

  /// The graph as it is now.
  public ImmutableTaskGraph snapshot() {
    return new ImmutableTaskGraph(steps);
  }
}
