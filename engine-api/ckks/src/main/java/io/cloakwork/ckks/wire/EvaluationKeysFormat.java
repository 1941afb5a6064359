package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Body: number of keys; then the bodies of the keys ([KeySwitchKeyFormat]) in ascending order of
/// their codes.
record EvaluationKeysFormat(EvaluationKeys keys) implements WireFormat {

  @Override
  public WireType type() {
    return WireType.EVALUATION_KEYS;
  }

  @Override
  public String parametersId() {
    return keys.parameters().id();
  }

  @Override
  public long bodyBytes() {
    long sum = Integer.BYTES;
    for (KeySwitchKey key : keys.all().values()) {
      sum += new KeySwitchKeyFormat(key).bodyBytes();
    }
    return sum;
  }

  @Override
  public void writeBody(WireOutput out) throws IOException {
    out.number(keys.all().size());
    for (KeySwitchKey key : keys.all().values()) {
      new KeySwitchKeyFormat(key).writeBody(out);
    }
  }

  /// Reads keys; if `request` is not null, exactly those that it names, each at its level.
  static EvaluationKeys read(WireInput in, CkksContext context, KeyRequest request)
      throws IOException {
    Parameters parameters = context.parameters();
    in.requireType(WireType.EVALUATION_KEYS);
    in.requireParameters(parameters.id());
    int count = in.number("number of keys", 0, parameters.degree() + 1);
    if (request != null && count != request.levels().size()) {
      throw new WireException(
          "evaluation keys: field 'number of keys' is %d, the request names %d"
              .formatted(count, request.levels().size()));
    }
    in.requireAtLeast((long) count * KeySwitchKeyFormat.FIXED_BYTES);
    List<KeySwitchKey> keys = new ArrayList<>();
    boolean complete = false;
    try {
      readAll(in, context, request, count, keys);
      in.finish();
      complete = true;
      return new EvaluationKeys(parameters, keys);
    } finally {
      if (!complete) {
        keys.forEach(KeySwitchKey::close);
      }
    }
  }

  private static void readAll(
      WireInput in, CkksContext context, KeyRequest request, int count, List<KeySwitchKey> keys)
      throws IOException {
    int previous = -1;
    for (int i = 0; i < count; i++) {
      KeyId id = KeySwitchKeyFormat.readId(in, context.parameters());
      if (id.code() <= previous) {
        throw new WireException(
            "evaluation keys: key %d is %s, which does not come after key %d"
                .formatted(i, id, i - 1));
      }
      previous = id.code();
      int level = in.number("level", 0, context.parameters().maxLevel());
      if (request != null) {
        requireRequested(request, id, level);
      }
      keys.add(KeySwitchKeyFormat.readRows(in, context, id, level));
    }
  }

  private static void requireRequested(KeyRequest request, KeyId id, int level)
      throws WireException {
    Integer requested = request.levels().get(id);
    if (requested == null) {
      throw new WireException("evaluation keys: key %s was not requested".formatted(id));
    }
    if (requested != level) {
      throw new WireException(
          "evaluation keys: key %s is for level %d, the request says %d"
              .formatted(id, level, requested));
    }
  }
}
