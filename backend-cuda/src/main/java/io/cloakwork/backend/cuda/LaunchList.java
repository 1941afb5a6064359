package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.LaunchBlock;
import io.cloakwork.backend.cuda.driver.Programs;
import io.cloakwork.backend.cuda.driver.Session;
import io.cloakwork.kernels.launch.Launch;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.kernels.runtime.BufferSlots;
import io.cloakwork.spi.device.UnsupportedGraphException;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUDA_KERNEL_NODE_PARAMS;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;

/// The launches of an executable with their kernels and parameters, which never change: what does
/// is in the table of addresses. Giving the list to the stream allocates nothing. Guarded by the
/// device's lock.
final class LaunchList {

  /// Groups along y and z, in every architecture.
  private static final int MOST_GROUPS = 65_535;

  private final Prepared[] launches;

  /// A launch as the driver takes it.
  ///
  /// @param after the launches, by index, that have to end before
  private record Prepared(
      CUfunction kernel,
      int groupsX,
      int groupsY,
      int groupsZ,
      int columns,
      int rows,
      Pointer parameters,
      List<Integer> after) {}

  /// @param tables what the launches read
  LaunchList(LaunchPlan plan, Programs programs, BufferSlots slots, PlanTables tables) {
    List<Launch> planned = plan.launches();
    LaunchBlock block = new LaunchBlock(planned.size());
    launches = new Prepared[planned.size()];
    for (int i = 0; i < launches.length; i++) {
      Launch launch = planned.get(i);
      requireGroups(launch);
      launches[i] =
          new Prepared(
              programs.kernel(launch.program(), launch.kernel()),
              launch.groupsX(),
              launch.groupsY(),
              launch.groupsZ(),
              launch.program().columns(),
              launch.program().rows(),
              block.write(
                  i,
                  launch,
                  tables.integers(),
                  tables.constants(),
                  tables.addresses(),
                  slots.of(launch)),
              launch.after());
    }
  }

  private static void requireGroups(Launch launch) {
    if (Math.max(launch.groupsY(), launch.groupsZ()) > MOST_GROUPS) {
      throw new UnsupportedGraphException(
          "%s has more than %,d groups along y or z".formatted(launch, MOST_GROUPS));
    }
  }

  int size() {
    return launches.length;
  }

  /// Gives the launches to the stream, one after the other.
  void enqueue(Session session) {
    for (Prepared launch : launches) {
      enqueue(session, launch);
    }
  }

  /// The same, noting the time between them.
  void enqueue(Session session, LaunchTimes times) {
    times.mark(0);
    for (int i = 0; i < launches.length; i++) {
      enqueue(session, launches[i]);
      times.mark(i + 1);
    }
  }

  private static void enqueue(Session session, Prepared launch) {
    session.check(
        JCudaDriver.cuLaunchKernel(
            launch.kernel,
            launch.groupsX,
            launch.groupsY,
            launch.groupsZ,
            launch.columns,
            launch.rows,
            1,
            0,
            session.launches(),
            launch.parameters,
            null),
        "a launch");
  }

  /// Launch `index` for a graph.
  CUDA_KERNEL_NODE_PARAMS node(int index) {
    Prepared launch = launches[index];
    CUDA_KERNEL_NODE_PARAMS node = new CUDA_KERNEL_NODE_PARAMS();
    node.func = launch.kernel;
    node.gridDimX = launch.groupsX;
    node.gridDimY = launch.groupsY;
    node.gridDimZ = launch.groupsZ;
    node.blockDimX = launch.columns;
    node.blockDimY = launch.rows;
    node.blockDimZ = 1;
    node.kernelParams = launch.parameters;
    return node;
  }

  /// The launches, by index, that have to end before launch `index` starts.
  List<Integer> after(int index) {
    return launches[index].after;
  }
}
