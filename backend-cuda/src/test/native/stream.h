// Streams: work that is done in order, each on a thread of its own.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "abi.h"

namespace sim {

// What a stream does for one call; a result other than success becomes the context's fault.
using Work = std::function<CUresult()>;

// A place in a stream's order: after all that had been given to it by then.
struct Ticket {
  std::shared_ptr<Stream> stream;
  uint64_t number = 0;

  bool done() const;
  void wait() const;
};

class Stream : public std::enable_shared_from_this<Stream> {
 public:
  // A blocking stream keeps order with the legacy stream.
  static std::shared_ptr<Stream> start(Context &context, bool blocking);
  Stream(Context &context, bool blocking, unsigned seed) : context(context), blocking(blocking), random_(seed) {}

  Ticket enqueue(Work work);
  Ticket last();

  // Nothing more will be given; its thread ends after what is queued.
  void finish();

  Context &context;
  const bool blocking;

 private:
  friend struct Ticket;
  friend std::vector<Ticket> last_tickets(Context &);

  void work();
  void push(Work work);
  void demand(uint64_t number);
  void dawdle();
  void wait_until_wanted(std::unique_lock<std::mutex> &lock);

  std::condition_variable wake_;
  std::deque<Work> queue_;
  uint64_t given_ = 0, completed_ = 0;
  uint64_t wanted_ = 0;  // somebody waits for this one
  bool finished_ = false;
  std::minstd_rand random_;
};

// Where every stream of the context is, destroyed ones with work left included.
std::vector<Ticket> last_tickets(Context &context);

}  // namespace sim
