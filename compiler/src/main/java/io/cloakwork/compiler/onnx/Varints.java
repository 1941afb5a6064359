package io.cloakwork.compiler.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.cloakwork.compiler.CompileException;
import java.io.IOException;
import java.util.function.LongConsumer;

/// A packed list of variable-length integers.
final class Varints {

  private Varints() {}

  static void forEach(ByteString packed, LongConsumer action) {
    CodedInputStream in = packed.newCodedInput();
    try {
      while (!in.isAtEnd()) {
        action.accept(in.readRawVarint64());
      }
    } catch (IOException e) {
      throw new CompileException("the ONNX file is truncated or damaged in a list of integers", e);
    }
  }
}
