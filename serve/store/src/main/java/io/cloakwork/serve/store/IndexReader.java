package io.cloakwork.serve.store;

import static org.lwjgl.util.lmdb.LMDB.MDB_NEXT;
import static org.lwjgl.util.lmdb.LMDB.MDB_NOTFOUND;
import static org.lwjgl.util.lmdb.LMDB.MDB_SET_RANGE;
import static org.lwjgl.util.lmdb.LMDB.mdb_cursor_close;
import static org.lwjgl.util.lmdb.LMDB.mdb_cursor_get;
import static org.lwjgl.util.lmdb.LMDB.mdb_cursor_open;
import static org.lwjgl.util.lmdb.LMDB.mdb_get;
import static org.lwjgl.util.lmdb.LMDB.mdb_stat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.util.lmdb.MDBStat;
import org.lwjgl.util.lmdb.MDBVal;

/// The rows of an [Index] within one transaction, as copies.
class IndexReader {

  /// Takes a row.
  @FunctionalInterface
  interface Visitor {
    /// @return whether to go on
    boolean visit(byte[] key, ByteBuffer row) throws IOException;
  }

  private final long transaction;
  private final List<Integer> tables;

  IndexReader(long transaction, List<Integer> tables) {
    this.transaction = transaction;
    this.tables = tables;
  }

  final long transaction() {
    return transaction;
  }

  final int handle(int table) {
    return tables.get(table);
  }

  /// The row of that key, or null.
  final ByteBuffer get(int table, byte[] key) throws IOException {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      MDBVal row = MDBVal.calloc(stack);
      int code = mdb_get(transaction, handle(table), key(stack, key), row);
      if (code == MDB_NOTFOUND) {
        return null;
      }
      Index.check(code);
      return copy(row);
    }
  }

  /// How many rows a table has.
  final int count(int table) throws IOException {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      MDBStat stat = MDBStat.calloc(stack);
      Index.check(mdb_stat(transaction, handle(table), stat));
      return Math.toIntExact(stat.ms_entries());
    }
  }

  /// Shows the rows whose keys begin with `prefix`, in order. Rows must not be changed meanwhile.
  final void scan(int table, byte[] prefix, Visitor visitor) throws IOException {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer handle = stack.mallocPointer(1);
      Index.check(mdb_cursor_open(transaction, handle(table), handle));
      long cursor = handle.get(0);
      try {
        // LMDB takes no empty key, and every key is at least this one.
        MDBVal key = key(stack, prefix.length == 0 ? new byte[1] : prefix);
        MDBVal row = MDBVal.calloc(stack);
        int code = mdb_cursor_get(cursor, key, row, MDB_SET_RANGE);
        while (code != MDB_NOTFOUND) {
          Index.check(code);
          byte[] found = copy(key).array();
          if (!startsWith(found, prefix) || !visitor.visit(found, copy(row))) {
            return;
          }
          code = mdb_cursor_get(cursor, key, row, MDB_NEXT);
        }
      } finally {
        mdb_cursor_close(cursor);
      }
    }
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  static MDBVal key(MemoryStack stack, byte[] key) {
    return MDBVal.calloc(stack).mv_data(stack.bytes(key));
  }

  private static ByteBuffer copy(MDBVal value) {
    ByteBuffer bytes = value.mv_data();
    byte[] copy = new byte[bytes == null ? 0 : bytes.remaining()];
    if (bytes != null) {
      bytes.get(copy);
    }
    return ByteBuffer.wrap(copy);
  }
}
