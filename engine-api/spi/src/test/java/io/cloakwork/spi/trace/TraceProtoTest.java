package io.cloakwork.spi.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.cloakwork.spi.trace.encoding.Field;
import io.cloakwork.spi.trace.encoding.FieldType;
import io.cloakwork.spi.trace.encoding.MessageType;
import io.cloakwork.trace.v1.TraceProto;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The encodings against the original implementation of protocol buffers, with classes that protoc
/// made of the schema that is shipped.
class TraceProtoTest {

  private static final Trace TRACE = TraceSamples.trace();

  private static byte[] bytes(TraceEncoding encoding) {
    return TraceFile.toBytes(TRACE, encoding);
  }

  @Test
  void theOriginalReadsBothEncodingsAndSeesTheSame() throws InvalidProtocolBufferException {
    TraceProto.Trace binary = TraceProto.Trace.parseFrom(bytes(TraceEncoding.PROTOBUF));
    TraceProto.Trace.Builder json = TraceProto.Trace.newBuilder();
    JsonFormat.parser().merge(new String(bytes(TraceEncoding.JSON), StandardCharsets.UTF_8), json);
    assertThat(json.build()).isEqualTo(binary);
    assertThat(binary.getUnknownFields().asMap()).isEmpty();
    assertThat(binary.getName()).isEqualTo(TRACE.name());
    assertThat(binary.getGraphs(0).getCommandsList())
        .extracting(TraceProto.Command::getOp)
        .doesNotContain(TraceProto.Op.UNRECOGNIZED, TraceProto.Op.OP_UNSPECIFIED)
        .contains(TraceProto.Op.LINEAR_COMBINATION);
    assertThat(binary.getGraphs(0).getValues(0).getFirstWrite()).isEqualTo(-1);
  }

  @Test
  void whatTheOriginalWritesIsRead() throws InvalidProtocolBufferException {
    TraceProto.Trace binary = TraceProto.Trace.parseFrom(bytes(TraceEncoding.PROTOBUF));
    assertThat(binary.toByteArray()).isEqualTo(bytes(TraceEncoding.PROTOBUF));
    String json = JsonFormat.printer().omittingInsignificantWhitespace().print(binary);
    Trace read = TraceFile.fromBytes(json.getBytes(StandardCharsets.UTF_8), TraceLimits.defaults());
    assertThat(TraceFile.toBytes(read, TraceEncoding.PROTOBUF))
        .isEqualTo(bytes(TraceEncoding.PROTOBUF));
  }

  @Test
  void theSchemaIsReadAsProtocReadsIt() {
    assertSame(TraceSchema.trace(), TraceProto.Trace.getDescriptor());
  }

  private static void assertSame(MessageType type, Descriptor descriptor) {
    assertThat(type.fields()).hasSameSizeAs(descriptor.getFields());
    for (Field field : type.fields()) {
      FieldDescriptor expected = descriptor.findFieldByNumber(field.number());
      assertThat(expected.getName()).isEqualTo(field.name());
      assertThat(expected.getJsonName()).isEqualTo(field.jsonName());
      assertThat(expected.isRepeated()).isEqualTo(field.repeated());
      switch (field.type()) {
        case FieldType.Scalar scalar ->
            assertThat(expected.getType().name()).isEqualTo(scalar.name());
        case FieldType.Enumeration names ->
            expected
                .getEnumType()
                .getValues()
                .forEach(value ->
                    assertThat(names.numberOf(value.getName())).isEqualTo(value.getNumber()));
        case FieldType.Nested nested -> assertSame(nested.message(), expected.getMessageType());
      }
    }
  }
}
