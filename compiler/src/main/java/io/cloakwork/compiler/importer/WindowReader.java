package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.onnx.OnnxNode;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Window;
import java.util.List;

/// The sliding window of a Conv or AveragePool node: strides, dilations and pads, explicit or by
/// `auto_pad`.
final class WindowReader {

  private WindowReader() {}

  static Window read(NodeInputs in, Shape image, int kernelH, int kernelW) {
    OnnxNode node = in.node();
    List<Integer> strides = node.intsAttribute("strides", 2, 1);
    List<Integer> dilations = node.intsAttribute("dilations", 2, 1);
    List<Integer> kernel = List.of(kernelH, kernelW);
    List<Integer> pads = pads(node, image, kernel, strides, dilations);
    try {
      return new Window(
          kernelH,
          kernelW,
          strides.get(0),
          strides.get(1),
          dilations.get(0),
          dilations.get(1),
          pads.get(0),
          pads.get(1),
          pads.get(2),
          pads.get(3));
    } catch (IllegalArgumentException e) {
      throw new CompileException(node.describe() + " has a bad window: " + e.getMessage(), e);
    }
  }

  /// ONNX order: top, left, bottom, right.
  private static List<Integer> pads(
      OnnxNode node,
      Shape image,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> dilations) {
    String auto = node.stringAttribute("auto_pad", "NOTSET");
    return switch (auto) {
      case "NOTSET" -> node.intsAttribute("pads", 4, 0);
      case "VALID" -> List.of(0, 0, 0, 0);
      case "SAME_UPPER", "SAME_LOWER" -> {
        boolean upper = auto.equals("SAME_UPPER");
        int rows = samePadding(image.dim(2), kernel.get(0), strides.get(0), dilations.get(0));
        int columns = samePadding(image.dim(3), kernel.get(1), strides.get(1), dilations.get(1));
        int top = upper ? rows / 2 : rows - rows / 2;
        int left = upper ? columns / 2 : columns - columns / 2;
        yield List.of(top, left, rows - top, columns - left);
      }
      default ->
          throw new CompileException(
              "%s has auto_pad %s; NOTSET, VALID, SAME_UPPER and SAME_LOWER are supported"
                  .formatted(node.describe(), auto));
    };
  }

  /// Padding that makes the output ceil(size / stride) long.
  private static int samePadding(int size, int kernel, int stride, int dilation) {
    int windows = Math.ceilDiv(size, Math.max(1, stride));
    return Math.max(0, (windows - 1) * stride + dilation * (kernel - 1) + 1 - size);
  }
}
