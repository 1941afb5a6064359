package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.tile.RowOp.Plain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rewrites sums of products into inner products that suit the cache. Chains of Mul, MulAdd, Add
/// and InnerProduct whose links nobody else reads become one sum; the sum is then cut so that the
/// computed rows that one kernel call needs at once fit into half a core's cache: the digits of a
/// key switch are made, multiplied and forgotten a few at a time.
///
/// Sums are exact, so their order does not matter to the result.
final class ProductSums {

  private final RowGraph graph;
  private final int computedAtOnce;
  private final Map<RowNode, RowNode> renewed = new HashMap<>();
  private final List<RowNode> nodes = new ArrayList<>();

  private ProductSums(RowGraph graph, long cacheBytes) {
    this.graph = graph;
    long rowBytes = (long) Long.BYTES << graph.graph().logN();
    this.computedAtOnce = (int) Math.max(2, cacheBytes / rowBytes);
  }

  /// @param cacheBytes what the computed factors of one sum may take
  static RowGraph rewrite(RowGraph graph, long cacheBytes) {
    ProductSums sums = new ProductSums(graph, cacheBytes);
    Set<RowNode> absorbed = sums.absorbed();
    for (RowNode node : graph.nodes()) {
      if (absorbed.contains(node)) {
        continue;
      }
      RowNode fresh = isSum(node) ? sums.sum(node, absorbed) : sums.renew(node);
      fresh.setTarget(node.target());
      sums.renewed.put(node, fresh);
    }
    return RowGraph.ofLive(graph.graph(), sums.nodes);
  }

  /// The nodes that are nothing but a part of the sum that reads them.
  private Set<RowNode> absorbed() {
    Set<RowNode> absorbed = new HashSet<>();
    for (RowNode node : graph.nodes()) {
      if ((isProduct(node) || isSum(node)) && node.target() == null && node.users().size() == 1) {
        RowNode user = node.users().getFirst();
        if (user.shared() == node.shared() && addends(user).contains(node)) {
          absorbed.add(node);
        }
      }
    }
    return absorbed;
  }

  private static boolean isProduct(RowNode node) {
    return node.op() == Plain.MUL;
  }

  private static boolean isSum(RowNode node) {
    return node.op() == Plain.ADD
        || node.op() == Plain.MUL_ADD
        || node.op() == RowOp.InnerProduct.INNER_PRODUCT;
  }

  /// The operands that enter the node's sum as they are. An operand that is also a factor, or that
  /// is added twice, cannot be taken apart.
  private static List<RowNode> addends(RowNode node) {
    if (node.op() == Plain.ADD) {
      RowNode a = node.operands().get(0);
      RowNode b = node.operands().get(1);
      return a.equals(b) ? List.of() : List.of(a, b);
    }
    if (node.op() == Plain.MUL_ADD) {
      RowNode addend = node.operands().get(2);
      return node.operands().indexOf(addend) < 2 ? List.of() : List.of(addend);
    }
    return List.of();
  }

  private RowNode sum(RowNode root, Set<RowNode> absorbed) {
    List<RowNode> factors = new ArrayList<>();
    List<RowNode> others = new ArrayList<>();
    Deque<RowNode> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      RowNode node = open.pop();
      boolean isPart = node.equals(root) || absorbed.contains(node);
      if (!isPart) {
        others.add(renewed(node));
      } else if (isProduct(node) || node.op() == RowOp.InnerProduct.INNER_PRODUCT) {
        node.operands().forEach(operand -> factors.add(renewed(operand)));
      } else {
        List<RowNode> addends = node.operands();
        if (node.op() == Plain.MUL_ADD) {
          factors.add(renewed(node.operands().get(0)));
          factors.add(renewed(node.operands().get(1)));
          addends = addends.subList(2, 3);
        }
        addends.reversed().forEach(open::push);
      }
    }
    return sumOf(parts(factors), others, root);
  }

  private RowNode sumOf(List<List<RowNode>> parts, List<RowNode> others, RowNode like) {
    RowNode sum = null;
    for (List<RowNode> part : parts) {
      if (part.size() > 2) {
        RowNode products = create(RowOp.InnerProduct.INNER_PRODUCT, part, like);
        sum = sum == null ? products : create(Plain.ADD, List.of(sum, products), like);
      }
    }
    for (RowNode other : others) {
      sum = sum == null ? other : create(Plain.ADD, List.of(sum, other), like);
    }
    for (List<RowNode> part : parts) {
      if (part.size() == 2) {
        List<RowNode> operands = new ArrayList<>(part);
        if (sum != null) {
          operands.add(sum);
        }
        sum = create(sum == null ? Plain.MUL : Plain.MUL_ADD, operands, like);
      }
    }
    return sum;
  }

  /// Cuts before the pair that would bring in one computed row too many.
  private List<List<RowNode>> parts(List<RowNode> factors) {
    List<List<RowNode>> parts = new ArrayList<>();
    List<RowNode> part = new ArrayList<>();
    Set<RowNode> computed = new HashSet<>();
    for (int i = 0; i < factors.size(); i += 2) {
      Set<RowNode> fresh = new HashSet<>(factors.subList(i, i + 2));
      fresh.removeIf(row -> row.isFree() || computed.contains(row));
      if (!part.isEmpty() && computed.size() + fresh.size() > computedAtOnce) {
        parts.add(part);
        part = new ArrayList<>();
        computed.clear();
      }
      computed.addAll(fresh);
      part.addAll(factors.subList(i, i + 2));
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }

  private RowNode renewed(RowNode node) {
    return renewed.get(node);
  }

  private RowNode renew(RowNode node) {
    return create(node.op(), node.operands().stream().map(this::renewed).toList(), node);
  }

  private RowNode create(RowOp op, List<RowNode> operands, RowNode like) {
    RowNode node =
        new RowNode(nodes.size(), op, like.modulus(), List.copyOf(operands), like.shared());
    nodes.add(node);
    return node;
  }
}
