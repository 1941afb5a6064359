package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.kernel.Rows;
import java.util.Arrays;

/// What a worker knows while it runs a tile: the storages of this run, the item, its own number,
/// and arrays to hand lists of rows to a kernel in. One a worker, used for every tile.
public final class TileContext {

  private final int worker;
  private Rows[] spaces;
  private int firstItem;
  private int item;
  private int shift;

  // The first and second operands of the products of an inner product; `left` also the sources of a
  // gather.
  private Rows[] left = {};
  private Rows[] right = {};
  private int[] leftAt = {};
  private int[] rightAt = {};

  // The second operands of a second inner product with the same first ones.
  private Rows[] other = {};
  private int[] otherAt = {};

  public TileContext(int worker) {
    this.worker = worker;
  }

  /// @param first the first item of the block that is being run
  /// @param inBlock the item, counted from there
  void enter(Rows[] newSpaces, int first, int inBlock) {
    spaces = newSpaces;
    firstItem = first;
    item = inBlock;
    shift = 0;
  }

  /// Moves every row that is resolved from now on by so many words: the block that is worked on.
  void shiftTo(int words) {
    shift = words;
  }

  /// Forgets the storages, so that an idle worker keeps nothing reachable.
  void leave() {
    spaces = null;
    Arrays.fill(left, null);
    Arrays.fill(right, null);
    Arrays.fill(other, null);
  }

  Rows rows(RowRef ref) {
    return spaces[ref.space()];
  }

  int offset(RowRef ref) {
    // Rows of the workspace are those of one block after the other.
    int of = ref.space() == RowRef.WORKSPACE ? item : firstItem + item;
    return ref.offset(of, worker) + shift;
  }

  /// Resolves `refs` into [#left].
  void setLeft(RowRef[] refs) {
    if (left.length < refs.length) {
      left = new Rows[refs.length];
      leftAt = new int[refs.length];
    }
    for (int i = 0; i < refs.length; i++) {
      left[i] = rows(refs[i]);
      leftAt[i] = offset(refs[i]);
    }
  }

  /// Resolves `refs` into [#right].
  void setRight(RowRef[] refs) {
    if (right.length < refs.length) {
      right = new Rows[refs.length];
      rightAt = new int[refs.length];
    }
    for (int i = 0; i < refs.length; i++) {
      right[i] = rows(refs[i]);
      rightAt[i] = offset(refs[i]);
    }
  }

  /// Resolves `refs` into [#other].
  void setOther(RowRef[] refs) {
    if (other.length < refs.length) {
      other = new Rows[refs.length];
      otherAt = new int[refs.length];
    }
    for (int i = 0; i < refs.length; i++) {
      other[i] = rows(refs[i]);
      otherAt[i] = offset(refs[i]);
    }
  }

  Rows[] left() {
    return left;
  }

  int[] leftAt() {
    return leftAt;
  }

  Rows[] right() {
    return right;
  }

  int[] rightAt() {
    return rightAt;
  }

  Rows[] other() {
    return other;
  }

  int[] otherAt() {
    return otherAt;
  }
}
