package io.cloakwork.compiler;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Tmp1Test {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "m7_digits_mlp_square",
        "m2_lola",
        "m6_mlp_square",
        "m1_cryptonets",
        "m3_lenet5_poly"
      })
  void show(String model) throws Exception {
    long t = System.nanoTime();
    CompiledNetwork net =
        Compiler.compile(Shared.path("models/" + model + ".onnx"), CompileOptions.defaults());
    System.out.println("compile ms " + (System.nanoTime() - t) / 1000000);
    System.out.println(net.report().explain());
    try (Encrypted enc = new Encrypted(net, System.getProperty("backend", "cpu"))) {
      System.out.println("setup s " + enc.setupSeconds());
      for (int i = 0; i < 12; i++) {
        double[] x = model.startsWith("m7") ? Shared.digits(i) : Shared.mnist(i);
        t = System.nanoTime();
        double[] y = enc.run(x);
        long all = System.nanoTime() - t;
        double[] e = ClearInterpreter.model(net, x);
        double err = 0, max = 0;
        for (int k = 0; k < y.length; k++) {
          err = Math.max(err, Math.abs(y[k] - e[k]));
          max = Math.max(max, Math.abs(e[k]));
        }
        long[] n = enc.lastNanos();
        System.out.println(
            "image "
                + i
                + " total ms "
                + all / 1000000
                + " server ms "
                + Arrays.stream(n).sum() / 1e6
                + " "
                + Arrays.toString(Arrays.stream(n).map(v -> v / 1000).toArray())
                + " error "
                + err
                + " of "
                + max);
      }
    }
  }
}
