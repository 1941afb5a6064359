#include "graph.h"

#include <algorithm>

#include "context.h"
#include "faults.h"

namespace sim {
namespace {

CUresult run(const Operation &operation) {
  struct Runner {
    CUresult operator()(const Launch &launch) { return launch.run(); }
    CUresult operator()(const Copy &copy) { return copy.run(); }
    CUresult operator()(const Fill &fill) { return fill.run(); }
    CUresult operator()(const HostCall &call) {
      call.function(call.data);
      return CUDA_SUCCESS;
    }
    CUresult operator()(const Nothing &) { return CUDA_SUCCESS; }
  };
  return std::visit(Runner{}, operation);
}

CUgraphNodeType type_of(const Operation &operation) {
  constexpr CUgraphNodeType TYPES[] = {
      CU_GRAPH_NODE_TYPE_KERNEL, CU_GRAPH_NODE_TYPE_MEMCPY, CU_GRAPH_NODE_TYPE_MEMSET,
      CU_GRAPH_NODE_TYPE_HOST, CU_GRAPH_NODE_TYPE_EMPTY};
  return TYPES[operation.index()];
}

Launch launch_of(Context &context, const CUDA_KERNEL_NODE_PARAMS &p) {
  require(p.extra == nullptr, CUDA_ERROR_NOT_SUPPORTED);
  return Launch::of(
      context, p.func, {p.gridDimX, p.gridDimY, p.gridDimZ}, {p.blockDimX, p.blockDimY, p.blockDimZ},
      p.sharedMemBytes, p.kernelParams);
}

void add_node(
    Context &context, CUgraphNode *result, CUgraph handle, const CUgraphNode *dependencies, size_t count,
    Operation operation) {
  auto graph = context.graphs.get(handle);
  for (size_t i = 0; i < count; i++) graph->get(dependencies[i]);
  graph->nodes.push_back(
      std::make_unique<Node>(Node{std::move(operation), {dependencies, dependencies + count}}));
  *result = graph->nodes.back().get();
}

// Replaces the operation of a node by one of the same kind.
void set_operation(GraphExec &exec, CUgraphNode node, Operation operation) {
  std::lock_guard lock(exec.lock);
  auto steps = std::make_shared<std::vector<Step>>(*exec.steps);
  auto found = std::find_if(steps->begin(), steps->end(), [&](Step &step) { return step.node == node; });
  require(found != steps->end(), CUDA_ERROR_INVALID_VALUE);
  require(found->operation.index() == operation.index(), CUDA_ERROR_INVALID_VALUE);
  found->operation = std::move(operation);
  exec.steps = steps;
}

}  // namespace

Node &Graph::get(CUgraphNode node) const {
  auto found = std::find_if(nodes.begin(), nodes.end(), [&](auto &each) { return each.get() == node; });
  require(found != nodes.end(), CUDA_ERROR_INVALID_VALUE);
  return **found;
}

std::vector<size_t> Graph::order() const {
  std::vector<size_t> missing, ready, order;
  std::vector<std::vector<size_t>> dependents(nodes.size());
  for (size_t i = 0; i < nodes.size(); i++) {
    missing.push_back(nodes[i]->dependencies.size());
    if (missing[i] == 0) ready.push_back(i);
    for (CUgraphNode dependency : nodes[i]->dependencies) {
      auto found = std::find_if(nodes.begin(), nodes.end(), [&](auto &each) { return each.get() == dependency; });
      dependents[static_cast<size_t>(found - nodes.begin())].push_back(i);
    }
  }
  while (!ready.empty()) {
    auto youngest = std::max_element(ready.begin(), ready.end());
    size_t index = *youngest;
    ready.erase(youngest);
    order.push_back(index);
    for (size_t dependent : dependents[index]) {
      if (--missing[dependent] == 0) ready.push_back(dependent);
    }
  }
  require(order.size() == nodes.size(), CUDA_ERROR_INVALID_VALUE);
  return order;
}

}  // namespace sim

using namespace sim;

DRIVER cuGraphCreate(CUgraph *graph, unsigned) {
  return in_context([&](Context &context) { *graph = context.graphs.add(std::make_shared<Graph>()); });
}

DRIVER cuGraphDestroy(CUgraph graph) {
  return in_context([&](Context &context) { context.graphs.take(graph); });
}

DRIVER cuGraphAddKernelNode_v2(
    CUgraphNode *node, CUgraph graph, const CUgraphNode *dependencies, size_t count,
    const CUDA_KERNEL_NODE_PARAMS *parameters) {
  return in_context([&](Context &context) {
    add_node(context, node, graph, dependencies, count, launch_of(context, *parameters));
  });
}

DRIVER cuGraphAddMemcpyNode(
    CUgraphNode *node, CUgraph graph, const CUgraphNode *dependencies, size_t count,
    const CUDA_MEMCPY3D *parameters, CUcontext) {
  return in_context([&](Context &context) {
    Copy copy = Copy::of(*parameters);
    copy.require_valid();
    add_node(context, node, graph, dependencies, count, copy);
  });
}

DRIVER cuGraphAddMemsetNode(
    CUgraphNode *node, CUgraph graph, const CUgraphNode *dependencies, size_t count,
    const CUDA_MEMSET_NODE_PARAMS *p, CUcontext) {
  return in_context([&](Context &context) {
    Fill fill{p->dst, p->pitch, p->value, p->elementSize, p->width, p->height};
    fill.require_valid();
    add_node(context, node, graph, dependencies, count, fill);
  });
}

DRIVER cuGraphAddHostNode(
    CUgraphNode *node, CUgraph graph, const CUgraphNode *dependencies, size_t count,
    const CUDA_HOST_NODE_PARAMS *parameters) {
  return in_context([&](Context &context) {
    add_node(context, node, graph, dependencies, count, HostCall{parameters->fn, parameters->userData});
  });
}

DRIVER cuGraphAddEmptyNode(CUgraphNode *node, CUgraph graph, const CUgraphNode *dependencies, size_t count) {
  return in_context([&](Context &context) { add_node(context, node, graph, dependencies, count, Nothing{}); });
}

DRIVER cuGraphAddDependencies(CUgraph handle, const CUgraphNode *from, const CUgraphNode *to, size_t count) {
  return in_context([&](Context &context) {
    auto graph = context.graphs.get(handle);
    for (size_t i = 0; i < count; i++) {
      graph->get(from[i]);
      graph->get(to[i]).dependencies.push_back(from[i]);
    }
  });
}

DRIVER cuGraphNodeGetType(CUgraphNode node, CUgraphNodeType *type) {
  return in_context([&](Context &) { *type = type_of(node->operation); });
}

DRIVER cuGraphInstantiateWithFlags(CUgraphExec *exec, CUgraph handle, unsigned long long) {
  return in_context([&](Context &context) {
    auto graph = context.graphs.get(handle);
    auto steps = std::make_shared<std::vector<Step>>();
    for (size_t index : graph->order()) {
      steps->push_back({graph->nodes[index].get(), graph->nodes[index]->operation});
    }
    auto created = std::make_shared<GraphExec>();
    created->steps = std::move(steps);
    *exec = context.graph_execs.add(created);
  });
}

DRIVER cuGraphExecDestroy(CUgraphExec exec) {
  return in_context([&](Context &context) { context.graph_execs.take(exec); });
}

DRIVER cuGraphExecKernelNodeSetParams_v2(
    CUgraphExec exec, CUgraphNode node, const CUDA_KERNEL_NODE_PARAMS *parameters) {
  return in_context([&](Context &context) {
    set_operation(*context.graph_execs.get(exec), node, launch_of(context, *parameters));
  });
}

DRIVER cuGraphUpload(CUgraphExec exec, CUstream stream) {
  return in_context([&](Context &context) {
    context.graph_execs.get(exec);
    context.stream(stream);
  });
}

DRIVER cuGraphLaunch(CUgraphExec handle, CUstream stream) {
  return in_context([&](Context &context) {
    auto exec = context.graph_execs.get(handle);
    CUresult fault = faults().launch_call.burn();
    require(fault == CUDA_SUCCESS, fault);
    counters().graph_launches++;
    std::lock_guard lock(exec->lock);
    Ticket before = exec->last_launch;
    exec->last_launch = context.stream(stream)->enqueue([before, steps = exec->steps] {
      before.wait();
      for (const Step &step : *steps) {
        CUresult result = run(step.operation);
        if (result != CUDA_SUCCESS) return result;
      }
      return CUDA_SUCCESS;
    });
  });
}
