`include "timing.svh"

// A butterfly a clock, BUTTERFLY_CLOCKS later. Forward (Cooley and Tukey): x = u + v w, y = u - v w. Inverse (Gentleman
// and Sande), halved so that a whole inverse transform needs no scaling by 1/N: x = (u + v) / 2, y = (u - v) w, for
// which w comes as half of the twiddle. All modulo q, all in [0, q); w in Montgomery form (modmul).
//
// `inverse` and q must not change while words are on their way.
module butterfly #(
    parameter int W = 50,
    parameter int G = 11
) (
    input  logic         clk,
    input  logic         inverse,
    input  logic [W-1:0] q,
    input  logic [W-1:0] u,
    input  logic [W-1:0] v,
    input  logic [W-1:0] w,
    output logic [W-1:0] x,
    output logic [W-1:0] y
);
  localparam int WAIT = `MODMUL_CLOCKS(W, G);

  // Before the product: the sum and the difference, then both reduced.
  logic [W:0] sum, difference, sum_less;
  logic [W-1:0] u_in, v_in, w_in, factor, twiddle, kept, waited;
  assign sum_less = sum - {1'b0, q};
  always_ff @(posedge clk) begin
    sum <= {1'b0, u} + {1'b0, v};
    difference <= {1'b0, u} - {1'b0, v};
    u_in <= u;
    v_in <= v;
    w_in <= w;

    factor <= !inverse ? v_in : difference[W] ? difference[W-1:0] + q : difference[W-1:0];
    kept <= !inverse ? u_in : sum_less[W] ? sum[W-1:0] : sum_less[W-1:0];
    twiddle <= w_in;
  end

  logic [W-1:0] product;
  modmul #(
      .W(W),
      .G(G)
  ) multiplier (
      .clk(clk),
      .q(q),
      .a(factor),
      .b(twiddle),
      .r(product)
  );

  // What is not multiplied waits; an odd word is halved as (word + q) / 2, q being odd.
  logic [W-1:0] half;
  logic [WAIT*W-1:0] waiting;
  assign half = (kept >> 1) + (kept[0] ? (q >> 1) + 1'b1 : '0);
  always_ff @(posedge clk) begin
    waiting <= {waiting[(WAIT-1)*W-1:0], inverse ? half : kept};
  end
  assign waited = waiting[WAIT*W-1-:W];

  // After it: sum and difference, then both reduced.
  logic [W:0] plus, minus, plus_less;
  logic [W-1:0] waited_late, product_late;
  assign plus_less = plus - {1'b0, q};
  always_ff @(posedge clk) begin
    plus <= {1'b0, waited} + {1'b0, product};
    minus <= {1'b0, waited} - {1'b0, product};
    waited_late <= waited;
    product_late <= product;

    x <= inverse ? waited_late : plus_less[W] ? plus[W-1:0] : plus_less[W-1:0];
    y <= inverse ? product_late : minus[W] ? minus[W-1:0] + q : minus[W-1:0];
  end
endmodule
