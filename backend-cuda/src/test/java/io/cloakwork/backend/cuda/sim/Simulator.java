package io.cloakwork.backend.cuda.sim;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.cloakwork.conformance.Requirement;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;

/// The simulated driver of this JVM: what it simulates, what lives on it, and failures on demand
/// (`control.h`). Closing it takes all settings and failures back.
public final class Simulator implements AutoCloseable {

  static final String LIBRARY = "libcuda.so.1";

  // As the driver numbers them.
  static final int OUT_OF_MEMORY = 2;
  static final int INVALID_IMAGE = 200;
  static final int ILLEGAL_ADDRESS = 700;
  static final int LAUNCH_OUT_OF_RESOURCES = 701;
  static final int LAUNCH_FAILED = 719;
  static final int UNKNOWN = 999;

  /// What the machine is; `settings.h` has the defaults.
  public enum Setting {
    DRIVER_VERSION,
    DEVICES,
    MEMORY,
    COMPUTE_MAJOR,
    COMPUTE_MINOR,
    LAZY,
    JITTER,
    KERNEL_DELAY
  }

  /// What lives, and from `ALLOCATIONS` on what has happened since the start; see `counters.h`.
  public enum Count {
    DEVICE_BYTES,
    DEVICE_ALLOCATIONS,
    PINNED_BYTES,
    CONTEXTS,
    STREAMS,
    EVENTS,
    MODULES,
    GRAPHS,
    GRAPH_EXECS,
    ALLOCATIONS,
    KERNELS,
    LAUNCHES,
    GRAPH_LAUNCHES,
    PAGEABLE_COPIES
  }

  private static final FunctionDescriptor SET =
      FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG);
  private static final FunctionDescriptor COUNT = FunctionDescriptor.of(JAVA_LONG, ADDRESS);
  private static final FunctionDescriptor FAIL_TIMES =
      FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final FunctionDescriptor FAIL_NTH = FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT);
  private static final FunctionDescriptor FAIL_LAUNCH =
      FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT, JAVA_INT);

  // One reason for all tests.
  private static final AtomicBoolean REPORTED = new AtomicBoolean();

  private final SymbolLookup library;
  private final Map<Setting, Long> former = new EnumMap<>(Setting.class);

  private Simulator(SymbolLookup library) {
    this.library = library;
  }

  /// The simulator. Where there is none, the test is skipped with a printed reason, or fails if
  /// backend cuda is required.
  @SuppressWarnings("restricted") // loading the library is what this is for
  public static Simulator required() {
    try {
      SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      if (library.find("cloakwork_sim_count").isPresent()) {
        return new Simulator(library);
      }
      throw skipped(LIBRARY + " is a real driver");
    } catch (IllegalArgumentException e) {
      throw skipped("it is not in this JVM's library path: " + e.getMessage());
    }
  }

  private static AssertionError skipped(String reason) {
    if (Requirement.includes("cuda")) {
      return new AssertionError("the driver simulator is required, but: " + reason);
    }
    if (!REPORTED.getAndSet(true)) {
      System.out.println("driver simulator skipped: " + reason);
    }
    Assumptions.abort(reason);
    return new AssertionError("not reached");
  }

  /// Changes the machine until this is closed.
  public void set(Setting setting, long value) {
    long before = named("cloakwork_sim_set", setting, SET, value);
    former.putIfAbsent(setting, before);
  }

  /// How many there are.
  public long count(Count count) {
    return named("cloakwork_sim_count", count, COUNT);
  }

  /// What lives, by name; empty if everything was given back.
  public Map<Count, Long> living() {
    Map<Count, Long> living = new EnumMap<>(Count.class);
    for (Count count : EnumSet.range(Count.DEVICE_BYTES, Count.GRAPH_EXECS)) {
      if (count(count) != 0) {
        living.put(count, count(count));
      }
    }
    return living;
  }

  private long named(String function, Enum<?> name, FunctionDescriptor type, Object... more) {
    try (Arena arena = Arena.ofConfined()) {
      List<Object> arguments = new ArrayList<>(List.of(more));
      arguments.addFirst(arena.allocateFrom(name.name().toLowerCase(Locale.ROOT)));
      long value = (long) call(function, type, arguments.toArray());
      if (value < 0) {
        throw new IllegalArgumentException("the simulator has no " + name);
      }
      return value;
    }
  }

  /// The nth allocation from now on fails, and `times` in a row.
  public void failAllocation(long nth, long times, int result) {
    call("cloakwork_sim_fail_allocation", FAIL_TIMES, nth, times, result);
  }

  /// The call of the nth launch from now on fails; a graph's launch is one.
  public void failLaunch(long nth, int result) {
    call("cloakwork_sim_fail_launch", FAIL_LAUNCH, nth, result, 0);
  }

  /// The nth kernel from now on fails on the device, and with it everything after.
  public void failKernel(long nth, int result) {
    call("cloakwork_sim_fail_launch", FAIL_LAUNCH, nth, result, 1);
  }

  /// Loading the nth module from now on fails.
  public void failModuleLoad(long nth, int result) {
    call("cloakwork_sim_fail_module_load", FAIL_NTH, nth, result);
  }

  /// All contexts in use fail from now on.
  public void loseDevice(int result) {
    call("cloakwork_sim_lose_device", FunctionDescriptor.ofVoid(JAVA_INT), result);
  }

  /// Forgets the failures that have not happened yet.
  public void clearFaults() {
    call("cloakwork_sim_clear_faults", FunctionDescriptor.ofVoid());
  }

  @Override
  public void close() {
    clearFaults();
    Map.copyOf(former).forEach(this::set);
    former.clear();
  }

  @SuppressWarnings("restricted") // calling native code is what this is for
  private Object call(String name, FunctionDescriptor type, Object... arguments) {
    MethodHandle function = Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError(name + " could not be called", e);
    }
  }
}
