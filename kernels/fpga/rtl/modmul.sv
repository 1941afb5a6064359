`include "timing.svh"

// A modular product a clock: r = a b / 2^(G STEPS) mod q, MODMUL_CLOCKS later, for a prime q < 2^W with q = 1 mod 2^G.
// Operands and result are in [0, q). Keep one operand as b 2^(G STEPS) mod q and the result is a b mod q.
//
// q may be any such prime, and must not change while words are on their way.
module modmul #(
    parameter int W = 50,
    parameter int G = 11
) (
    input  logic         clk,
    input  logic [W-1:0] q,
    input  logic [W-1:0] a,
    input  logic [W-1:0] b,
    output logic [W-1:0] r
);
  localparam int STEPS = `REDUCTION_STEPS(W, G);

  // After i steps a word is below q^2 / 2^(G i) + q.
  function automatic int bits_after(int steps);
    bits_after = 2 * W - G * steps;
    if (bits_after < W) bits_after = W;
    if (steps > 0) bits_after = bits_after + 1;
  endfunction

  // The product in registers of its own: multiplier blocks take them in.
  logic [W-1:0] a_in, b_in;
  logic [2*W-1:0] product, product_mid, product_out;
  always_ff @(posedge clk) begin
    a_in <= a;
    b_in <= b;
    product <= a_in * b_in;
    product_mid <= product;
    product_out <= product_mid;
  end

  // What each step begins with, 2 W bits of room for each, of which later ones use fewer.
  /* verilator lint_off UNUSEDSIGNAL */
  logic [(STEPS+1)*2*W-1:0] t;
  /* verilator lint_on UNUSEDSIGNAL */
  assign t[0+:2*W] = product_out;

  genvar i;
  generate
    for (i = 0; i < STEPS; i = i + 1) begin : step
      localparam int OUT = bits_after(i + 1);
      logic [OUT-1:0] out;
      reduction_step #(
          .W(W),
          .G(G),
          .IN_BITS(bits_after(i)),
          .OUT_BITS(OUT)
      ) reduction (
          .clk(clk),
          .high_q(q[W-1:G]),
          .in(t[i*2*W+:bits_after(i)]),
          .out(out)
      );
      assign t[(i+1)*2*W+:2*W] = {{(2 * W - OUT) {1'b0}}, out};
    end
  endgenerate

  // Below 2 q now: 2^(G STEPS) is not less than 2^W.
  logic [W:0] last, less;
  assign last = t[STEPS*2*W+:W+1];
  assign less = last - {1'b0, q};
  always_ff @(posedge clk) r <= less[W] ? last[W-1:0] : less[W-1:0];
endmodule
