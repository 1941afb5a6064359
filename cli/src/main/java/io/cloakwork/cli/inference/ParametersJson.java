package io.cloakwork.cli.inference;

import io.cloakwork.ckks.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/// A parameter set as the reports show it.
public final class ParametersJson {

  private ParametersJson() {}

  public static Map<String, Object> of(Parameters parameters) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("logN", parameters.logN());
    json.put("logQP", Math.rint(parameters.logQP() * 100) / 100);
    json.put("levels", parameters.maxLevel());
    json.put("digitCount", parameters.digitCount());
    json.put("securityBits", parameters.securityBits());
    json.put("logScale", parameters.logScale());
    return json;
  }
}
