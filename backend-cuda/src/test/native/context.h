// Contexts: what a device's users share, and which context a thread is in.
#pragma once

#include <atomic>
#include <memory>
#include <new>
#include <vector>

#include "abi.h"
#include "counters.h"
#include "handles.h"

namespace sim {

// The life of a device's primary context from the first retain to the last release or a reset. Never
// deleted: threads may still have it current when it ends, and are then told so.
struct Context {
  explicit Context(CUdevice device);

  const CUdevice device;
  Handles<Stream> streams{counters().streams};
  Handles<Event> events{counters().events};
  Handles<Module> modules{counters().modules};
  Handles<Function> functions{counters().functions};
  Handles<Graph> graphs{counters().graphs};
  Handles<GraphExec> graph_execs{counters().graph_execs};
  std::vector<std::shared_ptr<Stream>> running;  // guarded by the lock of stream.cpp
  std::shared_ptr<Stream> legacy;                // the stream that NULL names

  // What went wrong on the device. It stays: every call fails with it until the context has ended.
  CUresult fault() const { return fault_; }
  void report(CUresult fault);

  // NULL is the legacy stream. Throws CUDA_ERROR_INVALID_HANDLE.
  std::shared_ptr<Stream> stream(CUstream handle);

  // Waits for all its streams.
  void synchronize();

  // Gives everything back.
  void end();

 private:
  std::atomic<CUresult> fault_{CUDA_SUCCESS};
};

// The calling thread's context. Throws what a call without a usable one returns.
Context &current_context();

// Every context in use fails from now on.
void lose_contexts(CUresult fault);

// The frame of a function of the driver: errors are thrown as results inside.
template <class Body>
CUresult checked(Body body) {
  try {
    body();
    return CUDA_SUCCESS;
  } catch (CUresult result) {
    return result;
  } catch (const std::bad_alloc &) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
}

// The same for one that needs a context; the body gets it.
template <class Body>
CUresult in_context(Body body) {
  return checked([&] { body(current_context()); });
}

inline void require(bool condition, CUresult otherwise) {
  if (!condition) throw otherwise;
}

}  // namespace sim
