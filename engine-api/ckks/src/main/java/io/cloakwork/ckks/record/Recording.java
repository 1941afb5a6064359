package io.cloakwork.ckks.record;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a [CkksRecorder] recorded.
///
/// @param graph the commands; its inputs are the ciphertexts, plaintexts and keys by name
/// @param keys the keys that it uses, each with the highest level at which it is used
/// @param outputs the level, scale and size of each output by name
public record Recording(CommandGraph graph, KeyRequest keys, Map<String, CipherRef> outputs) {

  public Recording {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }
}
