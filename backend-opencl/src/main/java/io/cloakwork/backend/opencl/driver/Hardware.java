package io.cloakwork.backend.opencl.driver;

import io.cloakwork.kernels.launch.Lane;
import io.cloakwork.kernels.launch.Tuning;
import io.cloakwork.kernels.launch.TuningChoice;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/// A device as its driver describes it.
///
/// @param platform the platform that it belongs to
/// @param id how the driver calls it
/// @param name for people
/// @param vendor who made it, as the driver writes it
/// @param platformName the platform's name and version
/// @param driver the driver's version
/// @param isProcessor whether it is a CPU
/// @param sharesMemory whether the host's memory is its own
/// @param computeUnits workers
/// @param memoryBytes global memory
/// @param largestAllocation the most bytes of one buffer
/// @param localBytes local memory of a work-group
/// @param groupItems the most items of a work-group
/// @param doubleLanes doubles in a vector register, or 0 if it has no exact FMA on doubles
/// @param compiles whether the driver has a compiler; else programs come from a folder of binaries
/// @param overtaking whether a queue may let commands overtake each other
/// @param profiling whether a queue may note when commands start and end
public record Hardware(
    cl_platform_id platform,
    cl_device_id id,
    String name,
    String vendor,
    String platformName,
    String driver,
    boolean isProcessor,
    boolean sharesMemory,
    int computeUnits,
    long memoryBytes,
    long largestAllocation,
    long localBytes,
    int groupItems,
    int doubleLanes,
    boolean compiles,
    boolean overtaking,
    boolean profiling) {

  private static final long EXACT_FMA = CL.CL_FP_FMA | CL.CL_FP_ROUND_TO_NEAREST;

  // Whether memory is shared can be asked in no other way since the question was deprecated.
  @SuppressWarnings("deprecation")
  static Hardware of(cl_platform_id platform, cl_device_id id) {
    long doubles = Query.deviceNumber(id, CL.CL_DEVICE_DOUBLE_FP_CONFIG);
    long queues = Query.deviceNumber(id, CL.CL_DEVICE_QUEUE_PROPERTIES);
    int width = (int) Query.deviceNumber(id, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE);
    return new Hardware(
        platform,
        id,
        Query.deviceText(id, CL.CL_DEVICE_NAME),
        Query.deviceText(id, CL.CL_DEVICE_VENDOR),
        "%s, %s"
            .formatted(
                Query.platformText(platform, CL.CL_PLATFORM_NAME),
                Query.platformText(platform, CL.CL_PLATFORM_VERSION)),
        Query.deviceText(id, CL.CL_DRIVER_VERSION),
        isProcessor(Query.deviceNumber(id, CL.CL_DEVICE_TYPE)),
        Query.deviceNumber(id, CL.CL_DEVICE_HOST_UNIFIED_MEMORY) != 0,
        (int) Query.deviceNumber(id, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
        Query.deviceNumber(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
        Query.deviceNumber(id, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        Query.deviceNumber(id, CL.CL_DEVICE_LOCAL_MEM_SIZE),
        (int) Query.deviceNumber(id, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
        (doubles & EXACT_FMA) == EXACT_FMA ? Math.max(1, width) : 0,
        Query.deviceNumber(id, CL.CL_DEVICE_COMPILER_AVAILABLE) != 0,
        (queues & CL.CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE) != 0,
        (queues & CL.CL_QUEUE_PROFILING_ENABLE) != 0);
  }

  /// A simulator calls itself everything at once.
  private static boolean isProcessor(long type) {
    return (type & CL.CL_DEVICE_TYPE_CPU) != 0 && (type & CL.CL_DEVICE_TYPE_GPU) == 0;
  }

  /// Why the kernels cannot run there, or null.
  String obstacle() {
    if (Query.deviceNumber(id, CL.CL_DEVICE_AVAILABLE) == 0) {
      return "not available";
    }
    if (Query.deviceNumber(id, CL.CL_DEVICE_ENDIAN_LITTLE) == 0) {
      return "big-endian";
    }
    if (localBytes < Long.BYTES << smallestLogTile()) {
      return "of %,d bytes of local memory".formatted(localBytes);
    }
    return null;
  }

  private static int smallestLogTile() {
    return Tuning.forGpu().logTile() - 1;
  }

  /// What is chosen without having measured: by kind of device and its limits.
  public Tuning defaultTuning() {
    Tuning tuning = isProcessor ? Tuning.forProcessor() : Tuning.forGpu();
    if (isProcessor) {
      tuning = tuning.withLanes(doubleLanes >= 8 ? 8 : 4);
    }
    if (doubleLanes == 0) {
      tuning = tuning.withNarrowLane(Lane.INT64);
    }
    while (localBytes < Long.BYTES << tuning.logTile() || groupItems < items(tuning)) {
      tuning = tuning.withLogTile(tuning.logTile() - 1);
    }
    return tuning;
  }

  /// The values of a choice that the device can run, whatever the other choices are.
  public List<String> allowed(TuningChoice choice) {
    return choice.allowed().stream()
        .filter(value -> fits(choice, defaultTuning().with(Map.of(choice.key(), value))))
        .toList();
  }

  private boolean fits(TuningChoice choice, Tuning tuning) {
    return switch (choice) {
      case LANE -> tuning.narrowLane() == Lane.INT64 || doubleLanes > 0;
      case LANES, TARGETS, FUSED_SOURCES, RADIX_FP64, RADIX_INT64, SPREAD, SEEDS -> true;
      case GROUP_WORDS -> tuning.groupWords() <= groupItems;
      case TILE -> localBytes >= Long.BYTES << tuning.logTile() && groupItems >= items(tuning);
    };
  }

  /// Items of a transform's work-group: eight points each.
  private static int items(Tuning tuning) {
    return 1 << tuning.logTile() - 3;
  }

  /// The model, less what PoCL writes before a processor's name: its own driver, and which
  /// processor it compiles for.
  public String modelName() {
    return name.replaceFirst("^(pthread|cpu)-([a-z0-9_.-]+-)?", "");
  }

  /// Everything that decides what a compiler makes of a source.
  String fingerprint() {
    return name + '\n' + platformName + '\n' + driver;
  }
}
