// Element-wise products of streams, LANES = 2^LOG_LANES a clock, MODMUL_CLOCKS later: a b / 2^(G STEPS) mod q (modmul).
module mul_stream #(
    parameter int W = 50,
    parameter int LOG_LANES = 0,
    parameter int G = 11,
    // Not to be set.
    parameter int LANES = 1 << LOG_LANES
) (
    input  logic               clk,
    input  logic [W-1:0]       q,
    input  logic [LANES*W-1:0] a,
    input  logic [LANES*W-1:0] b,
    output logic [LANES*W-1:0] r
);
  genvar n;
  generate
    for (n = 0; n < LANES; n = n + 1) begin : lanes
      modmul #(
          .W(W),
          .G(G)
      ) unit (
          .clk(clk),
          .q(q),
          .a(a[n*W+:W]),
          .b(b[n*W+:W]),
          .r(r[n*W+:W])
      );
    end
  endgenerate
endmodule
