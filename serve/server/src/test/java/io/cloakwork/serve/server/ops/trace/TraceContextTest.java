package io.cloakwork.serve.server.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  /// The example of W3C Trace Context.
  @Test
  void readsTheStandardsExample() {
    assertThat(TraceContext.parse("00-" + TRACE + "-" + PARENT + "-01"))
        .contains(new TraceContext(TRACE, Optional.of(PARENT), true));
    assertThat(TraceContext.parse("00-" + TRACE + "-" + PARENT + "-02").orElseThrow().sampled())
        .isFalse();
  }

  @Test
  void laterVersionsMayAppend() {
    assertThat(TraceContext.parse("cc-" + TRACE + "-" + PARENT + "-01-more")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g"
      })
  void anythingElseIsNone(String header) {
    assertThat(TraceContext.parse(header)).isEmpty();
  }

  @Test
  void whatIsTooLongIsNone() {
    assertThat(TraceContext.parse("cc-" + TRACE + "-" + PARENT + "-01-" + "x".repeat(1_000_000)))
        .isEmpty();
  }

  @Test
  void newTracesAreSampledByRatio() {
    int sampled = 0;
    for (int i = 0; i < 4000; i++) {
      TraceContext begun = TraceContext.begin(0.25);
      assertThat(begun.traceId()).matches("[0-9a-f]{32}");
      assertThat(begun.parentId()).isEmpty();
      sampled += begun.sampled() ? 1 : 0;
    }
    // Seven standard deviations.
    assertThat(sampled).isBetween(1000 - 192, 1000 + 192);
  }
}
