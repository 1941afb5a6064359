// Clocks that a word spends in each pipeline: control travels beside the data and must know.
`ifndef CLOAKWORK_TIMING
`define CLOAKWORK_TIMING

// Steps of a Montgomery reduction that takes G bits each.
`define REDUCTION_STEPS(W, G) (((W) + (G) - 1) / (G))

// modmul: operands, three for the product, three a step, the last subtraction.
`define MODMUL_CLOCKS(W, G) (1 + 3 + 3 * `REDUCTION_STEPS(W, G) + 1)

// butterfly: two before the product and two after it.
`define BUTTERFLY_CLOCKS(W, G) (2 + `MODMUL_CLOCKS(W, G) + 2)

// ntt_core, from the clock in which a group is asked for until its words are in the banks again: the banks' own
// clock, reordering, lanes, butterfly, lanes, reordering, write.
`define GROUP_CLOCKS(W, G) (3 + `BUTTERFLY_CLOCKS(W, G) + 3)

`endif
