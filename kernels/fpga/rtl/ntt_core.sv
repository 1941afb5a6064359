`include "timing.svh"

// A negacyclic transform of N = 2^LOG_N words in place, LANES = 2^LOG_LANES butterflies a clock: natural order in,
// bit-reversed order out, and back. log2 N passes of N / (2 LANES) + GROUP_CLOCKS - 1 clocks each: the next pass reads what the last
// group of a pass has written.
//
// The N words lie in 2 LANES banks. Word j = (row, e), e its low B = LOG_LANES + 1 bits, lies in row `row` of bank
// e ^ fold(row), fold the exclusive or of the row's digits of B bits. In a pass over pairs (j, j + 2^k) the 2 LANES words
// of a group are those that differ in bit k and in the low bits but bit k mod B: whatever k is, group g finds word e in bank
// e ^ fold(g), so that no two want the same bank (after Johnson, "Conflict free memory addressing for dedicated FFT
// hardware", IEEE TCAS II 39(5), 1992).
//
// While `busy` is low, words go in and out by rows (2 LANES words in natural order a clock), and twiddles by rows
// of LANES: first N / LANES rows for the forward transform, psi^brv(i) in Montgomery form (modmul), then as many for
// the inverse, psi^-brv(i) / 2 in the same form.
module ntt_core #(
    parameter int W = 50,
    parameter int LOG_N = 10,
    parameter int LOG_LANES = 0,
    parameter int G = LOG_N + 1,
    // Not to be set.
    parameter int B = LOG_LANES + 1,
    parameter int ROW_BITS = LOG_N - B,
    parameter int TWIDDLE_ROW_BITS = LOG_N - LOG_LANES + 1,
    parameter int WORDS = 2 << LOG_LANES,
    parameter int LANES = 1 << LOG_LANES
) (
    input logic clk,
    input logic reset,
    input logic [W-1:0] q,

    input  logic start,
    input  logic inverse,
    output logic busy,

    input  logic load,
    input  logic [ROW_BITS-1:0] io_row,
    input  logic [WORDS*W-1:0] io_in,
    output logic [WORDS*W-1:0] io_out, // row io_row, two clocks later

    input logic load_twiddles,
    input logic [TWIDDLE_ROW_BITS-1:0] twiddle_row,
    input logic [LANES*W-1:0] twiddles_in
);
  localparam int K_BITS = $clog2(LOG_N + 1);
  localparam int LANE_BITS = LOG_LANES == 0 ? 1 : LOG_LANES;
  localparam int IN_FLIGHT = `GROUP_CLOCKS(W, G);
  localparam int WAIT_BITS = $clog2(IN_FLIGHT + 1);

  // The digit of a word's bank that is not in its own low bits.
  function automatic logic [B-1:0] fold(input logic [ROW_BITS-1:0] row);
    fold = '0;
    for (int i = 0; i < ROW_BITS; i = i + 1) fold[i%B] = fold[i%B] ^ row[i];
  endfunction

  // `lane` with a bit put in at `position`: the word of a lane's pair that is the same but for that bit.
  function automatic int with_bit(input int lane, input int position, input int value);
    with_bit = ((lane >> position) << (position + 1)) | (value << position)
        | (lane & ((1 << position) - 1));
  endfunction

  // ---- Control: passes over k, groups in a pass, the end of a pass ------------------------------------------------

  logic running, draining, inverse_now;
  logic [K_BITS-1:0] passes_left, k, kappa;  // kappa = k mod B
  logic [ROW_BITS-1:0] group;
  logic [WAIT_BITS-1:0] waited;
  logic issue, last_group;

  assign busy = running;
  assign issue = running && !draining;
  assign last_group = &group;

  always_ff @(posedge clk) begin
    if (reset) begin
      running <= 1'b0;
      draining <= 1'b0;
    end else if (!running) begin
      if (start) begin
        running <= 1'b1;
        inverse_now <= inverse;
        passes_left <= K_BITS'(LOG_N - 1);
        k <= inverse ? '0 : K_BITS'(LOG_N - 1);
        kappa <= inverse ? '0 : K_BITS'((LOG_N - 1) % B);
        group <= '0;
      end
    end else if (!draining) begin
      group <= group + 1'b1;
      draining <= last_group;
      waited <= '0;
    end else begin
      waited <= waited + 1'b1;
      if (waited == WAIT_BITS'(IN_FLIGHT - 2)) begin
        draining <= 1'b0;
        running <= passes_left != 0;
        passes_left <= passes_left - 1'b1;
        if (inverse_now) begin
          k <= k + 1'b1;
          kappa <= kappa == K_BITS'(B - 1) ? '0 : kappa + 1'b1;
        end else begin
          k <= k - 1'b1;
          kappa <= kappa == 0 ? K_BITS'(B - 1) : kappa - 1'b1;
        end
      end
    end
  end

  // ---- A group's words and twiddles on their way to the lanes ----------------------------------------------------

  // Which bit of the row is bit k of the word; none in the passes within a row.
  logic [ROW_BITS-1:0] row_bit;
  always_comb begin
    row_bit = '0;
    for (int i = 0; i < ROW_BITS; i = i + 1) row_bit[i] = k == K_BITS'(i + B);
  end

  logic [ROW_BITS-1:0] read_group;
  assign read_group = running ? group : io_row;

  // The rows of a group: its own, with bit k of the word in the place of one bit.
  function automatic logic [ROW_BITS-1:0] row_of(input logic [B-1:0] number, input logic [ROW_BITS-1:0] g,
                                                 input logic [ROW_BITS-1:0] bit_of_row,
                                                 input logic [K_BITS-1:0] position);
    logic [B-1:0] e;
    logic upper;
    e = number ^ fold(g);
    upper = 1'b0;
    for (int i = 0; i < B; i = i + 1) if (position == K_BITS'(i)) upper = e[i];
    row_of = (g & ~bit_of_row) | (upper ? bit_of_row : '0);
  endfunction

  // The twiddles of the pairs (j, j + 2^k) are number 2^(LOG_N-1-k) + (j >> (k+1)): of one row, for all lanes.
  function automatic logic [LOG_N-1:0] twiddle_of(input int lane, input logic [ROW_BITS-1:0] g,
                                                  input logic [K_BITS-1:0] log_distance,
                                                  input logic [K_BITS-1:0] position);
    logic [B-1:0] e;
    e = '0;
    for (int s = 0; s < B; s = s + 1) if (position == K_BITS'(s)) e = B'(with_bit(lane, s, 0));
    twiddle_of = (LOG_N'(1) << (K_BITS'(LOG_N - 1) - log_distance))
        | (({g, e} >> log_distance) >> 1);
  endfunction

  logic [WORDS*ROW_BITS-1:0] bank_rows;
  logic [TWIDDLE_ROW_BITS-1:0] twiddle_address;
  logic [LANES*LANE_BITS-1:0] choice, choice_1, choice_2;
  always_comb begin
    for (int i = 0; i < WORDS; i = i + 1) begin
      bank_rows[i*ROW_BITS+:ROW_BITS] = row_of(B'(i), read_group, running ? row_bit : '0, kappa);
    end
    twiddle_address = {
      inverse_now, (TWIDDLE_ROW_BITS - 1)'(twiddle_of(0, group, k, kappa) >> LOG_LANES)
    };
    for (int i = 0; i < LANES; i = i + 1) begin
      choice[i*LANE_BITS+:LANE_BITS] = LOG_LANES == 0 ? '0 : LANE_BITS'(twiddle_of(i, group, k, kappa));
    end
  end

  logic [WORDS*W-1:0] bank_out, ordered, ordered_next, stored, stored_next, produced;
  logic [LANES*W-1:0] twiddles, twiddles_late, u, v, w, x, y;
  logic [B-1:0] key_1;
  always_ff @(posedge clk) begin
    key_1 <= fold(read_group);
    choice_1 <= choice;
    choice_2 <= choice_1;
    ordered <= ordered_next;
    twiddles_late <= twiddles;
    for (int i = 0; i < LANES; i = i + 1) begin
      for (int s = 0; s < B; s = s + 1) begin
        if (kappa == K_BITS'(s)) begin
          u[i*W+:W] <= ordered[with_bit(i, s, 0)*W+:W];
          v[i*W+:W] <= ordered[with_bit(i, s, 1)*W+:W];
        end
      end
      w[i*W+:W] <= twiddles_late[choice_2[i*LANE_BITS+:LANE_BITS]*W+:W];
    end
  end
  assign io_out = ordered;

  exchange #(
      .W(W),
      .LOG_WORDS(B)
  ) from_banks (
      .key(key_1),
      .in(bank_out),
      .out(ordered_next)
  );

  // ---- And back --------------------------------------------------------------------------------------------------

  // What is known of a group stays beside its words; k and kappa stand still until the last of them is written.
  localparam int ON_THE_WAY = IN_FLIGHT - 2;
  logic [ON_THE_WAY-1:0] valid;
  logic [ON_THE_WAY*ROW_BITS-1:0] groups;
  logic [ROW_BITS-1:0] done_group, store_group;
  logic store;
  assign done_group = groups[ON_THE_WAY*ROW_BITS-1-:ROW_BITS];
  always_ff @(posedge clk) begin
    valid <= reset ? '0 : {valid[ON_THE_WAY-2:0], issue};
    groups <= {groups[(ON_THE_WAY-1)*ROW_BITS-1:0], group};
    store <= running ? valid[ON_THE_WAY-1] : load;
    store_group <= running ? done_group : io_row;
    stored <= stored_next;
    for (int i = 0; i < LANES; i = i + 1) begin
      for (int s = 0; s < B; s = s + 1) begin
        if (kappa == K_BITS'(s)) begin
          produced[with_bit(i, s, 0)*W+:W] <= x[i*W+:W];
          produced[with_bit(i, s, 1)*W+:W] <= y[i*W+:W];
        end
      end
    end
  end

  exchange #(
      .W(W),
      .LOG_WORDS(B)
  ) to_banks (
      .key(fold(running ? done_group : io_row)),
      .in(running ? produced : io_in),
      .out(stored_next)
  );

  genvar n;
  generate
    for (n = 0; n < WORDS; n = n + 1) begin : words
      bank #(
          .BITS(W),
          .ADDRESS_BITS(ROW_BITS)
      ) store_of (
          .clk(clk),
          .write(store),
          .write_address(row_of(B'(n), store_group, running ? row_bit : '0, kappa)),
          .data(stored[n*W+:W]),
          .read_address(bank_rows[n*ROW_BITS+:ROW_BITS]),
          .out(bank_out[n*W+:W])
      );
    end
    for (n = 0; n < LANES; n = n + 1) begin : lanes
      bank #(
          .BITS(W),
          .ADDRESS_BITS(TWIDDLE_ROW_BITS)
      ) twiddles_of (
          .clk(clk),
          .write(load_twiddles),
          .write_address(twiddle_row),
          .data(twiddles_in[n*W+:W]),
          .read_address(twiddle_address),
          .out(twiddles[n*W+:W])
      );
      butterfly #(
          .W(W),
          .G(G)
      ) unit (
          .clk(clk),
          .inverse(inverse_now),
          .q(q),
          .u(u[n*W+:W]),
          .v(v[n*W+:W]),
          .w(w[n*W+:W]),
          .x(x[n*W+:W]),
          .y(y[n*W+:W])
      );
    end
  endgenerate
endmodule
