package io.cloakwork.cli.inference;

import io.cloakwork.cli.Json;
import io.cloakwork.cost.RunTime;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where predicted time goes, as commands report it.
final class PredictedPartsJson {

  private PredictedPartsJson() {}

  /// @param device may say the clock of its pipelines: then what they do is counted in clocks too
  static Map<String, Object> of(RunTime parts, DeviceProfile device) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("transformSeconds", Json.seconds(parts.transforms()));
    json.put("wordSeconds", Json.seconds(parts.words()));
    json.put("memorySeconds", Json.seconds(parts.memory()));
    json.put("overheadSeconds", Json.seconds(parts.overhead()));
    json.put("transferSeconds", Json.seconds(parts.transfers()));
    String clock = device.facts().get(DeviceProfile.CLOCK_HERTZ);
    if (clock != null) {
      double seconds = parts.transforms() + parts.words();
      json.put("pipelineClocks", Math.round(seconds * Long.parseLong(clock)));
    }
    return json;
  }
}
