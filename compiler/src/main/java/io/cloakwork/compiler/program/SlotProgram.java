package io.cloakwork.compiler.program;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.packing.SlotLayout;
import java.util.List;

/// A network on ciphertexts: segments that run one after the other.
///
/// @param input where the client packs the network's input
/// @param output where it finds the result
public record SlotProgram(
    Parameters parameters, SlotLayout input, SlotLayout output, List<Segment> segments) {

  public SlotProgram {
    segments = List.copyOf(segments);
  }

  /// The scale at which the client encrypts.
  public double inputScale() {
    return segments.getFirst().input().scale();
  }

  /// The level at which the client encrypts.
  public int inputLevel() {
    return segments.getFirst().input().level();
  }

  /// Level of the result.
  public int outputLevel() {
    return segments.getLast().output().level();
  }

  public double outputScale() {
    return segments.getLast().output().scale();
  }
}
