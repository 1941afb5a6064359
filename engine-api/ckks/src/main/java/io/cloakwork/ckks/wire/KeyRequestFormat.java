package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/// Body: number of keys; then per key its code and level, in ascending order of the codes.
record KeyRequestFormat(KeyRequest request) implements WireFormat {

  private static final int ENTRY_BYTES = 2 * Integer.BYTES;

  @Override
  public WireType type() {
    return WireType.KEY_REQUEST;
  }

  @Override
  public String parametersId() {
    return request.parametersId();
  }

  @Override
  public long bodyBytes() {
    return Integer.BYTES + (long) ENTRY_BYTES * request.levels().size();
  }

  @Override
  public void writeBody(WireOutput out) throws IOException {
    out.number(request.levels().size());
    for (var entry : request.levels().entrySet()) {
      out.number(entry.getKey().code());
      out.number(entry.getValue());
    }
  }

  static KeyRequest read(WireInput in, Parameters parameters) throws IOException {
    in.requireType(WireType.KEY_REQUEST);
    in.requireParameters(parameters.id());
    int count = in.number("number of keys", 0, parameters.degree() + 1);
    in.requireRemaining((long) count * ENTRY_BYTES);
    SortedMap<KeyId, Integer> levels = new TreeMap<>();
    int previous = -1;
    for (int i = 0; i < count; i++) {
      KeyId id = KeySwitchKeyFormat.readId(in, parameters);
      if (id.code() <= previous) {
        throw new WireException(
            "key request: key %d is %s, which does not come after key %d".formatted(i, id, i - 1));
      }
      previous = id.code();
      levels.put(id, in.number("level", 0, parameters.maxLevel()));
    }
    in.finish();
    return new KeyRequest(parameters.id(), levels);
  }
}
