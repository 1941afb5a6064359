package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.onnx.OnnxNode;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.List;
import java.util.stream.IntStream;

/// The Pad operator: its pads are an attribute before operator set 11 and an operand since.
final class PadReader {

  private PadReader() {}

  /// An operand of a node by index, or null if the node does not have it.
  interface OperandLookup {
    TensorNode find(OnnxNode node, int index);
  }

  static TensorOp.Pad read(OnnxNode node, OperandLookup lookup) {
    node.allowAttributes("mode", "pads", "value");
    String mode = node.stringAttribute("mode", "constant");
    if (!mode.equals("constant")) {
      throw new CompileException(
          "%s has mode %s; only constant is supported".formatted(node.describe(), mode));
    }
    TensorNode axes = lookup.find(node, 3);
    if (axes != null) {
      throw new CompileException(
          "%s has an axes operand; pad all four dimensions instead".formatted(node.describe()));
    }
    List<Integer> pads = pads(node, lookup.find(node, 1));
    TensorNode fill = lookup.find(node, 2);
    double value =
        fill == null
            ? node.floatAttribute("value", 0)
            : Operands.constant(node, fill, "fill value").at(0);
    boolean spatial = pads.get(0) == 0 && pads.get(1) == 0 && pads.get(4) == 0 && pads.get(5) == 0;
    if (!spatial || pads.stream().anyMatch(p -> p < 0 || p > 1 << 20)) {
      throw new CompileException(
          "%s has pads %s; only rows and columns can be added".formatted(node.describe(), pads));
    }
    return new TensorOp.Pad(pads.get(2), pads.get(3), pads.get(6), pads.get(7), value);
  }

  private static List<Integer> pads(OnnxNode node, TensorNode operand) {
    if (operand == null) {
      return node.intsAttribute("pads", 8, 0);
    }
    Tensor pads = Operands.constant(node, operand, "pads");
    if (pads.size() != 8) {
      throw new CompileException(
          "%s has %d pads, expected 8".formatted(node.describe(), pads.size()));
    }
    return IntStream.range(0, 8).mapToObj(i -> (int) pads.at(i)).toList();
  }
}
