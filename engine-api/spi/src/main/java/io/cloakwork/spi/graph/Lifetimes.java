package io.cloakwork.spi.graph;

import java.util.Arrays;

/// The commands between which each value is alive, and the memory that follows when commands run in
/// the graph's order and a temporary's words are given back after its last reader. A backend that
/// fuses needs less; its [io.cloakwork.spi.device.ExecutableReport] says how much.
public final class Lifetimes {

  private final int[] firstWrite;
  private final int[] lastUse;
  private final long boundBytes;
  private final long peakTemporaryBytes;

  private Lifetimes(int[] firstWrite, int[] lastUse, long boundBytes, long peakTemporaryBytes) {
    this.firstWrite = firstWrite;
    this.lastUse = lastUse;
    this.boundBytes = boundBytes;
    this.peakTemporaryBytes = peakTemporaryBytes;
  }

  static Lifetimes of(CommandGraph graph) {
    int count = graph.values().size();
    int[] firstWrite = new int[count];
    int[] lastUse = new int[count];
    Arrays.fill(firstWrite, -1);
    Arrays.fill(lastUse, -1);
    for (int i = 0; i < graph.commands().size(); i++) {
      RnsOp command = graph.commands().get(i);
      int written = command.out().value().id();
      if (firstWrite[written] < 0) {
        firstWrite[written] = i;
      }
      lastUse[written] = i;
      for (RnsView<?> read : command.reads()) {
        lastUse[read.value().id()] = i;
      }
    }
    return new Lifetimes(firstWrite, lastUse, boundBytes(graph), peak(graph, firstWrite, lastUse));
  }

  private static long boundBytes(CommandGraph graph) {
    long bytes = 0;
    for (Value value : graph.values()) {
      if (value.isBound()) {
        bytes += value.shape().bytes();
      }
    }
    return bytes;
  }

  private static long peak(CommandGraph graph, int[] firstWrite, int[] lastUse) {
    long[] change = new long[graph.commands().size() + 1];
    for (Value value : graph.values()) {
      if (!value.isBound() && firstWrite[value.id()] >= 0) {
        change[firstWrite[value.id()]] += value.shape().bytes();
        change[lastUse[value.id()] + 1] -= value.shape().bytes();
      }
    }
    long live = 0;
    long peak = 0;
    for (long delta : change) {
      live += delta;
      peak = Math.max(peak, live);
    }
    return peak;
  }

  /// The first command that writes the value, or −1.
  public int firstWrite(Value value) {
    return firstWrite[value.id()];
  }

  /// The last command that reads or writes the value, or −1.
  public int lastUse(Value value) {
    return lastUse[value.id()];
  }

  /// Bytes of all inputs, constants and outputs.
  public long boundBytes() {
    return boundBytes;
  }

  /// The most bytes that temporaries hold at once.
  public long peakTemporaryBytes() {
    return peakTemporaryBytes;
  }
}
