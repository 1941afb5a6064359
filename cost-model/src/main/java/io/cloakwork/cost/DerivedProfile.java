package io.cloakwork.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloakwork.hardware.profiles.facts.DeviceFacts;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/// The numbers of a profile that was made and not measured, on their way through [ProfileJson],
/// which checks them and gives them their fingerprint.
///
/// @param transformNanos of a row of 2^logN words, by logN
/// @param hostLinkBytesPerSecond empty if the device computes in the host's memory
record DerivedProfile(
    DeviceFacts facts,
    String caveat,
    int threads,
    double parallelEfficiency,
    IntToDoubleFunction transformNanos,
    WordCosts words,
    double wideLaneFactor,
    double memoryBytesPerNano,
    OptionalDouble hostLinkBytesPerSecond,
    double stageNanos,
    double runNanos) {

  private static final int LEAST_LOG_N = 10;

  MachineProfile toProfile() {
    try {
      return ProfileJson.parse(new ObjectMapper().writeValueAsBytes(json()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a profile cannot be written as JSON", e);
    }
  }

  private ObjectNode json() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("name", "derived-%s-%s".formatted(facts.vendor(), facts.device()));
    json.put("caveat", caveat);
    json.put("threads", threads);
    json.put("parallelEfficiency", parallelEfficiency);
    ObjectNode forward = json.putObject("forwardTransformNanos");
    ObjectNode inverse = json.putObject("inverseTransformNanos");
    for (int logN = LEAST_LOG_N; logN <= ModulusChain.MAX_LOG_N; logN++) {
      double nanos = transformNanos.applyAsDouble(logN);
      forward.put(Integer.toString(logN), nanos);
      inverse.put(Integer.toString(logN), nanos);
    }
    ObjectNode costs = json.putObject("nanosPerWord");
    costs.put("elementWise", words.elementWise());
    costs.put("productTerm", words.productTerm());
    costs.put("conversion", words.conversion());
    costs.put("conversionTerm", words.conversionTerm());
    costs.put("automorphism", words.automorphism());
    costs.put("combinationTerm", words.combinationTerm());
    json.put("wideLaneFactor", wideLaneFactor);
    json.put("memoryBytesPerNano", memoryBytesPerNano);
    hostLinkBytesPerSecond.ifPresent(rate -> json.put("hostLinkBytesPerNano", rate * 1e-9));
    json.put("stageNanos", stageNanos);
    json.put("runNanos", runNanos);
    return json;
  }
}
