package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.onnx.OnnxModel;
import io.cloakwork.compiler.onnx.OnnxNode;
import io.cloakwork.compiler.onnx.OnnxValueInfo;
import io.cloakwork.compiler.pass.ConstantFolding;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Builds the tensor IR of an ONNX model. Constants are folded on the way, because shapes and pads
/// are operands in ONNX. A symbolic first dimension of the input is the batch and is taken as 1.
public final class OnnxImporter {

  private static final int OLDEST_OPSET = 7;

  private final Map<String, TensorNode> values = new HashMap<>();

  private final List<String> notes = new ArrayList<>();

  private OnnxImporter() {}

  /// @throws CompileException if an operator, attribute or shape is not supported
  public static TensorGraph importModel(OnnxModel model) {
    return read(model).graph();
  }

  /// The same, with notes on what was left out.
  ///
  /// @throws CompileException if an operator, attribute or shape is not supported
  public static ImportedModel read(OnnxModel model) {
    OnnxImporter importer = new OnnxImporter();
    TensorGraph graph = importer.graph(model);
    return new ImportedModel(graph, importer.notes);
  }

  private TensorGraph graph(OnnxModel model) {
    if (model.opset() < OLDEST_OPSET) {
      throw new CompileException(
          "the model uses operator set %d; %d and later are supported"
              .formatted(model.opset(), OLDEST_OPSET));
    }
    model
        .initializers()
        .forEach((name, tensor) -> values.put(name, TensorNode.constant(name, tensor)));
    OnnxValueInfo in = only(model.inputs(), "input");
    OnnxValueInfo out = only(model.outputs(), "output");
    TensorNode input = new TensorNode(in.name(), new TensorOp.Input(inputShape(in)));
    values.put(in.name(), input);
    model.nodes().forEach(this::node);
    TensorNode output = values.get(out.name());
    if (output == null) {
      throw new CompileException("no node computes the output '%s'".formatted(out.name()));
    }
    return new TensorGraph(input, output);
  }

  private static OnnxValueInfo only(List<OnnxValueInfo> list, String what) {
    if (list.size() != 1) {
      throw new CompileException(
          "the model has %d %ss (%s); exactly one is supported"
              .formatted(list.size(), what, list.stream().map(OnnxValueInfo::name).toList()));
    }
    return list.getFirst();
  }

  private static Shape inputShape(OnnxValueInfo in) {
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < in.dims().size(); axis++) {
      long dim = in.dims().get(axis);
      if (axis == 0 && dim == -1) {
        dim = 1;
      }
      if (dim < 1 || dim > Shape.MAX_ELEMENTS || (axis == 0 && dim != 1)) {
        throw new CompileException(
            "input '%s' has dimensions %s; the first must be 1 or symbolic, the others fixed"
                .formatted(in.name(), in.dims()));
      }
      dims.add((int) dim);
    }
    if (dims.size() < 2) {
      throw new CompileException(
          "input '%s' has dimensions %s; at least a batch and a feature dimension are needed"
              .formatted(in.name(), in.dims()));
    }
    try {
      return new Shape(dims);
    } catch (IllegalArgumentException e) {
      throw new CompileException("input '%s': %s".formatted(in.name(), e.getMessage()), e);
    }
  }

  private void node(OnnxNode node) {
    if (!node.domain().isEmpty() && !node.domain().equals("ai.onnx")) {
      throw new CompileException(
          "%s is of operator domain '%s'; only ONNX's own operators are supported"
              .formatted(node.describe(), node.domain()));
    }
    if (node.outputs().isEmpty()) {
      throw new CompileException(node.describe() + " has no output");
    }
    TensorNode value = ConstantFolding.fold(translate(node));
    if (values.put(node.outputs().getFirst(), value) != null) {
      throw new CompileException(
          "value '%s' is computed twice".formatted(node.outputs().getFirst()));
    }
  }

  private TensorNode translate(OnnxNode node) {
    return switch (node.opType()) {
      case "Constant" -> TensorNode.constant(node.name(), Operands.constantAttribute(node));
      case "Identity" -> operand(node, 0);
      case "Conv" -> conv(node);
      case "Gemm" -> gemm(node);
      case "MatMul" -> plain(node, new TensorOp.MatMul(), 2);
      case "Add" -> plain(node, new TensorOp.Add(), 2);
      case "Sub" -> plain(node, new TensorOp.Sub(), 2);
      case "Mul" -> plain(node, new TensorOp.Mul(), 2);
      case "Pow" -> pow(node);
      case "BatchNormalization" -> batchNorm(node);
      case "AveragePool" -> averagePool(node);
      case "GlobalAveragePool" -> globalAveragePool(node);
      case "Pad" -> pad(node);
      case "Flatten" -> flatten(node);
      case "Reshape" -> reshape(node);
      default -> throw Unsupported.operator(node);
    };
  }

  private TensorNode plain(OnnxNode node, TensorOp op, int operands) {
    node.allowAttributes();
    return new TensorNode(node.name(), op, operands(node, operands, operands));
  }

  private TensorNode conv(OnnxNode node) {
    node.allowAttributes("auto_pad", "dilations", "group", "kernel_shape", "pads", "strides");
    List<TensorNode> operands = operands(node, 2, 3);
    Shape weights = operands.get(1).shape();
    if (!weights.isImage()) {
      throw new CompileException(
          "%s has weights of shape %s; only 2-D convolutions are supported"
              .formatted(node.describe(), weights));
    }
    TensorOp op =
        new TensorOp.Conv(
            WindowReader.read(node, operands.get(0).shape(), weights.dim(2), weights.dim(3)),
            Math.toIntExact(node.intAttribute("group", 1)));
    return new TensorNode(node.name(), op, operands);
  }

  private TensorNode gemm(OnnxNode node) {
    node.allowAttributes("alpha", "beta", "transA", "transB");
    TensorOp op =
        new TensorOp.Gemm(
            node.floatAttribute("alpha", 1),
            node.floatAttribute("beta", 1),
            node.intAttribute("transA", 0) != 0,
            node.intAttribute("transB", 0) != 0);
    return new TensorNode(node.name(), op, operands(node, 2, 3));
  }

  private TensorNode pow(OnnxNode node) {
    node.allowAttributes();
    Tensor exponent = Operands.constant(node, operand(node, 1), "exponent");
    double value = exponent.at(0);
    if (exponent.size() != 1 || value != Math.rint(value) || value < 1 || value > 15) {
      throw new CompileException(
          "%s has exponent %s; one integer from 1 to 15 is supported"
              .formatted(node.describe(), exponent.size() == 1 ? value : exponent));
    }
    return new TensorNode(node.name(), new TensorOp.Pow((int) value), operand(node, 0));
  }

  private TensorNode batchNorm(OnnxNode node) {
    node.allowAttributes("epsilon", "momentum", "training_mode", "spatial");
    if (node.intAttribute("training_mode", 0) != 0) {
      throw new CompileException(
          "%s has training_mode 1; export the model for inference".formatted(node.describe()));
    }
    TensorOp op = new TensorOp.BatchNorm(node.floatAttribute("epsilon", 1e-5));
    return new TensorNode(node.name(), op, operands(node, 5, 5));
  }

  private TensorNode averagePool(OnnxNode node) {
    node.allowAttributes(
        "auto_pad",
        "ceil_mode",
        "count_include_pad",
        "dilations",
        "kernel_shape",
        "pads",
        "strides");
    if (node.intAttribute("ceil_mode", 0) != 0) {
      throw new CompileException(
          "%s has ceil_mode 1; only 0 is supported, pad explicitly instead"
              .formatted(node.describe()));
    }
    List<Integer> kernel = node.intsAttribute("kernel_shape", 2, 0);
    TensorNode image = operand(node, 0);
    TensorOp op =
        new TensorOp.AveragePool(
            WindowReader.read(node, image.shape(), kernel.get(0), kernel.get(1)),
            node.intAttribute("count_include_pad", 0) != 0);
    return new TensorNode(node.name(), op, image);
  }

  private TensorNode globalAveragePool(OnnxNode node) {
    node.allowAttributes();
    TensorNode image = operand(node, 0);
    Operands.requireImage(node, image);
    TensorOp op =
        new TensorOp.AveragePool(Window.whole(image.shape().dim(2), image.shape().dim(3)), false);
    return new TensorNode(node.name(), op, image);
  }

  private TensorNode pad(OnnxNode node) {
    TensorNode image = operand(node, 0);
    Operands.requireImage(node, image);
    return new TensorNode(node.name(), PadReader.read(node, this::operandIfPresent), image);
  }

  private TensorNode flatten(OnnxNode node) {
    node.allowAttributes("axis");
    TensorNode x = operand(node, 0);
    int rank = x.shape().rank();
    long axis = node.intAttribute("axis", 1);
    if (axis < -rank || axis > rank) {
      throw new CompileException(
          "%s has axis %d for an operand of shape %s".formatted(node.describe(), axis, x.shape()));
    }
    int split = (int) (axis < 0 ? axis + rank : axis);
    int rows = new Shape(x.shape().dims().subList(0, split)).size();
    return new TensorNode(
        node.name(), new TensorOp.Reshape(Shape.of(rows, x.shape().size() / rows)), x);
  }

  private TensorNode reshape(OnnxNode node) {
    node.allowAttributes("allowzero");
    TensorNode x = operand(node, 0);
    Tensor shape = Operands.constant(node, operand(node, 1), "shape");
    return new TensorNode(
        node.name(), new TensorOp.Reshape(Operands.reshaped(node, x.shape(), shape)), x);
  }

  private TensorNode operand(OnnxNode node, int index) {
    TensorNode value = operandIfPresent(node, index);
    if (value == null) {
      throw new CompileException("%s lacks operand %d".formatted(node.describe(), index));
    }
    return value;
  }

  private TensorNode operandIfPresent(OnnxNode node, int index) {
    if (index >= node.inputs().size() || node.inputs().get(index).isEmpty()) {
      return null;
    }
    String name = node.inputs().get(index);
    TensorNode value = values.get(name);
    if (value == null) {
      throw new CompileException(
          "%s needs '%s', which no earlier node computes".formatted(node.describe(), name));
    }
    return value;
  }

  private List<TensorNode> operands(OnnxNode node, int least, int most) {
    if (node.inputs().size() > most) {
      throw new CompileException(
          "%s has %d operands, at most %d are supported"
              .formatted(node.describe(), node.inputs().size(), most));
    }
    List<TensorNode> operands = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      TensorNode value = i < least ? operand(node, i) : operandIfPresent(node, i);
      if (value != null) {
        operands.add(value);
      }
    }
    return operands;
  }
}
