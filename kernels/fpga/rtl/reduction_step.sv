// One step of a Montgomery reduction modulo a prime q = 1 mod 2^G: t becomes (t + m q) / 2^G for the m in [0, 2^G) that
// makes the division exact. As q^-1 = 1 mod 2^G, m is -t mod 2^G and costs no product; and of m q only m times the
// high part of q is left to compute. (The word-level reduction of Mert, Ozturk and Savas, "Design and implementation of
// encryption/decryption architectures for BFV homomorphic encryption scheme", IEEE TVLSI 28(2), 2020.)
//
// Three clocks, one t a clock. `out` is below t / 2^G + q, which OUT_BITS must hold.
module reduction_step #(
    parameter int W = 50,
    parameter int G = 11,
    parameter int IN_BITS = 2 * W,
    parameter int OUT_BITS = 2 * W - G + 1
) (
    input  logic                clk,
    input  logic [W-G-1:0]      high_q,  // q >> G
    input  logic [IN_BITS-1:0]  in,
    output logic [OUT_BITS-1:0] out
);
  logic [G-1:0] factor;
  logic [IN_BITS-G-1:0] rest, rest_late;
  logic carry, carry_late;
  logic [W-1:0] product;

  always_ff @(posedge clk) begin
    factor <= -in[G-1:0];
    carry <= |in[G-1:0];  // the low parts of t and m q sum to 0 or 2^G
    rest <= in[IN_BITS-1:G];

    product <= factor * high_q;
    carry_late <= carry;
    rest_late <= rest;

    out <= OUT_BITS'(rest_late) + OUT_BITS'(product) + OUT_BITS'(carry_late);
  end
endmodule
