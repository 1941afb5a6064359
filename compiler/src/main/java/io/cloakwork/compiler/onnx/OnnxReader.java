package io.cloakwork.compiler.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.cloakwork.compiler.CompileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Reads ONNX files, from the public field numbers of onnx.proto. Bounded: by the file's size, by
/// the number of nodes, and by tensor dimensions that are checked before anything is allocated for
/// them. Messages nest to a fixed depth, because sub-graphs are not entered.
public final class OnnxReader {

  /// The largest file that [#read(Path)] takes.
  public static final long MAX_FILE_BYTES = 1L << 30;

  private static final int MAX_NODES = 100_000;

  private long irVersion;
  private long opset = -1;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
  private final List<OnnxValueInfo> inputs = new ArrayList<>();
  private final List<OnnxValueInfo> outputs = new ArrayList<>();
  private boolean hasGraph;

  private OnnxReader() {}

  /// Reads a file.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws CompileException if it is too large or not a well-formed ONNX model
  public static OnnxModel read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // Of a pipe or device the size is not known before it has been read.
      throw new CompileException("%s is not a regular file".formatted(file));
    }
    long bytes = Files.size(file);
    if (bytes > MAX_FILE_BYTES) {
      throw new CompileException(
          "%s has %d bytes; models of up to %d are read".formatted(file, bytes, MAX_FILE_BYTES));
    }
    return read(Files.readAllBytes(file));
  }

  /// Reads a model from its bytes, which must not change while it is read.
  public static OnnxModel read(byte[] bytes) {
    ByteString content = UnsafeByteOperations.unsafeWrap(bytes);
    return new OnnxReader().model(new ProtoReader("ModelProto", content));
  }

  /// ir_version 1, graph 7, opset_import 8. Passed over: producer_name 2, producer_version 3,
  /// domain 4, model_version 5, doc_string 6, metadata_props 14, training_info 20, functions 25 (a
  /// node that calls one is refused as an unknown operator), configuration 26. Anything else is
  /// refused, since that is what bytes behind the end of a model look like.
  private OnnxModel model(ProtoReader in) {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> irVersion = in.varint();
        case 7 -> graph(in.nested("GraphProto"));
        case 8 -> opsetImport(in.nested("OperatorSetIdProto"));
        case 2, 3, 4, 5, 6, 14, 20, 25, 26 -> in.skip();
        default ->
            throw new CompileException(
                "the ONNX file is damaged or of a later version: ModelProto has no field %d"
                    .formatted(in.field()));
      }
    }
    if (!hasGraph) {
      throw new CompileException("the file is not an ONNX model: it has no graph");
    }
    inputs.removeIf(input -> initializers.containsKey(input.name()));
    return new OnnxModel(irVersion, opset, nodes, initializers, inputs, outputs);
  }

  /// domain 1, version 2.
  private void opsetImport(ProtoReader in) {
    String domain = "";
    long version = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> domain = in.string();
        case 2 -> version = in.varint();
        default -> in.skip();
      }
    }
    if (domain.isEmpty() || domain.equals("ai.onnx")) {
      opset = version;
    }
  }

  /// node 1, initializer 5, input 11, output 12, sparse_initializer 15.
  private void graph(ProtoReader in) {
    if (hasGraph) {
      throw new CompileException("the ONNX file is damaged: it has two graphs");
    }
    hasGraph = true;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> nodes.add(node(in.nested("NodeProto")));
        case 5 -> initializer(TensorReader.read(in.nested("TensorProto")));
        case 11 -> inputs.add(valueInfo(in.nested("ValueInfoProto")));
        case 12 -> outputs.add(valueInfo(in.nested("ValueInfoProto")));
        case 15 -> throw new CompileException("the model has sparse initializers; save them dense");
        default -> in.skip();
      }
      if (nodes.size() > MAX_NODES) {
        throw new CompileException("the model has more than %d nodes".formatted(MAX_NODES));
      }
    }
  }

  private void initializer(TensorReader.Named named) {
    if (initializers.put(named.name(), named.tensor()) != null) {
      throw new CompileException(
          "the model has two initializers named '%s'".formatted(named.name()));
    }
  }

  /// input 1, output 2, name 3, op_type 4, attribute 5, domain 7.
  private static OnnxNode node(ProtoReader in) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    String name = "";
    String opType = "";
    String domain = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> inputs.add(in.string());
        case 2 -> outputs.add(in.string());
        case 3 -> name = in.string();
        case 4 -> opType = in.string();
        case 5 -> AttributeReader.read(in.nested("AttributeProto"), attributes);
        case 7 -> domain = in.string();
        default -> in.skip();
      }
    }
    if (name.isEmpty() && !outputs.isEmpty()) {
      name = outputs.getFirst();
    }
    return new OnnxNode(name, opType, domain, inputs, outputs, attributes);
  }

  /// ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. Tensor: elem_type 1, shape 2.
  private static OnnxValueInfo valueInfo(ProtoReader in) {
    String name = "";
    List<Long> dims = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.string();
        case 2 ->
            descend(in, "TypeProto", 1, type -> descend(type, "Tensor", 2, t -> shape(t, dims)));
        default -> in.skip();
      }
    }
    return new OnnxValueInfo(name, dims);
  }

  /// TensorShapeProto: dim 1. Dimension: dim_value 1, dim_param 2.
  private static void shape(ProtoReader tensor, List<Long> dims) {
    descend(
        tensor,
        "TensorShapeProto",
        1,
        shape -> {
          ProtoReader dim = shape.nested("Dimension");
          long value = -1;
          while (dim.next()) {
            if (dim.field() == 1) {
              value = dim.varint();
            } else {
              dim.skip();
            }
          }
          dims.add(value);
        });
  }

  /// Reads the message at the current field and hands each of its `field`s to `action`.
  private static void descend(
      ProtoReader in, String message, int field, Consumer<ProtoReader> action) {
    ProtoReader nested = in.nested(message);
    while (nested.next()) {
      if (nested.field() == field) {
        action.accept(nested);
      } else {
        nested.skip();
      }
    }
  }
}
