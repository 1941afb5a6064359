package io.cloakwork.compiler.pass;

import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;

/// Moves a Pad with zeros into the window of the convolution or average after it, and removes a Pad
/// that adds nothing.
///
/// Assumes nothing about the rest of the graph. An average whose own padding does not count keeps
/// the Pad before it unless it has none of its own: the folded zeros count in every mean, so the
/// result has `countIncludePad` set. Pads that stay are handled later as linear maps.
public final class PadFolding {

  private PadFolding() {}

  public static TensorGraph apply(TensorGraph graph) {
    return graph.rewrite(PadFolding::fold);
  }

  private static TensorNode fold(TensorNode node) {
    return switch (node.op()) {
      case TensorOp.Pad pad when isEmpty(pad) -> node.input(0);
      case TensorOp.Conv conv
          when node.input(0).op() instanceof TensorOp.Pad pad && pad.value() == 0 ->
          new TensorNode(
              node.name(),
              new TensorOp.Conv(
                  conv.window().padded(pad.top(), pad.left(), pad.bottom(), pad.right()),
                  conv.groups()),
              node.inputs().stream().map(x -> x == node.input(0) ? x.input(0) : x).toList());
      case TensorOp.AveragePool pool
          when (pool.countIncludePad() || !pool.window().isPadded())
              && node.input(0).op() instanceof TensorOp.Pad pad
              && pad.value() == 0 ->
          new TensorNode(
              node.name(),
              new TensorOp.AveragePool(
                  pool.window().padded(pad.top(), pad.left(), pad.bottom(), pad.right()), true),
              node.input(0).input(0));
      default -> node;
    };
  }

  private static boolean isEmpty(TensorOp.Pad pad) {
    return pad.top() + pad.left() + pad.bottom() + pad.right() == 0;
  }
}
