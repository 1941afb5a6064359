// Where a launch finds its rows. Group x walks along the coefficients, group y over the limbs of the
// launch, group z over item x polynomial of the result. A launch is a record of integers,
//
//   polys, log2 N, scalars, count, extra,
//   for each operand { base, item stride, polynomial stride },
//   for each limb { modulus, for each operand its limb },
//
// where places are in rows of N words and a stride of 0 shares the operand. `scalars` says where in
// `constants` the launch's own words start, after the records of the moduli; `count` and `extra` mean
// what the kernel says.

// Tables that no kernel writes: what is read from them may be kept, or come from a cache of its own.
#ifdef __cplusplus
#define TABLE(type) GLOBAL const type *__restrict__
#else
#define TABLE(type) GLOBAL const type *restrict
#endif

// What a language has to hand to a kernel besides.
#ifndef GROUP_PARAMETERS
#define GROUP_PARAMETERS
#endif

#define LAUNCH GROUP_PARAMETERS TABLE(int) plan, uint at, TABLE(word) constants

#define LAUNCH_HEADER 5

#define LAUNCH_POLYS ((uint)plan[at])
#define LAUNCH_LOG_N ((uint)plan[at + 1])
#define LAUNCH_SCALARS (constants + (uint)plan[at + 2])
#define LAUNCH_COUNT ((uint)plan[at + 3])
#define LAUNCH_EXTRA ((uint)plan[at + 4])

FUNCTION GLOBAL const int *launch_limb(
    GLOBAL const int *plan, uint at, uint operands, uint limb) {
  return plan + at + LAUNCH_HEADER + 3 * operands + limb * (1 + operands);
}

// The first word of `operand` in the row of `limb` and polynomial `poly` of item `item`.
FUNCTION size_t launch_row(
    GLOBAL const int *plan, uint at, uint operands, uint operand, uint limb, uint item, uint poly) {
  GLOBAL const int *place = plan + at + LAUNCH_HEADER + 3 * operand;
  size_t row = (size_t)place[0] + (size_t)item * (uint)place[1] + (size_t)poly * (uint)place[2] +
               (uint)launch_limb(plan, at, operands, limb)[1 + operand];
  return row << LAUNCH_LOG_N;
}

// The same for the limb, item and polynomial of this group.
#define ROW(operands, operand)                                                   \
  launch_row(                                                                    \
      plan, at, operands, operand, GROUP_Y, GROUP_Z / LAUNCH_POLYS, GROUP_Z % LAUNCH_POLYS)

#define MODULUS_OF(operands, limb) \
  (((GLOBAL const modulus *)constants)[launch_limb(plan, at, operands, limb)[0]])
#define MODULUS(operands) MODULUS_OF(operands, GROUP_Y)

// In kernels without tiles: the first of the LANES neighbouring coefficients of an item. A group takes
// GROUP_WORDS of them; a row may be shorter.
#define GROUP_WORDS (ROWS * COLUMNS * LANES)
#define FOR_EACH_COEFFICIENT_OF(i, block, words_of_row)                                   \
  FOR_EACH_ITEM(line, lane_column)                                                        \
  for (uint i = (block) * GROUP_WORDS + line * (COLUMNS * LANES) + lane_column, done = 0; \
       i < (words_of_row) && !done; done = 1)
#define FOR_EACH_COEFFICIENT(i) FOR_EACH_COEFFICIENT_OF(i, GROUP_X, 1u << LAUNCH_LOG_N)
