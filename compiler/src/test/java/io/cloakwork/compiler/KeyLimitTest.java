package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Trading keys for time.
class KeyLimitTest {

  private static final CompileOptions FAST =
      CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING);

  private final Random random = new Random(5);

  private CompiledNetwork compile(CompileOptions options) {
    Networks nets = new Networks(new Random(6));
    TensorNode x = Networks.input(1, 1, 12, 12);
    TensorNode first = Networks.square(nets.conv(x, 4, 1));
    TensorNode second = Networks.square(nets.conv(Networks.pool(first), 6, 1));
    TensorNode hidden = Networks.square(nets.gemm(Networks.flat(second), 20));
    return Compiler.compile("keys", new TensorGraph(x, nets.gemm(hidden, 10)), options);
  }

  @Test
  void fewerKeysAtMoreRotations() {
    CompiledNetwork free = compile(FAST);
    long limit = free.report().keyBytes() * 2 / 3;
    CompiledNetwork bounded = compile(FAST.withMaxKeyBytes(limit));
    assertThat(bounded.report().keyBytes()).isLessThanOrEqualTo(limit);
    double[] x = random.doubles(144, 0, 1).toArray();
    double[] expected = ClearInterpreter.model(free, x);
    assertThat(ClearInterpreter.slots(bounded, x)).containsExactly(expected, within(1e-9));
    try (Encrypted encrypted = new Encrypted(bounded, "cpu")) {
      assertThat(encrypted.run(x)).containsExactly(expected, within(1e-3));
    }
  }

  @Test
  void aLimitThatKeysAlreadyMeetChangesNothing() {
    CompiledNetwork free = compile(FAST);
    CompiledNetwork bounded = compile(FAST.withMaxKeyBytes(free.report().keyBytes()));
    assertThat(bounded.keys()).isEqualTo(free.keys());
  }

  /// Every trade is made before the limit is refused: of a small network there are few.
  @Test
  void theLeastReachableNumberIsNamed() {
    Networks nets = new Networks(new Random(6));
    TensorNode x = Networks.input(1, 1, 8, 8);
    TensorNode hidden = Networks.square(nets.conv(x, 2, 1));
    TensorGraph small = new TensorGraph(x, nets.gemm(Networks.flat(hidden), 4));
    assertThatThrownBy(() -> Compiler.compile("keys", small, FAST.withMaxKeyBytes(1000)))
        .isInstanceOf(CompileException.class)
        .hasMessageMatching("network 'keys' needs at least \\d{6,} bytes of keys .* 1000 .*");
  }
}
