package io.cloakwork.compiler;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.compiler.throughput.ThroughputProgram;
import io.cloakwork.compiler.throughput.ThroughputStage;
import java.util.ArrayList;
import java.util.List;

/// Records a stage of a throughput program. A linear stage takes a tensor as one item of many
/// polynomials, the others take it as a batch of ciphertexts: the same rows in the same order.
final class StageRecorder {

  private final Parameters parameters;
  private final ThroughputProgram program;
  private final int batch;
  private final KeyLevels keys;

  StageRecorder(ThroughputProgram program, int batch, KeyLevels keys) {
    this.parameters = program.parameters();
    this.program = program;
    this.batch = batch;
    this.keys = keys;
  }

  SegmentRecording record(ThroughputStage stage) {
    CkksRecorder recorder =
        switch (stage) {
          case ThroughputStage.Linear linear -> linear(linear);
          case ThroughputStage.Square square -> square(square);
          case ThroughputStage.Chebyshev chebyshev -> chebyshev(chebyshev);
          case ThroughputStage.Rescale rescale -> rescale(rescale);
        };
    return new SegmentRecording(recorder.build(), List.of());
  }

  private CkksRecorder linear(ThroughputStage.Linear stage) {
    CkksRecorder recorder = new CkksRecorder(parameters, batch, keys);
    List<CipherRef> sums = new ArrayList<>();
    int last = stage.terms().size() - 1;
    for (int i = 0; i <= last; i++) {
      ThroughputStage.Term term = stage.terms().get(i);
      CipherForm form = program.form(term.operand());
      int polys = Ciphertext.LINEAR_SIZE * form.ciphertexts();
      CipherRef x = recorder.input(SegmentRecording.input(i), form.level(), form.scale(), polys);
      x = recorder.dropLevel(x, stage.form().level());
      if (last == 0) {
        recorder.outputNext(SegmentRecording.OUTPUT);
      }
      sums.add(
          i == 0
              ? recorder.linearCombination(x, term.weights(), term.weightScale(), stage.bias())
              : recorder.linearCombination(x, term.weights(), term.weightScale()));
    }
    if (last > 0) {
      recorder.outputNext(SegmentRecording.OUTPUT);
      recorder.sum(sums);
    }
    return recorder;
  }

  private CkksRecorder square(ThroughputStage.Square stage) {
    CkksRecorder recorder = elementwise(stage.operand());
    CipherRef x = rescaled(recorder, stage.operand(), stage.rescales());
    CipherRef product = recorder.square(x);
    recorder.outputNext(SegmentRecording.OUTPUT);
    recorder.relinearize(product);
    return recorder;
  }

  private CkksRecorder chebyshev(ThroughputStage.Chebyshev stage) {
    CkksRecorder recorder = elementwise(stage.operand());
    CipherRef x = rescaled(recorder, stage.operand(), stage.rescales());
    recorder.outputNext(SegmentRecording.OUTPUT);
    recorder.polynomial(x, stage.slotPolynomial(), stage.form().scale());
    return recorder;
  }

  private CkksRecorder rescale(ThroughputStage.Rescale stage) {
    CkksRecorder recorder = elementwise(stage.operand());
    CipherRef x = rescaled(recorder, stage.operand(), stage.rescales() - 1);
    recorder.outputNext(SegmentRecording.OUTPUT);
    recorder.rescale(x);
    return recorder;
  }

  /// A recorder whose items are the elements of a tensor.
  private CkksRecorder elementwise(int operand) {
    int items = Math.multiplyExact(batch, program.form(operand).ciphertexts());
    return new CkksRecorder(parameters, items, keys);
  }

  private CipherRef rescaled(CkksRecorder recorder, int operand, int rescales) {
    CipherForm form = program.form(operand);
    CipherRef x = recorder.input(SegmentRecording.input(0), form.level(), form.scale());
    for (int i = 0; i < rescales; i++) {
      x = recorder.rescale(x);
    }
    return x;
  }
}
