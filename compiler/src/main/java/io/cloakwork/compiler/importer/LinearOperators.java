package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.onnx.OnnxNode;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.Window;
import java.util.List;

/// The operators with weights, windows or statistics.
final class LinearOperators {

  private LinearOperators() {}

  static TensorNode conv(NodeInputs in) {
    OnnxNode node = in.node();
    node.allowAttributes("auto_pad", "dilations", "group", "kernel_shape", "pads", "strides");
    List<TensorNode> operands = in.operands(2, 3);
    Shape weights = operands.get(1).shape();
    if (!weights.isImage()) {
      throw in.refused(
          "has weights of shape %s; only 2-D convolutions are supported".formatted(weights));
    }
    long groups = node.intAttribute("group", 1);
    if (groups < 1 || groups > weights.dim(0)) {
      throw in.refused("has group %d for %d channels".formatted(groups, weights.dim(0)));
    }
    Window window = WindowReader.read(in, in.image(0).shape(), weights.dim(2), weights.dim(3));
    return new TensorNode(in.name(), new TensorOp.Conv(window, (int) groups), operands);
  }

  static TensorNode gemm(NodeInputs in) {
    OnnxNode node = in.node();
    node.allowAttributes("alpha", "beta", "transA", "transB");
    TensorOp op =
        new TensorOp.Gemm(
            node.floatAttribute("alpha", 1),
            node.floatAttribute("beta", 1),
            node.intAttribute("transA", 0) != 0,
            node.intAttribute("transB", 0) != 0);
    return new TensorNode(in.name(), op, in.operands(2, 3));
  }

  static TensorNode matMul(NodeInputs in) {
    in.node().allowAttributes();
    return new TensorNode(in.name(), new TensorOp.MatMul(), in.operands(2, 2));
  }

  static TensorNode batchNorm(NodeInputs in) {
    OnnxNode node = in.node();
    node.allowAttributes("epsilon", "momentum", "training_mode", "spatial");
    if (node.intAttribute("training_mode", 0) != 0) {
      throw in.refused("has training_mode 1; export the model for inference");
    }
    TensorOp op = new TensorOp.BatchNorm(node.floatAttribute("epsilon", 1e-5));
    return new TensorNode(in.name(), op, in.operands(5, 5));
  }

  static TensorNode averagePool(NodeInputs in) {
    OnnxNode node = in.node();
    node.allowAttributes(
        "auto_pad",
        "ceil_mode",
        "count_include_pad",
        "dilations",
        "kernel_shape",
        "pads",
        "strides");
    TensorNode image = in.image(0);
    List<Integer> kernel = node.intsAttribute("kernel_shape", 2, 0);
    Window window = WindowReader.read(in, image.shape(), kernel.get(0), kernel.get(1));
    if (node.intAttribute("ceil_mode", 0) != 0 && !window.covers(image.shape())) {
      throw in.refused(
          "has ceil_mode 1 and windows that reach beyond the padded %dx%d image; pad explicitly instead"
              .formatted(image.shape().dim(2), image.shape().dim(3)));
    }
    boolean countPadding = node.intAttribute("count_include_pad", 0) != 0;
    return new TensorNode(in.name(), new TensorOp.AveragePool(window, countPadding), image);
  }

  static TensorNode globalAveragePool(NodeInputs in) {
    in.node().allowAttributes();
    TensorNode image = in.image(0);
    Window whole = Window.whole(image.shape().dim(2), image.shape().dim(3));
    return new TensorNode(in.name(), new TensorOp.AveragePool(whole, false), image);
  }
}
