#include "control.h"

#include <cstring>
#include <utility>

#include "context.h"
#include "counters.h"
#include "faults.h"

namespace sim {
namespace {

constexpr std::pair<const char *, std::atomic<long> Counters::*> NAMES[] = {
    {"device_bytes", &Counters::device_bytes},
    {"device_allocations", &Counters::device_allocations},
    {"pinned_bytes", &Counters::pinned_bytes},
    {"contexts", &Counters::contexts},
    {"streams", &Counters::streams},
    {"events", &Counters::events},
    {"modules", &Counters::modules},
    {"functions", &Counters::functions},
    {"graphs", &Counters::graphs},
    {"graph_execs", &Counters::graph_execs},
    {"allocations", &Counters::allocations},
    {"kernels", &Counters::kernels},
    {"launches", &Counters::launches},
    {"graph_launches", &Counters::graph_launches},
    {"pageable_copies", &Counters::pageable_copies},
};

}  // namespace

Counters &counters() {
  static Counters *instance = new Counters;
  return *instance;
}

Faults &faults() {
  static Faults *instance = new Faults;
  return *instance;
}

void Fuse::arm(long nth, long times, CUresult result) {
  std::lock_guard lock(lock_);
  first_ = nth;
  end_ = nth + times;
  seen_ = 0;
  result_ = result;
}

CUresult Fuse::burn() {
  std::lock_guard lock(lock_);
  seen_++;
  return seen_ >= first_ && seen_ < end_ ? result_ : CUDA_SUCCESS;
}

}  // namespace sim

using namespace sim;

void cloakwork_sim_fail_allocation(long nth, long times, int result) {
  faults().allocation.arm(nth, times, static_cast<CUresult>(result));
}

void cloakwork_sim_fail_launch(long nth, int result, int asynchronous) {
  Fuse &fuse = asynchronous != 0 ? faults().launch_run : faults().launch_call;
  fuse.arm(nth, 1, static_cast<CUresult>(result));
}

void cloakwork_sim_fail_module_load(long nth, int result) {
  faults().module_load.arm(nth, 1, static_cast<CUresult>(result));
}

void cloakwork_sim_lose_device(int result) { lose_contexts(static_cast<CUresult>(result)); }

void cloakwork_sim_clear_faults() {
  for (Fuse *fuse : {&faults().allocation, &faults().launch_call, &faults().launch_run, &faults().module_load}) {
    fuse->disarm();
  }
}

long cloakwork_sim_count(const char *name) {
  for (auto [candidate, count] : NAMES) {
    if (strcmp(candidate, name) == 0) return counters().*count;
  }
  return -1;
}
