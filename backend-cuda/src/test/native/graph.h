// Graphs of work, and what they become when they are instantiated.
#pragma once

#include <memory>
#include <mutex>
#include <variant>
#include <vector>

#include "abi.h"
#include "launch.h"
#include "stream.h"
#include "transfer.h"

namespace sim {

struct HostCall {
  CUhostFn function;
  void *data;
};

struct Nothing {};

using Operation = std::variant<Launch, Copy, Fill, HostCall, Nothing>;

struct Node {
  Operation operation;
  std::vector<CUgraphNode> dependencies;
};

struct Graph {
  std::vector<std::unique_ptr<Node>> nodes;

  // Throws CUDA_ERROR_INVALID_VALUE.
  Node &get(CUgraphNode node) const;

  // Indices in an order that the edges allow. Of the nodes that are ready the youngest comes first,
  // which is seldom what was meant where an edge is missing. Throws CUDA_ERROR_INVALID_VALUE on a
  // cycle.
  std::vector<size_t> order() const;
};

struct Step {
  CUgraphNode node;  // of the graph, which may be gone
  Operation operation;
};

// A copy. Launches under way keep the steps that they started with.
struct GraphExec {
  std::shared_ptr<const std::vector<Step>> steps;
  std::mutex lock;
  Ticket last_launch;  // launches of one executable graph follow each other
};

}  // namespace sim
