package io.cloakwork.compiler;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes small ONNX files, field by field, so that tests need no files and can break every byte.
public final class OnnxBytes {

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private final List<ByteString> nodes = new ArrayList<>();
  private final List<ByteString> initializers = new ArrayList<>();
  private final List<ByteString> inputs = new ArrayList<>();
  private final List<ByteString> outputs = new ArrayList<>();
  private long opset = 13;

  public OnnxBytes() {}

  public OnnxBytes opset(long version) {
    opset = version;
    return this;
  }

  /// A graph input; −1 for a symbolic dimension.
  public OnnxBytes input(String name, long... dims) {
    inputs.add(valueInfo(name, dims));
    return this;
  }

  public OnnxBytes output(String name, long... dims) {
    outputs.add(valueInfo(name, dims));
    return this;
  }

  public OnnxBytes floats(String name, long[] dims, float... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    initializers.add(tensor(name, 1, dims, ByteString.copyFrom(raw.array())));
    return this;
  }

  public OnnxBytes ints(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    initializers.add(tensor(name, 7, new long[] {values.length}, ByteString.copyFrom(raw.array())));
    return this;
  }

  /// A tensor whose dimensions and data the test chooses freely.
  public OnnxBytes rawTensor(String name, int type, long[] dims, byte[] raw) {
    initializers.add(tensor(name, type, dims, ByteString.copyFrom(raw)));
    return this;
  }

  /// A node; attributes come from [#intsAttribute] and the like.
  public OnnxBytes node(String op, List<String> in, String out, ByteString... attributes) {
    return node(op, in, List.of(out), attributes);
  }

  /// A node with several results.
  public OnnxBytes node(String op, List<String> in, List<String> out, ByteString... attributes) {
    nodes.add(
        message(o -> {
          for (String name : in) {
            o.writeString(1, name);
          }
          for (String name : out) {
            o.writeString(2, name);
          }
          o.writeString(3, op.toLowerCase(Locale.ROOT) + "_" + out.getFirst());
          o.writeString(4, op);
          for (ByteString attribute : attributes) {
            o.writeBytes(5, attribute);
          }
        }));
    return this;
  }

  public static ByteString intAttribute(String name, long value) {
    return message(o -> {
      o.writeString(1, name);
      o.writeInt64(3, value);
      o.writeInt32(20, 2);
    });
  }

  public static ByteString floatAttribute(String name, float value) {
    return message(o -> {
      o.writeString(1, name);
      o.writeFloat(2, value);
      o.writeInt32(20, 1);
    });
  }

  public static ByteString stringAttribute(String name, String value) {
    return message(o -> {
      o.writeString(1, name);
      o.writeString(4, value);
      o.writeInt32(20, 3);
    });
  }

  /// An attribute that is a tensor of int64.
  public static ByteString longsAttribute(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return message(o -> {
      o.writeString(1, name);
      o.writeBytes(5, tensor("", 7, new long[] {values.length}, ByteString.copyFrom(raw.array())));
      o.writeInt32(20, 4);
    });
  }

  public static ByteString intsAttribute(String name, long... values) {
    return message(o -> {
      o.writeString(1, name);
      for (long value : values) {
        o.writeInt64(8, value);
      }
      o.writeInt32(20, 7);
    });
  }

  public byte[] build() {
    ByteString graph =
        message(o -> {
          writeAll(o, 1, nodes);
          writeAll(o, 5, initializers);
          writeAll(o, 11, inputs);
          writeAll(o, 12, outputs);
        });
    return message(
            o -> {
              o.writeInt64(1, 8);
              o.writeBytes(7, graph);
              o.writeBytes(8, message(p -> p.writeInt64(2, opset)));
            })
        .toByteArray();
  }

  private static void writeAll(CodedOutputStream out, int field, List<ByteString> messages)
      throws IOException {
    for (ByteString message : messages) {
      out.writeBytes(field, message);
    }
  }

  private static ByteString tensor(String name, int type, long[] dims, ByteString raw) {
    return message(o -> {
      for (long dim : dims) {
        o.writeInt64(1, dim);
      }
      o.writeInt32(2, type);
      o.writeString(8, name);
      o.writeBytes(9, raw);
    });
  }

  private static ByteString valueInfo(String name, long... dims) {
    ByteString shape =
        message(o -> {
          for (long dim : dims) {
            o.writeBytes(
                1,
                message(d -> {
                  if (dim < 0) {
                    d.writeString(2, "N");
                  } else {
                    d.writeInt64(1, dim);
                  }
                }));
          }
        });
    ByteString tensor =
        message(o -> {
          o.writeInt32(1, 1);
          o.writeBytes(2, shape);
        });
    return message(o -> {
      o.writeString(1, name);
      o.writeBytes(2, message(t -> t.writeBytes(1, tensor)));
    });
  }

  private static ByteString message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  /// y = B·(A·x + a)² + b on three inputs and two outputs.
  public static OnnxBytes perceptron() {
    return new OnnxBytes()
        .input("x", -1, 3)
        .output("y", -1, 2)
        .floats("A", new long[] {4, 3}, 1, 2, 3, 0, 1, 0, -1, 0, 1, 0.5f, 0.5f, 0.5f)
        .floats("a", new long[] {4}, 0, 1, 0, -1)
        .floats("B", new long[] {2, 4}, 1, 0, 0, 1, 0, 1, 1, 0)
        .floats("b", new long[] {2}, 0.25f, -0.25f)
        .node("Gemm", List.of("x", "A", "a"), "h", intAttribute("transB", 1))
        .node("Mul", List.of("h", "h"), "s")
        .node("Gemm", List.of("s", "B", "b"), "y", intAttribute("transB", 1));
  }
}
