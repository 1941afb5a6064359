package io.cloakwork.bench.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/// Times several pieces of work in turns: first each runs until its times have settled, then round
/// after round has a slice of each. So a disturbance of seconds burdens one slice of many pieces,
/// which medians over rounds forget, and not all the runs of one.
public final class Rounds {

  /// Settled: three windows in a row whose means are so close.
  private static final double SETTLED = 0.02;

  private static final int WINDOWS = 3;

  private static final int MOST_RUNS = 1 << 16;

  private final Effort effort;
  private final DoubleConsumer progress;
  private final LongSupplier clock;
  private final List<Piece> pieces;
  private double told;

  /// A piece of work and how it is cut.
  private static final class Piece {

    final Runnable work;
    final List<long[]> taken = new ArrayList<>();
    double nanosPerRun;
    int runsPerSlice;
    int slices;

    Piece(Runnable work) {
      this.work = work;
    }

    double nanosPerSlice() {
      return nanosPerRun * runsPerSlice;
    }
  }

  private Rounds(
      List<Runnable> work, Effort effort, DoubleConsumer progress, LongSupplier nanoClock) {
    this.effort = effort;
    this.progress = progress;
    this.clock = nanoClock;
    this.pieces = work.stream().map(Piece::new).toList();
  }

  /// Times every piece.
  ///
  /// @param progress told which part of the whole is done, in (0, 1], by what the pieces have been
  ///   seen to take
  public static List<Slices> time(List<Runnable> work, Effort effort, DoubleConsumer progress) {
    return time(work, effort, progress, System::nanoTime);
  }

  static List<Slices> time(
      List<Runnable> work, Effort effort, DoubleConsumer progress, LongSupplier nanoClock) {
    return new Rounds(work, effort, progress, nanoClock).run();
  }

  private List<Slices> run() {
    long start = clock.getAsLong();
    long settling = 0;
    for (int i = 0; i < pieces.size(); i++) {
      settle(pieces.get(i));
      settling = clock.getAsLong() - start;
      // What is still to settle is taken to be like what has.
      double expected = settling / (i + 1.0) * pieces.size() + expectedNanos(i + 1);
      tell(settling / expected);
    }
    double whole = settling + expectedNanos(pieces.size());
    double done = settling;
    for (int round = 0; round < effort.slices(); round++) {
      for (Piece piece : pieces) {
        if (takesPart(piece, round)) {
          done += slice(piece);
          tell(done / whole);
        }
      }
    }
    tell(1);
    return pieces.stream().map(piece -> Slices.of(piece.taken)).toList();
  }

  /// An estimate may turn out to have been too low; what was told is not taken back.
  private void tell(double part) {
    told = Math.clamp(part, told, 1);
    progress.accept(told);
  }

  /// What the rounds will take when the first `settled` pieces are typical of all.
  private double expectedNanos(int settled) {
    double nanos = 0;
    for (Piece piece : pieces.subList(0, settled)) {
      nanos += piece.slices * piece.nanosPerSlice();
    }
    return nanos / settled * pieces.size();
  }

  /// Pieces with fewer slices than there are rounds take part at even distances.
  private boolean takesPart(Piece piece, int round) {
    int before = round * piece.slices / effort.slices();
    int after = (round + 1) * piece.slices / effort.slices();
    return after > before;
  }

  private double slice(Piece piece) {
    long[] nanos = new long[piece.runsPerSlice];
    long begin = clock.getAsLong();
    for (int i = 0; i < nanos.length; i++) {
      long start = clock.getAsLong();
      piece.work.run();
      nanos[i] = clock.getAsLong() - start;
    }
    piece.taken.add(nanos);
    return clock.getAsLong() - begin;
  }

  /// Runs a piece until it takes as long as before, but no longer than it will be timed.
  private void settle(Piece piece) {
    long start = clock.getAsLong();
    List<Double> means = new ArrayList<>();
    int runs = 1;
    do {
      long begin = clock.getAsLong();
      for (int i = 0; i < runs; i++) {
        piece.work.run();
      }
      means.add((clock.getAsLong() - begin) / (double) runs);
      runs = (int) Math.clamp(effort.sliceNanos() / means.getLast(), 1, MOST_RUNS);
    } while (means.size() < WINDOWS - 1
        || (!isSettled(means) && clock.getAsLong() - start < effort.each().toNanos()));
    piece.nanosPerRun = means.getLast();
    piece.runsPerSlice = runs;
    double slices = effort.each().toNanos() / piece.nanosPerSlice();
    piece.slices = (int) Math.clamp(slices, effort.leastSlices(), effort.slices());
  }

  private static boolean isSettled(List<Double> means) {
    if (means.size() < WINDOWS) {
      return false;
    }
    List<Double> last = means.subList(means.size() - WINDOWS, means.size());
    double least = last.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double most = last.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return most - least <= SETTLED * least;
  }
}
