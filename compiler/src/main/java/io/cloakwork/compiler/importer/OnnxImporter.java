package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.onnx.OnnxModel;
import io.cloakwork.compiler.onnx.OnnxNode;
import io.cloakwork.compiler.onnx.OnnxTensor;
import io.cloakwork.compiler.onnx.OnnxValueInfo;
import io.cloakwork.compiler.pass.ConstantFolding;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Builds the tensor IR of an ONNX model, operator sets 7 to 17 and what later ones left alone.
/// Constants are folded on the way, because shapes and pads are operands in ONNX, and exporters
/// compute them with arithmetic on shapes. A symbolic first dimension of the input is the batch and
/// is taken as 1.
public final class OnnxImporter {

  private static final int OLDEST_OPSET = 7;

  /// Bounds the memory of constants that a model computes: 1 GiB.
  private static final long MAX_COMPUTED = 1 << 27;

  private final Map<String, TensorNode> values = new HashMap<>();

  /// Values whose elements are integers, so that quotients of theirs are.
  private final Set<TensorNode> integers = new HashSet<>();

  /// A Softmax that was left out, by the name of its result.
  private final Map<String, OnnxNode> leftOut = new HashMap<>();

  private final List<String> notes = new ArrayList<>();
  private long opset;
  private long computed;

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
    opset = model.opset();
    if (opset < OLDEST_OPSET) {
      throw new CompileException(
          "the model uses operator set %d; %d and later are supported"
              .formatted(opset, OLDEST_OPSET));
    }
    model.initializers().forEach((name, tensor) -> values.put(name, constant(name, tensor)));
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
    NodeInputs in = new NodeInputs(node, opset, operands(node), integers::contains);
    List<TensorNode> results;
    try {
      results = node.opType().equals("Split") ? ShapeOperators.split(in) : List.of(translate(in));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CompileException(node.describe() + ": " + e.getMessage(), e);
    }
    for (int i = 0; i < results.size(); i++) {
      store(node.outputs().get(i), ConstantFolding.fold(results.get(i)), in);
    }
  }

  private List<Optional<TensorNode>> operands(OnnxNode node) {
    List<Optional<TensorNode>> operands = new ArrayList<>();
    for (String name : node.inputs()) {
      TensorNode value = values.get(name);
      if (value == null && !name.isEmpty()) {
        throw new CompileException(
            "%s needs '%s', which no earlier node computes".formatted(node.describe(), name));
      }
      if (leftOut.containsKey(name) && !node.opType().equals("Identity")) {
        throw Unsupported.behindSoftmax(node, leftOut.get(name).describe());
      }
      operands.add(name.isEmpty() ? Optional.empty() : Optional.of(value));
    }
    return operands;
  }

  private void store(String name, TensorNode value, NodeInputs in) {
    if (values.put(name, value) != null) {
      throw new CompileException("value '%s' is computed twice".formatted(name));
    }
    if (value.constantValue().isPresent()) {
      computed += value.shape().size();
      if (computed > MAX_COMPUTED) {
        throw in.refused(
            "is one constant too many: the model computes more than %d elements"
                .formatted(MAX_COMPUTED));
      }
      if (ofIntegers(in)) {
        integers.add(value);
      }
    }
  }

  /// Whether a computed constant has integer elements.
  private static boolean ofIntegers(NodeInputs in) {
    return switch (in.node().opType()) {
      case "Shape", "Size" -> true;
      case "Cast" -> Casts.toIntegers(in);
      case "Constant" -> ShapeArithmetic.constant(in).integer();
      case "ConstantOfShape" -> ShapeArithmetic.fill(in).integer();
      case "Gather", "Slice", "Expand", "Reshape" -> in.integers().test(in.operand(0));
      case "Where" -> in.integers().test(in.operand(1)) && in.integers().test(in.operand(2));
      default -> in.count() > 0 && in.allIntegers();
    };
  }

  private TensorNode constant(String name, OnnxTensor tensor) {
    TensorNode node = TensorNode.constant(name, tensor.value());
    if (tensor.integer()) {
      integers.add(node);
    }
    return node;
  }

  private TensorNode translate(NodeInputs in) {
    return switch (in.node().opType()) {
      case "Constant" -> TensorNode.constant(in.name(), ShapeArithmetic.constant(in).value());
      case "ConstantOfShape" -> ShapeArithmetic.constantOfShape(in);
      case "Shape" -> ShapeArithmetic.shape(in);
      case "Size" -> ShapeArithmetic.size(in);
      case "Range" -> ShapeArithmetic.range(in);
      case "Cast" -> Casts.cast(in);
      case "Identity" -> identity(in);
      case "Dropout" -> dropout(in);
      case "Softmax", "LogSoftmax" -> softmax(in);
      case "Conv" -> LinearOperators.conv(in);
      case "Gemm" -> LinearOperators.gemm(in);
      case "MatMul" -> LinearOperators.matMul(in);
      case "BatchNormalization" -> LinearOperators.batchNorm(in);
      case "AveragePool" -> LinearOperators.averagePool(in);
      case "GlobalAveragePool" -> LinearOperators.globalAveragePool(in);
      case "ReduceMean" -> Reductions.mean(in);
      case "ReduceSum" -> Reductions.sum(in);
      case "Pad" -> PadReader.read(in);
      case "Flatten" -> ShapeOperators.flatten(in);
      case "Reshape" -> ShapeOperators.reshape(in);
      case "Squeeze" -> ShapeOperators.squeeze(in);
      case "Unsqueeze" -> ShapeOperators.unsqueeze(in);
      case "Transpose" -> ShapeOperators.transpose(in);
      case "Expand" -> ShapeOperators.expand(in);
      case "Gather" -> ShapeOperators.gather(in);
      case "Slice" -> ShapeOperators.slice(in);
      case "Concat" -> Concatenation.concat(in);
      default ->
          ElementwiseOperators.translate(in)
              .or(() -> UnaryOperators.translate(in))
              .orElseThrow(() -> Unsupported.operator(in.node()));
    };
  }

  private TensorNode identity(NodeInputs in) {
    in.node().allowAttributes();
    String operand = in.node().inputs().isEmpty() ? "" : in.node().inputs().getFirst();
    if (leftOut.containsKey(operand)) {
      leftOut.put(in.node().outputs().getFirst(), leftOut.get(operand));
    }
    return in.operand(0);
  }

  /// Inference passes everything; before operator set 12 that is all there is.
  private static TensorNode dropout(NodeInputs in) {
    in.node().allowAttributes("ratio", "seed");
    if (in.scalar(2, "training_mode", 0) != 0) {
      throw in.refused("has training_mode true; export the model for inference");
    }
    return in.operand(0);
  }

  /// Softmax keeps the order of the logits, so the client can do without it or apply it itself.
  private TensorNode softmax(NodeInputs in) {
    in.node().allowAttributes("axis");
    if (in.operand(0).constantValue().isPresent()) {
      throw Unsupported.operator(in.node());
    }
    leftOut.put(in.node().outputs().getFirst(), in.node());
    notes.add(
        "%s is left out: the result is the logits, which have the same largest class; apply it after decryption"
            .formatted(in.node().describe()));
    return in.operand(0);
  }
}
