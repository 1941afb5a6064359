package io.cloakwork.backend.cuda.sim;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.Random;

/// Something for a device to do that takes several launches, temporaries and tables: a few products
/// of one operand, each with a transform there and back.
final class Products {

  private static final ModulusChain CHAIN =
      ModulusChain.search(6, new int[] {50, 40}, new int[] {50});
  private static final int ROUNDS = 3;

  static final RnsShape SHAPE = new RnsShape(Domain.EVAL, CHAIN.logN(), 1, 2, CHAIN.chainQ());

  private Products() {}

  static CommandGraph graph() {
    GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, CHAIN.chainQ());
    RnsView<Eval> product = a;
    for (int i = 0; i < ROUNDS; i++) {
      product = graph.ntt(graph.intt(graph.mul(product, a)));
    }
    graph.output("out", product);
    return graph.build();
  }

  static Bindings bind(Executable executable, DeviceBuffer a, DeviceBuffer out) {
    return executable.newBindings().bind("a", a).bind("out", out);
  }

  /// The operand, row by row below its modulus.
  static long[] operand() {
    Random random = new Random(1);
    long[] words = new long[(int) SHAPE.words()];
    for (int i = 0; i < words.length; i++) {
      int limb = i / SHAPE.degree() % SHAPE.limbs();
      words[i] = random.nextLong(SHAPE.basis().get(limb).value());
    }
    return words;
  }

  /// Does it all, and gives everything back to the device.
  static long[] on(Device device) {
    try (DeviceBuffer a = device.allocate(SHAPE);
        DeviceBuffer out = device.allocate(SHAPE);
        Executable executable = device.compile(graph(), Reuse.MANY)) {
      a.upload(operand());
      executable.submit(bind(executable, a, out)).await();
      return out.download();
    }
  }

  /// What it is.
  static long[] expected() {
    try (Device oracle = Backends.open("reference", DeviceOptions.defaults())) {
      return on(oracle);
    }
  }
}
