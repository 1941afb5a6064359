// The neutral kernel language in OpenCL C 1.2; README.md says what the names mean. LANES is how many
// neighbouring coefficients an item holds: 1 where the device runs items in lockstep, the width of a
// vector register where an item is a loop iteration on a processor.

#define FUNCTION static inline

#if FP64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#pragma OPENCL FP_CONTRACT OFF
#if LANES == 8
typedef double8 doubles;
#define fp_of_bits(bits) as_double8(bits)
#define fp_bits(x) as_ulong8(x)
#elif LANES == 4
typedef double4 doubles;
#define fp_of_bits(bits) as_double4(bits)
#define fp_bits(x) as_ulong4(x)
#else
typedef double doubles;
#define fp_of_bits(bits) as_double(bits)
#define fp_bits(x) as_ulong(x)
#endif

FUNCTION doubles fp_add(doubles a, doubles b) { return a + b; }
FUNCTION doubles fp_sub(doubles a, doubles b) { return a - b; }
FUNCTION doubles fp_mul(doubles a, doubles b) { return a * b; }
FUNCTION doubles fp_fma(doubles a, doubles b, doubles c) { return fma(a, b, c); }
#endif

typedef ulong word;

#if LANES == 8
#define LOG_LANES 3
typedef ulong8 words;
#define PACK_LOAD(p) vload8(0, p)
#define PACK_STORE(x, p) vstore8(x, 0, p)
#define PACK_OF(type, p, s) \
  (type)((p)[0], (p)[s], (p)[2 * (s)], (p)[3 * (s)], (p)[4 * (s)], (p)[5 * (s)], (p)[6 * (s)], (p)[7 * (s)])
#define PACK_SCATTER(x, p, s)                                                              \
  ((p)[0] = x.s0, (p)[s] = x.s1, (p)[2 * (s)] = x.s2, (p)[3 * (s)] = x.s3,                 \
   (p)[4 * (s)] = x.s4, (p)[5 * (s)] = x.s5, (p)[6 * (s)] = x.s6, (p)[7 * (s)] = x.s7)
#define MASK_OF(condition) as_ulong8(condition)
#elif LANES == 4
#define LOG_LANES 2
typedef ulong4 words;
#define PACK_LOAD(p) vload4(0, p)
#define PACK_STORE(x, p) vstore4(x, 0, p)
#define PACK_OF(type, p, s) (type)((p)[0], (p)[s], (p)[2 * (s)], (p)[3 * (s)])
#define PACK_SCATTER(x, p, s) \
  ((p)[0] = x.s0, (p)[s] = x.s1, (p)[2 * (s)] = x.s2, (p)[3 * (s)] = x.s3)
#define MASK_OF(condition) as_ulong4(condition)
#else
#define LOG_LANES 0
typedef ulong words;
#define PACK_LOAD(p) (*(p))
#define PACK_STORE(x, p) (*(p) = (x))
#define PACK_OF(type, p, s) (*(p))
#define PACK_SCATTER(x, p, s) (*(p) = (x))
#endif

#define GLOBAL __global

#if SINGLE_WORK_ITEM

// As compilers for FPGAs want it: one item runs a whole launch, and its groups and their items are loops.
#define GROUP_PARAMETERS uint group_x, uint group_y, uint group_z,
#define KERNEL(name) FUNCTION void name##_of_group
#define TILE_OF(type, name, size) type name[size]
#define BARRIER()

#define GROUP_X group_x
#define GROUP_Y group_y
#define GROUP_Z group_z

#define FOR_EACH_ITEM(row, column)      \
  for (uint row = 0; row < ROWS; row++) \
    for (uint column = 0; column < COLUMNS * LANES; column += LANES)

#define LIST(...) __VA_ARGS__

// What is launched, after its body: TASK(neg, (GLOBAL void *b0, GLOBAL void *b1), (b0, b1)).
#define TASK(name, parameters, buffers)                                                      \
  __kernel __attribute__((reqd_work_group_size(1, 1, 1))) void name(                         \
      TABLE(int) plan, uint at, TABLE(word) constants, LIST parameters, uint groups_x,       \
      uint groups_y, uint groups_z) {                                                        \
    for (uint z = 0; z < groups_z; z++) {                                                    \
      for (uint y = 0; y < groups_y; y++) {                                                  \
        for (uint x = 0; x < groups_x; x++) {                                                \
          name##_of_group(x, y, z, plan, at, constants, LIST buffers);                       \
        }                                                                                    \
      }                                                                                      \
    }                                                                                        \
  }

#else

#define KERNEL(name) \
  __kernel __attribute__((reqd_work_group_size(COLUMNS, ROWS, 1))) void name
#define TILE_OF(type, name, size) __local type name[size]
// Both, because transforms work in place: what one item writes in the end another has read before.
#define BARRIER() barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)

#define GROUP_X ((uint)get_group_id(0))
#define GROUP_Y ((uint)get_group_id(1))
#define GROUP_Z ((uint)get_group_id(2))

#define FOR_EACH_ITEM(row, column)                                                        \
  for (uint row = (uint)get_local_id(1), column = (uint)get_local_id(0) * LANES, once = 1; \
       once; once = 0)

#endif

FUNCTION words high_product(words a, words b) { return mul_hi(a, b); }

// 1 where the sum has passed 2^64, else 0.
#if LANES == 1
FUNCTION words carry_of(words sum, words addend) { return sum < addend; }
#else
FUNCTION words carry_of(words sum, words addend) { return MASK_OF(sum < addend) & 1; }
#endif
