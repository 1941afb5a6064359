// A memory block: one word written and one read a clock, what is read a clock later.
module bank #(
    parameter int BITS = 50,
    parameter int ADDRESS_BITS = 9
) (
    input  logic                    clk,
    input  logic                    write,
    input  logic [ADDRESS_BITS-1:0] write_address,
    input  logic [BITS-1:0]         data,
    input  logic [ADDRESS_BITS-1:0] read_address,
    output logic [BITS-1:0]         out
);
  logic [BITS-1:0] words[0:(1 << ADDRESS_BITS) - 1];

  always_ff @(posedge clk) begin
    if (write) words[write_address] <= data;
    out <= words[read_address];
  end
endmodule
