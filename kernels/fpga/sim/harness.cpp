// A compiled model of ntt_core and mul_stream behind functions of C, for a program that loads this as a library. Nothing
// here knows arithmetic: words go in and out as they are.

#include <cstdint>
#include <cstring>
#include <memory>

#include "Vmul_stream.h"
#include "Vntt_core.h"
#include "verilated.h"

namespace {

constexpr int kWordBits = CORE_WORD_BITS;
constexpr int kLanes = 1 << CORE_LOG_LANES;
constexpr int kRowWords = 2 * kLanes;
constexpr int64_t kDegree = int64_t{1} << CORE_LOG_N;
// Clocks from a row's number to its words.
constexpr int kReadClocks = 2;

uint64_t get_bits(const uint32_t* words, int from) {
  uint64_t value = 0;
  for (int bit = 0; bit < kWordBits; bit++) {
    uint64_t set = words[(from + bit) / 32] >> ((from + bit) % 32) & 1;
    value |= set << bit;
  }
  return value;
}

void set_bits(uint32_t* words, int from, uint64_t value) {
  for (int bit = 0; bit < kWordBits; bit++) {
    uint32_t mask = uint32_t{1} << ((from + bit) % 32);
    uint32_t& word = words[(from + bit) / 32];
    word = (value >> bit & 1) != 0 ? word | mask : word & ~mask;
  }
}

// Ports are integers of 64 bits or arrays of 32-bit words, by their width.
void put(QData& port, int index, uint64_t value) { port = value; }
uint64_t take(const QData& port, int index) { return port; }
template <std::size_t Words>
void put(VlWide<Words>& port, int index, uint64_t value) {
  set_bits(port.data(), index * kWordBits, value);
}
template <std::size_t Words>
uint64_t take(const VlWide<Words>& port, int index) {
  return get_bits(port.data(), index * kWordBits);
}

struct Core {
  VerilatedContext context;
  Vntt_core ntt{&context};
  Vmul_stream mul{&context};

  void clock() {
    ntt.clk = 0;
    ntt.eval();
    ntt.clk = 1;
    ntt.eval();
  }
};

void load_row(Core& core, int64_t row, const uint64_t* words) {
  for (int i = 0; i < kRowWords; i++) put(core.ntt.io_in, i, words[i]);
  core.ntt.io_row = row;
  core.ntt.load = 1;
  core.clock();
  core.ntt.load = 0;
}

}  // namespace

extern "C" {

int core_log_n() { return CORE_LOG_N; }
int core_lanes() { return kLanes; }

void* core_open() {
  auto* core = new Core();
  core->ntt.reset = 1;
  core->clock();
  core->ntt.reset = 0;
  return core;
}

void core_close(void* core) { delete static_cast<Core*>(core); }

// Sets the prime and both tables: `forward` and `inverse` are kDegree words each, as ntt_core wants them.
void core_set_modulus(void* handle, uint64_t q, const uint64_t* forward, const uint64_t* inverse) {
  Core& core = *static_cast<Core*>(handle);
  core.ntt.q = q;
  core.mul.q = q;
  core.ntt.load_twiddles = 1;
  for (int64_t row = 0; row < 2 * kDegree / kLanes; row++) {
    const uint64_t* table = row < kDegree / kLanes ? forward : inverse;
    const uint64_t* words = table + row % (kDegree / kLanes) * kLanes;
    for (int i = 0; i < kLanes; i++) put(core.ntt.twiddles_in, i, words[i]);
    core.ntt.twiddle_row = row;
    core.clock();
  }
  core.ntt.load_twiddles = 0;
}

// Transforms `words` in place and returns the clocks that the core was busy.
int64_t core_transform(void* handle, int inverse, uint64_t* words) {
  Core& core = *static_cast<Core*>(handle);
  for (int64_t row = 0; row < kDegree / kRowWords; row++) {
    load_row(core, row, words + row * kRowWords);
  }
  core.ntt.inverse = inverse;
  core.ntt.start = 1;
  core.clock();
  core.ntt.start = 0;
  int64_t clocks = 0;
  while (core.ntt.busy) {
    core.clock();
    clocks++;
  }
  for (int64_t row = 0; row < kDegree / kRowWords; row++) {
    core.ntt.io_row = row;
    for (int i = 0; i < kReadClocks; i++) core.clock();
    for (int i = 0; i < kRowWords; i++) words[row * kRowWords + i] = take(core.ntt.io_out, i);
  }
  return clocks;
}

// Products of `count` words, a multiple of the lanes, into `results`; returns the clocks from the first words in to
// the last words out.
int64_t core_multiply(void* handle, int64_t count, const uint64_t* a, const uint64_t* b, uint64_t* results) {
  Vmul_stream& mul = static_cast<Core*>(handle)->mul;
  int64_t rows = count / kLanes;
  int64_t clocks = 0;
  for (int64_t done = 0; done < rows; clocks++) {
    int64_t row = clocks < rows ? clocks : rows - 1;
    for (int i = 0; i < kLanes; i++) {
      put(mul.a, i, a[row * kLanes + i]);
      put(mul.b, i, b[row * kLanes + i]);
    }
    mul.clk = 0;
    mul.eval();
    mul.clk = 1;
    mul.eval();
    if (clocks + 1 >= CORE_MODMUL_CLOCKS) {
      for (int i = 0; i < kLanes; i++) results[done * kLanes + i] = take(mul.r, i);
      done++;
    }
  }
  return clocks;
}

}  // extern "C"
