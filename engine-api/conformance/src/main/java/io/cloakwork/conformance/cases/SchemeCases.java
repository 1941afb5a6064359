package io.cloakwork.conformance.cases;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.Presets;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.graph.RnsOp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The scheme on top of the operations: the same seeds give the same keys and ciphertexts, word for
/// word, on candidate and oracle.
final class SchemeCases {

  private static final int MIN_LOG_N = 8;

  private SchemeCases() {}

  static List<ConformanceCase> all(int smallLogN, long seed) {
    int logN = Math.max(MIN_LOG_N, smallLogN);
    List<ConformanceCase> cases = new ArrayList<>();
    List<Integer> qBits = List.of(50, 40, 40, 40);
    for (int batch : new int[] {1, 3}) {
      cases.add(scheme("fast-lane", literal(logN, 2, qBits, 50, 50), batch, seed));
      cases.add(scheme("one-prime-digits", literal(logN, 4, qBits, 50), batch, seed));
      cases.add(scheme("general-lane", literal(logN, 2, List.of(60, 45, 45), 61, 60), batch, seed));
      cases.add(scheme("one-digit", literal(logN, 1, List.of(51, 40), 58, 45), batch, seed));
    }
    cases.sort(Comparator.comparing(ConformanceCase::name));
    for (String preset : List.of("P1", "P2", "P3")) {
      cases.add(scheme(preset, Presets.named(preset), 1, seed));
    }
    return cases;
  }

  private static ParametersLiteral literal(
      int logN, int digitCount, List<Integer> qBits, Integer... pBits) {
    return new ParametersLiteral(
        logN, qBits, List.of(pBits), 40, digitCount, 5, SecurityPolicy.INSECURE_FOR_TESTING);
  }

  private static ConformanceCase scheme(
      String name, ParametersLiteral literal, int batch, long seed) {
    String path =
        "scheme/%s/logN=%d,dnum=%d,batch=%d"
            .formatted(name, literal.logN(), literal.digitCount(), batch);
    return new SchemeCase(path, literal, batch, seed ^ path.hashCode());
  }

  private record SchemeCase(String name, ParametersLiteral literal, int batch, long seed)
      implements ConformanceCase {

    @Override
    public int logN() {
      return literal.logN();
    }

    @Override
    public Optional<String> unsupportedReason(Capabilities capabilities) {
      Optional<String> degree = Unsupported.reason(capabilities, logN());
      if (degree.isPresent()) {
        return degree;
      }
      int bits = Math.max(Collections.max(literal.qBits()), Collections.max(literal.pBits()));
      if (bits > capabilities.maxModulusBits()) {
        return Optional.of(
            "primes of %d bits are more than %d".formatted(bits, capabilities.maxModulusBits()));
      }
      TreeSet<String> missing = new TreeSet<>();
      for (Class<? extends RnsOp> operation : Capabilities.all().operations()) {
        if (!capabilities.operations().contains(operation)) {
          missing.add(operation.getSimpleName());
        }
      }
      return missing.isEmpty()
          ? Optional.empty()
          : Optional.of("operation %s is not supported".formatted(missing.first()));
    }

    @Override
    public void run(TestBed bed) {
      Parameters parameters = literal.validate();
      Map<String, String> expected = SchemeScript.run(bed.oracle(), parameters, batch, seed);
      Map<String, String> actual = SchemeScript.run(bed.candidate(), parameters, batch, seed);
      expected.forEach((step, digest) ->
          Expect.that(
              digest.equals(actual.get(step)),
              "'%s' gives words of SHA-256 %s, should be %s (seed %d)"
                  .formatted(step, actual.get(step), digest, seed)));
    }
  }
}
