package io.cloakwork.compiler;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import io.cloakwork.ckks.record.HoistedDigits;
import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.ckks.record.PlainRef;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotNode;
import io.cloakwork.compiler.program.SlotOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lowers a segment of the CKKS IR to a command graph, by the recorder of the scheme.
final class SegmentRecorder {

  private final CkksRecorder recorder;
  private final Segment segment;
  private final List<CipherRef> values = new ArrayList<>();
  private final List<SegmentRecording.Constant> constants = new ArrayList<>();

  private SegmentRecorder(Parameters parameters, Segment segment, int batch, KeyLevels keys) {
    this.recorder = new CkksRecorder(parameters, batch, keys);
    this.segment = segment;
  }

  static SegmentRecording record(
      Parameters parameters, Segment segment, int batch, KeyLevels keys) {
    SegmentRecorder recorder = new SegmentRecorder(parameters, segment, batch, keys);
    for (SlotNode node : segment.nodes()) {
      recorder.values.add(recorder.emit(node));
    }
    return new SegmentRecording(recorder.recorder.build(), recorder.constants);
  }

  private CipherRef emit(SlotNode node) {
    return switch (node.op()) {
      case SlotOp.Input input ->
          recorder.input(SegmentRecording.input(input.index()), node.level(), node.scale());
      case SlotOp.Transform t -> {
        Map<Integer, PlainRef> diagonals = diagonals(t);
        announce();
        yield recorder.linearTransformRescale(values.get(t.x()), t.plan(), diagonals);
      }
      case SlotOp.Rotate r -> {
        announce();
        yield recorder.rotate(values.get(r.x()), r.step());
      }
      case SlotOp.RotateSum r -> rotateSum(r);
      case SlotOp.AddPlain a -> {
        PlainRef plain = constant("plain", a.plain(), node.level(), node.scale());
        announce();
        yield recorder.addPlain(values.get(a.x()), plain);
      }
      case SlotOp.MultiplyPlain m -> {
        PlainRef plain = constant("plain", m.plain(), node.level(), m.plainScale());
        announce();
        yield recorder.multiplyPlain(values.get(m.x()), plain);
      }
      case SlotOp.Add a -> {
        announce();
        yield recorder.add(values.get(a.x()), values.get(a.y()));
      }
      case SlotOp.Multiply m -> {
        CipherRef x = values.get(m.x());
        CipherRef product =
            m.x() == m.y() ? recorder.square(x) : recorder.multiply(x, values.get(m.y()));
        announce();
        yield m.rescaled() ? recorder.relinearizeRescale(product) : recorder.relinearize(product);
      }
      case SlotOp.Polynomial p -> {
        announce();
        yield recorder.polynomial(
            values.get(p.x()), p.polynomial(), p.plan(), p.targetScale(), this::coefficient);
      }
      case SlotOp.Rescale r -> {
        announce();
        yield recorder.rescale(values.get(r.x()));
      }
      case SlotOp.DropLevel d -> recorder.dropLevel(values.get(d.x()), d.level());
    };
  }

  /// The segment's last node is written straight into the output.
  private void announce() {
    if (values.size() == segment.nodes().size() - 1) {
      recorder.outputNext(SegmentRecording.OUTPUT);
    }
  }

  private CipherRef rotateSum(SlotOp.RotateSum op) {
    CipherRef x = values.get(op.x());
    HoistedDigits digits = recorder.hoist(x);
    List<CipherRef> terms = new ArrayList<>(List.of(x));
    op.steps().forEach(step -> terms.add(recorder.rotate(digits, step)));
    announce();
    return terms.size() == 2 ? recorder.add(terms.get(0), terms.get(1)) : recorder.sum(terms);
  }

  private Map<Integer, PlainRef> diagonals(SlotOp.Transform transform) {
    int level = values.get(transform.x()).level();
    double scale = transform.plainScale();
    boolean extended = transform.needsExtendedDiagonals();
    Map<Integer, PlainRef> result = new HashMap<>();
    for (int offset : transform.plan().offsets()) {
      String name = name("diagonal:" + offset);
      SlotVector diagonal = transform.map().diagonalFor(transform.plan(), offset);
      constants.add(new SegmentRecording.Constant(name, diagonal, level, scale, extended));
      result.put(
          offset,
          extended
              ? recorder.extendedConstant(name, level, scale)
              : recorder.constant(name, level, scale));
    }
    return result;
  }

  private PlainRef constant(String what, SlotVector slots, int level, double scale) {
    String name = name(what);
    constants.add(new SegmentRecording.Constant(name, slots, level, scale, false));
    return recorder.constant(name, level, scale);
  }

  private PlainRef coefficient(SlotVector slots, int level, double scale) {
    return constant("coefficient:" + constants.size(), slots, level, scale);
  }

  private String name(String what) {
    return "%d:%s".formatted(values.size(), what);
  }
}
