// Events: places in the order of a stream, with the time at which they were reached.
#include <chrono>
#include <mutex>

#include "context.h"
#include "memory.h"
#include "stream.h"

namespace sim {

using Clock = std::chrono::steady_clock;

struct Event {
  explicit Event(bool timed) : timed(timed) {}

  const bool timed;
  std::mutex lock;
  Ticket ticket;
  std::shared_ptr<Clock::time_point> reached;  // written by the stream before the ticket is done

  Ticket recorded() {
    std::lock_guard guard(lock);
    return ticket;
  }
};

}  // namespace sim

using namespace sim;

DRIVER cuEventCreate(CUevent *event, unsigned flags) {
  constexpr unsigned DISABLE_TIMING = 2;
  return in_context([&](Context &context) {
    *event = context.events.add(std::make_shared<Event>((flags & DISABLE_TIMING) == 0));
  });
}

DRIVER cuEventDestroy_v2(CUevent event) {
  return in_context([&](Context &context) { context.events.take(event); });
}

DRIVER cuEventRecord(CUevent event, CUstream stream) {
  return in_context([&](Context &context) {
    auto recorded = context.events.get(event);
    auto reached = std::make_shared<Clock::time_point>();
    std::lock_guard lock(recorded->lock);
    recorded->ticket = context.stream(stream)->enqueue([reached] {
      *reached = Clock::now();
      return CUDA_SUCCESS;
    });
    recorded->reached = reached;
  });
}

DRIVER cuEventRecordWithFlags(CUevent event, CUstream stream, unsigned) { return cuEventRecord(event, stream); }

// An event that was never recorded is done.
DRIVER cuEventQuery(CUevent event) {
  return in_context([&](Context &context) {
    require(context.events.get(event)->recorded().done(), CUDA_ERROR_NOT_READY);
    require(context.fault() == CUDA_SUCCESS, context.fault());
  });
}

DRIVER cuEventSynchronize(CUevent event) {
  return in_context([&](Context &context) {
    context.events.get(event)->recorded().wait();
    memory().trim_pools(context.device);
    require(context.fault() == CUDA_SUCCESS, context.fault());
  });
}

DRIVER cuEventElapsedTime(float *milliseconds, CUevent start, CUevent end) {
  return in_context([&](Context &context) {
    auto from = context.events.get(start), to = context.events.get(end);
    for (auto &event : {from, to}) {
      Ticket ticket = event->recorded();
      require(event->timed && ticket.stream != nullptr, CUDA_ERROR_INVALID_HANDLE);
      require(ticket.done(), CUDA_ERROR_NOT_READY);
    }
    *milliseconds = std::chrono::duration<float, std::milli>(*to->reached - *from->reached).count();
  });
}

DRIVER cuStreamWaitEvent(CUstream stream, CUevent event, unsigned) {
  return in_context([&](Context &context) {
    Ticket ticket = context.events.get(event)->recorded();
    context.stream(stream)->enqueue([ticket] {
      ticket.wait();
      return CUDA_SUCCESS;
    });
  });
}
