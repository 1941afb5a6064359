package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc;
import io.cloakwork.serve.protocol.v1.ListModelsRequest;
import io.cloakwork.serve.protocol.v1.SubmitJobRequest;
import io.cloakwork.serve.server.log.EventLog;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads that are refused at their first message, by a client that has handed all of them to its
/// transport before it hears so.
class EarlyAnswersTest {

  private static final int CALLS_PER_CONNECTION = 4;

  /// Twice the longest window that the transport gives a stream, 8 MiB, and all handed over while
  /// the service writes its log.
  private static final List<byte[]> DATA_WITHOUT_A_START =
      Collections.nCopies(
          1024,
          SubmitJobRequest.newBuilder()
              .setData(ByteString.copyFrom(new byte[16 << 10]))
              .build()
              .toByteArray());

  @TempDir private Path folder;

  /// What ends a call is written before the client hears of it, who has sent everything by then.
  private static void writeSlowly(EventLog.Level level, String event, Map<String, ?> fields) {
    if (event.equals("call.ended")) {
      LockSupport.parkNanos(100_000_000);
    }
  }

  @Test
  void refusedUploadsLeaveNoStreamsBehind() throws Exception {
    CallLimits usual = CallLimits.defaults();
    CallLimits limits =
        new CallLimits(
            usual.chunkBytes(),
            CALLS_PER_CONNECTION,
            usual.openRequests(),
            usual.receivingBytes(),
            usual.spoolBytes(),
            usual.callsPerSecond(),
            usual.callBurst(),
            usual.stallTimeout());
    ServerSettings settings =
        TestService.settings(
            folder, TinyNetwork.compile(), AccessRules.local(), limits, "reference");
    try (InferenceServer service = InferenceServer.start(settings, EarlyAnswersTest::writeSlowly);
        RawCalls calls = new RawCalls(service.port(), "unused")) {
      for (int i = 0; i < 2 * CALLS_PER_CONNECTION; i++) {
        Status status =
            calls.call(InferenceServiceGrpc.getSubmitJobMethod(), DATA_WITHOUT_A_START).status();
        assertThat(status.getCode()).as(status.toString()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      }
      Status listed =
          calls
              .call(
                  InferenceServiceGrpc.getListModelsMethod(),
                  List.of(ListModelsRequest.getDefaultInstance().toByteArray()))
              .status();
      assertThat(listed.isOk()).as(listed.toString()).isTrue();
    }
  }
}
