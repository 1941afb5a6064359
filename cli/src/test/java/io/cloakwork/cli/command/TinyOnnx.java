package io.cloakwork.cli.command;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes a small ONNX model from the public field numbers of onnx.proto: y = W·x + b, one Gemm.
public final class TinyOnnx {

  private static final int FLOAT = 1;
  private static final int INT = 2;

  private TinyOnnx() {}

  /// @param weights one row an output
  public static byte[] dense(float[][] weights, float[] bias) {
    return dense(weights, bias, "Gemm");
  }

  /// The same with another operator in its place, which a compiler may not know.
  static byte[] dense(float[][] weights, float[] bias, String operator) {
    Message transposed = new Message().text(1, "transB").number(3, 1).number(20, INT);
    Message node =
        new Message()
            .text(1, "x")
            .text(1, "W")
            .text(1, "b")
            .text(2, "y")
            .text(3, "dense")
            .text(4, operator)
            .message(5, transposed);
    float[] flat = new float[weights.length * weights[0].length];
    for (int row = 0; row < weights.length; row++) {
      System.arraycopy(weights[row], 0, flat, row * weights[0].length, weights[0].length);
    }
    Message graph =
        new Message()
            .message(1, node)
            .text(2, "tiny")
            .message(5, tensor("W", flat, weights.length, weights[0].length))
            .message(5, tensor("b", bias, bias.length))
            .message(11, value("x", 1, weights[0].length))
            .message(12, value("y", 1, weights.length));
    return new Message()
        .number(1, 7)
        .message(7, graph)
        .message(8, new Message().number(2, 13))
        .bytes();
  }

  private static Message tensor(String name, float[] values, int... dims) {
    Message tensor = new Message();
    for (int dim : dims) {
      tensor.number(1, dim);
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return tensor.number(2, FLOAT).text(8, name).raw(9, raw.array());
  }

  private static Message value(String name, int... dims) {
    Message shape = new Message();
    for (int dim : dims) {
      shape.message(1, new Message().number(1, dim));
    }
    Message type = new Message().number(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, type));
  }

  /// A protocol buffer message: varints and length-delimited fields are all that is needed.
  private static final class Message {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint(field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String text) {
      return raw(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message message) {
      return raw(field, message.bytes());
    }

    Message raw(int field, byte[] content) {
      varint(field << 3 | 2);
      varint(content.length);
      out.writeBytes(content);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long left = value;
      while (left >= 0x80) {
        out.write((int) (left & 0x7f | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }
  }
}
