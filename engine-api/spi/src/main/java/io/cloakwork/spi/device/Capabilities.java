package io.cloakwork.spi.device;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.Set;

/// What a provider's devices can run. The conformance suite runs exactly this and prints the rest.
///
/// @param minLogN smallest ring degree, log2
/// @param maxLogN largest ring degree, log2
/// @param maxModulusBits widest prime
/// @param operations the operations, as classes of [RnsOp]
public record Capabilities(
    int minLogN, int maxLogN, int maxModulusBits, Set<Class<? extends RnsOp>> operations) {

  public Capabilities {
    operations = Set.copyOf(operations);
  }

  /// Everything in the contract.
  public static Capabilities all() {
    return new Capabilities(
        ModulusChain.MIN_LOG_N, ModulusChain.MAX_LOG_N, Modulus.MAX_BITS, allOperations());
  }

  @SuppressWarnings("unchecked")
  private static Set<Class<? extends RnsOp>> allOperations() {
    Class<?>[] permitted = RnsOp.class.getPermittedSubclasses();
    return Set.of((Class<? extends RnsOp>[]) permitted);
  }

  /// Checks that `graph` is within these capabilities.
  ///
  /// @throws UnsupportedGraphException naming the first thing that is not
  public void require(CommandGraph graph) {
    if (graph.logN() < minLogN || graph.logN() > maxLogN) {
      throw new UnsupportedGraphException(
          "ring degree 2^%d is not in [2^%d, 2^%d]".formatted(graph.logN(), minLogN, maxLogN));
    }
    for (RnsOp command : graph.commands()) {
      if (!operations.contains(command.getClass())) {
        throw new UnsupportedGraphException(
            "operation %s is not supported".formatted(command.name()));
      }
    }
    for (Value value : graph.values()) {
      for (Modulus modulus : value.shape().basis().moduli()) {
        if (modulus.bits() > maxModulusBits) {
          throw new UnsupportedGraphException(
              "prime %s of %s has %d bits, more than %d"
                  .formatted(modulus, value, modulus.bits(), maxModulusBits));
        }
      }
    }
  }
}
