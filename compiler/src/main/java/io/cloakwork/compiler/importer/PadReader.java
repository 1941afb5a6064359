package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.Arrays;

/// The Pad operator: its pads are an attribute before operator set 11 and an operand since.
final class PadReader {

  private static final int MAX_PAD = 1 << 20;

  private PadReader() {}

  static TensorNode read(NodeInputs in) {
    in.node().allowAttributes("mode", "pads", "value");
    String mode = in.node().stringAttribute("mode", "constant");
    if (!mode.equals("constant")) {
      throw in.refused("has mode %s; only constant is supported".formatted(mode));
    }
    if (in.optional(3).isPresent()) {
      throw in.refused("has an axes operand; pad all four dimensions instead");
    }
    TensorNode image = in.image(0);
    int[] pads = in.integers("pads", 1).orElseThrow(() -> in.refused("has no pads"));
    if (pads.length != 8) {
      throw in.refused("has %d pads, expected 8".formatted(pads.length));
    }
    boolean spatial = pads[0] == 0 && pads[1] == 0 && pads[4] == 0 && pads[5] == 0;
    if (!spatial || Arrays.stream(pads).anyMatch(p -> p < 0 || p > MAX_PAD)) {
      throw in.refused(
          "has pads %s; only rows and columns can be added".formatted(Arrays.toString(pads)));
    }
    double value = in.scalar(2, "fill value", in.node().floatAttribute("value", 0));
    TensorOp pad = new TensorOp.Pad(pads[2], pads[3], pads[6], pads[7], value);
    return new TensorNode(in.name(), pad, image);
  }
}
