package io.cloakwork.bench.nets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestInputsTest {

  @Test
  void samplesAreAskedInTurn() {
    double[] a = {1};
    double[] b = {2};
    double[] c = {3};
    RequestInputs inputs = RequestInputs.ofSamples(List.of(a, b, c));
    assertThat(inputs.next(2)).containsExactly(a, b);
    assertThat(inputs.next(5)).containsExactly(c, a, b, c, a);
    assertThat(inputs.areLikely()).isTrue();
  }
}
