// The neutral kernel language in CUDA C++. See README.md for what the names mean. Compile with
// -x cu; the intrinsics keep the compiler from contracting or reordering floating point.
//
// A launch is one parameter of the same 104 bytes for every kernel. It does not name buffers but their
// places in a table of addresses, so that launches which a graph has recorded run on whatever the
// table holds by then.

typedef unsigned int uint;
typedef unsigned long long word;

#define LANES 1
#define LOG_LANES 0
typedef word words;
typedef double doubles;
#define PACK_LOAD(p) (*(p))
#define PACK_STORE(x, p) (*(p) = (x))
#define PACK_OF(type, p, s) (*(p))
#define PACK_SCATTER(x, p, s) (*(p) = (x))

#define GLOBAL
#define FUNCTION [[maybe_unused]] static __device__ __forceinline__
#define KERNEL(name) FUNCTION void name##_of_group
#define TILE_OF(type, name, size) __shared__ type name[size]
#define BARRIER() __syncthreads()

// The most buffers that a kernel takes.
#define SLOTS 19

typedef struct {
  const int *plan;
  const word *constants;
  word *const *buffers;
  uint at;
  uint slots[SLOTS];  // of each buffer its place in the table
} launch_arguments;

// The builder of images asks for RESIDENT_GROUPS where the compiler would spill to hold more groups.
#ifdef RESIDENT_GROUPS
#define BOUNDS __launch_bounds__(COLUMNS *ROWS, RESIDENT_GROUPS)
#else
#define BOUNDS __launch_bounds__(COLUMNS *ROWS)
#endif

// What a kernel is launched by, after its body: ENTRY(add, BUFFER(0), BUFFER(1), BUFFER(2)).
#define ENTRY(name, ...)                                                              \
  extern "C" __global__ BOUNDS void name(const launch_arguments launch) {             \
    name##_of_group(launch.plan, launch.at, launch.constants, __VA_ARGS__);           \
  }

// An address of the table as whatever pointer the kernel takes.
struct buffer_address {
  word *address;
  template <typename element>
  __device__ __forceinline__ operator element *() const {
    return (element *)address;
  }
};
#define BUFFER(i) (buffer_address{launch.buffers[launch.slots[i]]})

#define GROUP_X blockIdx.x
#define GROUP_Y blockIdx.y
#define GROUP_Z blockIdx.z

#define FOR_EACH_ITEM(row, column) \
  for (uint row = threadIdx.y, column = threadIdx.x, once = 1; once; once = 0)

FUNCTION word high_product(word a, word b) { return __umul64hi(a, b); }

FUNCTION double fp_add(double a, double b) { return __dadd_rn(a, b); }
FUNCTION double fp_sub(double a, double b) { return __dsub_rn(a, b); }
FUNCTION double fp_mul(double a, double b) { return __dmul_rn(a, b); }
FUNCTION double fp_fma(double a, double b, double c) { return __fma_rn(a, b, c); }
FUNCTION double fp_of_bits(word bits) { return __longlong_as_double((long long)bits); }
FUNCTION word fp_bits(double x) { return (word)__double_as_longlong(x); }

// 1 where the sum has passed 2^64, else 0.
FUNCTION words carry_of(words sum, words addend) { return sum < addend; }
