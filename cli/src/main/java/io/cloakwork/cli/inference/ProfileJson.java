package io.cloakwork.cli.inference;

import io.cloakwork.cost.TimePrediction;
import java.util.LinkedHashMap;
import java.util.Map;

/// The machine that times are predicted for, as commands report it.
public final class ProfileJson {

  private ProfileJson() {}

  public static Map<String, Object> of(TimePrediction time) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", time.profile());
    json.put("fingerprint", time.fingerprint());
    json.put("threads", time.threads());
    return json;
  }
}
