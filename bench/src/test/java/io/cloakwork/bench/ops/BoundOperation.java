package io.cloakwork.bench.ops;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import io.cloakwork.ckks.record.HoistedDigits;
import io.cloakwork.spi.graph.CommandGraph;

/// Operations whose programs are recorded as the evaluator records them, at the highest level.
public enum BoundOperation {
  /// One rotation by one step.
  ROTATE {
    @Override
    void record(CkksRecorder recorder, CipherRef a) {
      recorder.outputNext("out");
      recorder.rotate(a, 1);
    }
  },
  /// A product of ciphertexts, relinearised and rescaled.
  MUL_RELIN_RESCALE {
    @Override
    void record(CkksRecorder recorder, CipherRef a) {
      CipherRef b = recorder.input("b", a.level(), a.scale());
      CipherRef product = recorder.multiply(a, b);
      recorder.outputNext("out");
      recorder.relinearizeRescale(product);
    }
  },
  /// Eight rotations that share one decomposition.
  ROTATE8_HOISTED {
    @Override
    void record(CkksRecorder recorder, CipherRef a) {
      HoistedDigits digits = recorder.hoist(a);
      for (int steps = 1; steps <= 8; steps++) {
        recorder.outputNext("out" + steps);
        recorder.rotate(digits, steps);
      }
    }
  };

  /// The program for these parameters.
  CommandGraph graph(Parameters parameters) {
    CkksRecorder recorder = new CkksRecorder(parameters, 1);
    record(recorder, recorder.input("a", parameters.maxLevel(), parameters.defaultScale()));
    return recorder.build().graph();
  }

  /// Records the operation on `a`.
  void record(CkksRecorder recorder, CipherRef a) {
    throw new UnsupportedOperationException(name() + " is not an operation on ciphertexts");
  }
}
