// Words in another order: out[i] = in[i ^ key], as log2 of their number rows of exchanges.
module exchange #(
    parameter int W = 50,
    parameter int LOG_WORDS = 1
) (
    input  logic [LOG_WORDS-1:0]      key,
    input  logic [(W << LOG_WORDS)-1:0] in,
    output logic [(W << LOG_WORDS)-1:0] out
);
  logic [(W << LOG_WORDS)-1:0] earlier;
  always_comb begin
    out = in;
    earlier = in;
    for (int r = 0; r < LOG_WORDS; r = r + 1) begin
      for (int i = 0; i < (1 << LOG_WORDS); i = i + 1) begin
        out[i*W+:W] = key[r] ? earlier[(i^(1<<r))*W+:W] : earlier[i*W+:W];
      end
      earlier = out;
    end
  end
endmodule
