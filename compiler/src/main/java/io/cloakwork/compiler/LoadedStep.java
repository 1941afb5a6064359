package io.cloakwork.compiler;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A step on the device, for one batch size.
///
/// @param keys that it uses, each under the name of its graph's input
record LoadedStep(ProgramStep step, Executable executable, List<KeyInput> keys) {

  /// A key as an input of a graph.
  record KeyInput(String name, KeyId id) {}

  LoadedStep {
    keys = List.copyOf(keys);
  }

  /// A step whose graph may use any of `ids`.
  static LoadedStep of(ProgramStep step, Executable executable, Iterable<KeyId> ids) {
    Map<String, KeyId> byName = new TreeMap<>();
    ids.forEach(id -> byName.put(id.inputName(), id));
    List<KeyInput> keys = new ArrayList<>();
    for (Value value : executable.graph().boundValues()) {
      KeyId id = byName.get(value.name());
      if (id != null) {
        keys.add(new KeyInput(value.name(), id));
      }
    }
    return new LoadedStep(step, executable, keys);
  }
}
