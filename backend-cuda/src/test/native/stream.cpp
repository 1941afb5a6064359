#include "stream.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>

#include "context.h"
#include "memory.h"
#include "settings.h"
#include "signals.h"

namespace sim {
namespace {

// How long a lazy stream keeps work that nobody waits for.
constexpr auto IDLE = std::chrono::milliseconds(20);

// One lock for all queues: work is coarse.
std::mutex &queues() {
  static auto *instance = new std::mutex;
  return *instance;
}

// Signalled whenever anything has been completed.
std::condition_variable &progress() {
  static auto *instance = new std::condition_variable;
  return *instance;
}

Work waiting_for(Ticket ticket) {
  return [ticket = std::move(ticket)] {
    ticket.wait();
    return CUDA_SUCCESS;
  };
}

}  // namespace

bool Ticket::done() const {
  std::lock_guard lock(queues());
  if (stream == nullptr) return true;
  stream->demand(number);
  return stream->completed_ >= number;
}

void Ticket::wait() const {
  if (stream == nullptr) return;
  std::unique_lock lock(queues());
  stream->demand(number);
  progress().wait(lock, [this] { return stream->completed_ >= number; });
}

std::shared_ptr<Stream> Stream::start(Context &context, bool blocking) {
  static std::atomic<unsigned> started{0};
  auto stream = std::make_shared<Stream>(context, blocking, ++started);
  {
    std::lock_guard lock(queues());
    context.running.push_back(stream);
  }
  std::thread([stream] { stream->work(); }).detach();
  return stream;
}

Ticket Stream::enqueue(Work work) {
  std::lock_guard lock(queues());
  if (this == context.legacy.get()) {
    for (auto &other : context.running) {
      if (other.get() != this && other->blocking && other->completed_ < other->given_) {
        push(waiting_for({other, other->given_}));
      }
    }
  } else if (blocking && context.legacy->completed_ < context.legacy->given_) {
    push(waiting_for({context.legacy, context.legacy->given_}));
  }
  push(std::move(work));
  return {shared_from_this(), given_};
}

void Stream::push(Work work) {
  queue_.push_back(std::move(work));
  given_++;
  wake_.notify_one();
}

Ticket Stream::last() {
  std::lock_guard lock(queues());
  return {shared_from_this(), given_};
}

void Stream::finish() {
  std::lock_guard lock(queues());
  finished_ = true;
  wake_.notify_one();
}

void Stream::demand(uint64_t number) {
  wanted_ = std::max(wanted_, number);
  wake_.notify_one();
}

void Stream::wait_until_wanted(std::unique_lock<std::mutex> &lock) {
  if (settings().lazy != 0) {
    wake_.wait_for(lock, IDLE, [this] { return wanted_ > completed_ || finished_; });
  }
}

// Another interleaving of the streams for each seed, which is the number of the stream.
void Stream::dawdle() {
  if (long most = settings().jitter; most > 0) {
    std::this_thread::sleep_for(std::chrono::microseconds(random_() % static_cast<unsigned long>(most)));
  }
}

void Stream::work() {
  AlternateSignalStack signal_stack;
  std::unique_lock lock(queues());
  for (;;) {
    wake_.wait(lock, [this] { return !queue_.empty() || finished_; });
    if (queue_.empty()) break;
    wait_until_wanted(lock);
    Work work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    dawdle();
    // After a fault the device does nothing more.
    CUresult result = context.fault() == CUDA_SUCCESS ? work() : CUDA_SUCCESS;
    if (result != CUDA_SUCCESS) context.report(result);
    work = nullptr;  // what it held is given back before anybody hears that it is done
    lock.lock();
    completed_++;
    progress().notify_all();
  }
  auto &running = context.running;
  running.erase(std::find(running.begin(), running.end(), shared_from_this()));
}

std::vector<Ticket> last_tickets(Context &context) {
  std::lock_guard lock(queues());
  std::vector<Ticket> tickets;
  for (auto &stream : context.running) tickets.push_back({stream, stream->given_});
  return tickets;
}

}  // namespace sim

using namespace sim;

static CUresult create(CUstream *stream, unsigned flags) {
  constexpr unsigned NON_BLOCKING = 1;
  return in_context([&](Context &context) {
    require((flags & ~NON_BLOCKING) == 0, CUDA_ERROR_INVALID_VALUE);
    *stream = context.streams.add(Stream::start(context, flags != NON_BLOCKING));
  });
}

DRIVER cuStreamCreate(CUstream *stream, unsigned flags) { return create(stream, flags); }

DRIVER cuStreamCreateWithPriority(CUstream *stream, unsigned flags, int) { return create(stream, flags); }

DRIVER cuCtxGetStreamPriorityRange(int *least, int *greatest) {
  return in_context([&](Context &) {
    if (least != nullptr) *least = 0;
    if (greatest != nullptr) *greatest = 0;
  });
}

DRIVER cuStreamDestroy_v2(CUstream stream) {
  return in_context([&](Context &context) { context.streams.take(stream)->finish(); });
}

DRIVER cuStreamQuery(CUstream stream) {
  return in_context([&](Context &context) {
    require(context.stream(stream)->last().done(), CUDA_ERROR_NOT_READY);
    require(context.fault() == CUDA_SUCCESS, context.fault());
  });
}

DRIVER cuStreamSynchronize(CUstream stream) {
  return in_context([&](Context &context) {
    context.stream(stream)->last().wait();
    memory().trim_pools(context.device);
    require(context.fault() == CUDA_SUCCESS, context.fault());
  });
}

DRIVER cuLaunchHostFunc(CUstream stream, CUhostFn function, void *data) {
  return in_context([&](Context &context) {
    require(function != nullptr, CUDA_ERROR_INVALID_VALUE);
    context.stream(stream)->enqueue([function, data] {
      function(data);
      return CUDA_SUCCESS;
    });
  });
}
