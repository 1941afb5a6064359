#include "context.h"

#include <mutex>

#include "machine.h"
#include "memory.h"
#include "signals.h"
#include "stream.h"

namespace sim {
namespace {

struct Primary {
  Context *context = nullptr;
  int retained = 0;
  unsigned flags = 0;
};

std::mutex &primaries_lock() {
  static auto *instance = new std::mutex;
  return *instance;
}

Primary *primaries() {
  static auto *all = new Primary[MAX_DEVICES];
  return all;
}

Primary &primary_of(CUdevice device) {
  require_device(device);
  return primaries()[device];
}

// Contexts that this thread has pushed; the last is current.
thread_local std::vector<Context *> stack;

void end(Primary &primary) {
  if (primary.context != nullptr) primary.context->end();
  primary.context = nullptr;
}

}  // namespace

Context::Context(CUdevice device) : device(device) {
  catch_kernel_faults();
  legacy = Stream::start(*this, true);
  counters().contexts++;
}

void Context::report(CUresult fault) {
  CUresult none = CUDA_SUCCESS;
  fault_.compare_exchange_strong(none, fault);
}

std::shared_ptr<Stream> Context::stream(CUstream handle) {
  constexpr uintptr_t LEGACY = 1;
  return handle == nullptr || reinterpret_cast<uintptr_t>(handle) == LEGACY ? legacy : streams.get(handle);
}

void Context::synchronize() {
  for (const Ticket &ticket : last_tickets(*this)) ticket.wait();
  memory().trim_pools(device);
}

void Context::end() {
  fault_ = CUDA_ERROR_CONTEXT_IS_DESTROYED;  // what is still queued is dropped
  for (const Ticket &ticket : last_tickets(*this)) ticket.wait();
  graph_execs.take_all();
  graphs.take_all();
  events.take_all();
  functions.take_all();
  modules.take_all();
  for (auto &stream : streams.take_all()) stream->finish();
  legacy->finish();
  memory().release_all(*this);
  counters().contexts--;
}

Context &current_context() {
  require_initialized();
  require(!stack.empty() && stack.back() != nullptr, CUDA_ERROR_INVALID_CONTEXT);
  Context &context = *stack.back();
  require(context.fault() == CUDA_SUCCESS, context.fault());
  return context;
}

void lose_contexts(CUresult fault) {
  std::lock_guard lock(primaries_lock());
  for (CUdevice device = 0; device < MAX_DEVICES; device++) {
    if (Context *context = primaries()[device].context) context->report(fault);
  }
}

}  // namespace sim

using namespace sim;

DRIVER cuDevicePrimaryCtxRetain(CUcontext *result, CUdevice device) {
  return checked([&] {
    std::lock_guard lock(primaries_lock());
    Primary &primary = primary_of(device);
    if (primary.context == nullptr) primary.context = new Context(device);
    primary.retained++;
    *result = primary.context;
  });
}

DRIVER cuDevicePrimaryCtxRelease_v2(CUdevice device) {
  return checked([&] {
    std::lock_guard lock(primaries_lock());
    Primary &primary = primary_of(device);
    require(primary.retained > 0, CUDA_ERROR_INVALID_CONTEXT);
    if (--primary.retained == 0) end(primary);
  });
}

DRIVER cuDevicePrimaryCtxReset_v2(CUdevice device) {
  return checked([&] {
    std::lock_guard lock(primaries_lock());
    end(primary_of(device));
  });
}

DRIVER cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned flags) {
  return checked([&] {
    std::lock_guard lock(primaries_lock());
    primary_of(device).flags = flags;
  });
}

DRIVER cuDevicePrimaryCtxGetState(CUdevice device, unsigned *flags, int *active) {
  return checked([&] {
    std::lock_guard lock(primaries_lock());
    *flags = primary_of(device).flags;
    *active = primary_of(device).context != nullptr;
  });
}

DRIVER cuCtxPushCurrent_v2(CUcontext context) {
  return checked([&] {
    require_initialized();
    require(context != nullptr, CUDA_ERROR_INVALID_CONTEXT);
    stack.push_back(context);
  });
}

DRIVER cuCtxPopCurrent_v2(CUcontext *context) {
  return checked([&] {
    require_initialized();
    require(!stack.empty(), CUDA_ERROR_INVALID_CONTEXT);
    if (context != nullptr) *context = stack.back();
    stack.pop_back();
  });
}

DRIVER cuCtxSetCurrent(CUcontext context) {
  return checked([&] {
    require_initialized();
    if (!stack.empty()) stack.pop_back();
    if (context != nullptr) stack.push_back(context);
  });
}

DRIVER cuCtxGetCurrent(CUcontext *context) {
  return checked([&] {
    require_initialized();
    *context = stack.empty() ? nullptr : stack.back();
  });
}

DRIVER cuCtxGetDevice(CUdevice *device) {
  return in_context([&](Context &context) { *device = context.device; });
}

DRIVER cuCtxGetApiVersion(CUcontext, unsigned *version) {
  return checked([&] {
    require_initialized();
    *version = 3020;
  });
}

DRIVER cuCtxSynchronize() {
  CUresult result = in_context([](Context &context) { context.synchronize(); });
  return result != CUDA_SUCCESS ? result : in_context([](Context &) {});
}
