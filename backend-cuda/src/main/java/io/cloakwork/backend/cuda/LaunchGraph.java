package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.Session;
import java.util.List;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUgraphNode;
import jcuda.driver.JCudaDriver;

/// A launch list as a CUDA graph, which the device runs on its own: launches that need not wait for
/// each other may overlap, and the host gives one command for all. Since kernels find their buffers
/// in a table, one graph serves all bindings. Guarded by the device's lock.
final class LaunchGraph {

  private static final String DOING = "making a CUDA graph";

  private final CUgraphExec executable = new CUgraphExec();

  LaunchGraph(Session session, LaunchList launches) {
    CUgraph graph = new CUgraph();
    session.check(JCudaDriver.cuGraphCreate(graph, 0), DOING);
    try {
      CUgraphNode[] nodes = new CUgraphNode[launches.size()];
      for (int i = 0; i < nodes.length; i++) {
        CUgraphNode[] after = nodes(nodes, launches.after(i));
        nodes[i] = new CUgraphNode();
        session.check(
            JCudaDriver.cuGraphAddKernelNode(
                nodes[i], graph, after, after.length, launches.node(i)),
            DOING);
      }
      session.check(JCudaDriver.cuGraphInstantiate(executable, graph, 0), DOING);
    } finally {
      JCudaDriver.cuGraphDestroy(graph);
    }
    try {
      session.check(JCudaDriver.cuGraphUpload(executable, session.launches()), DOING);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static CUgraphNode[] nodes(CUgraphNode[] all, List<Integer> chosen) {
    return chosen.stream().map(index -> all[index]).toArray(CUgraphNode[]::new);
  }

  /// Gives the graph to the stream.
  void enqueue(Session session) {
    session.check(JCudaDriver.cuGraphLaunch(executable, session.launches()), "a graph launch");
  }

  /// Gives the graph back, after the runs that are pending, whether or not the device is lost.
  void close() {
    JCudaDriver.cuGraphExecDestroy(executable);
  }
}
