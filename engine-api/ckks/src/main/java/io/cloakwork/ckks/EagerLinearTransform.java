package io.cloakwork.ckks;

import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.EncodedLinearTransform;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import io.cloakwork.ckks.record.PlainRef;
import io.cloakwork.spi.device.DeviceBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An encoded linear map as one eager operation.
final class EagerLinearTransform {

  private final EncodedLinearTransform transform;

  EagerLinearTransform(EncodedLinearTransform transform) {
    this.transform = transform;
  }

  /// One of the recorder's linear transforms.
  interface Body {
    CipherRef record(
        CkksRecorder recorder, CipherRef a, BsgsPlan plan, Map<Integer, PlainRef> diagonals);
  }

  /// @param op an operation with its ciphertext and keys
  List<DeviceBuffer> run(EagerOp op, Body body) {
    op.detail(transform.plan());
    transform.diagonals().values().forEach(op::plain);
    return op.run((recorder, c, p) -> {
      Map<Integer, PlainRef> diagonals = byOffset(p);
      recorder.outputNext("0");
      body.record(recorder, c.getFirst(), transform.plan(), diagonals);
    });
  }

  private Map<Integer, PlainRef> byOffset(List<PlainRef> plains) {
    Map<Integer, PlainRef> byOffset = new HashMap<>();
    List<Integer> offsets = new ArrayList<>(transform.diagonals().keySet());
    for (int i = 0; i < offsets.size(); i++) {
      byOffset.put(offsets.get(i), plains.get(i));
    }
    return byOffset;
  }
}
