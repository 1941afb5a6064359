package io.cloakwork.compiler.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.cloakwork.compiler.CompileException;
import java.io.IOException;

/// Reads the fields of one protobuf message. Every read checks the wire type, so that a damaged
/// file is refused with the message and field at fault; nothing is allocated beyond the bytes that
/// are there, and nested messages share them.
final class ProtoReader {

  private final String message;
  private final CodedInputStream in;
  private int field;
  private int wireType;

  ProtoReader(String message, ByteString bytes) {
    this.message = message;
    this.in = bytes.newCodedInput();
    in.enableAliasing(true);
  }

  /// Moves to the next field; false at the end of the message.
  boolean next() {
    try {
      int tag = in.readTag();
      field = WireFormat.getTagFieldNumber(tag);
      wireType = WireFormat.getTagWireType(tag);
      return tag != 0;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /// The number of the field that [#next] moved to.
  int field() {
    return field;
  }

  /// Whether the field is length-delimited: of a repeated number this means packed.
  boolean isDelimited() {
    return wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  long varint() {
    require(WireFormat.WIRETYPE_VARINT, "a varint");
    try {
      return in.readRawVarint64();
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  float fixed32() {
    require(WireFormat.WIRETYPE_FIXED32, "32 bits");
    try {
      return Float.intBitsToFloat(in.readRawLittleEndian32());
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  double fixed64() {
    require(WireFormat.WIRETYPE_FIXED64, "64 bits");
    try {
      return Double.longBitsToDouble(in.readRawLittleEndian64());
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /// The bytes of a length-delimited field: shared, not copied.
  ByteString bytes() {
    require(WireFormat.WIRETYPE_LENGTH_DELIMITED, "bytes");
    try {
      return in.readBytes();
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  String string() {
    ByteString bytes = bytes();
    if (!bytes.isValidUtf8()) {
      throw new CompileException(
          "the ONNX file is damaged: field %d of %s is not UTF-8".formatted(field, message));
    }
    return bytes.toStringUtf8();
  }

  ProtoReader nested(String name) {
    return new ProtoReader(name, bytes());
  }

  void skip() {
    try {
      in.skipField(field << 3 | wireType);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private void require(int type, String what) {
    if (wireType != type) {
      throw new CompileException(
          "the ONNX file is damaged: field %d of %s has wire type %d, expected %s"
              .formatted(field, message, wireType, what));
    }
  }

  private CompileException damaged(IOException e) {
    return new CompileException(
        "the ONNX file is truncated or damaged in %s, near field %d".formatted(message, field), e);
  }
}
