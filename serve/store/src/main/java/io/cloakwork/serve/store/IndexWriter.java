package io.cloakwork.serve.store;

import static org.lwjgl.util.lmdb.LMDB.MDB_NOTFOUND;
import static org.lwjgl.util.lmdb.LMDB.mdb_del;
import static org.lwjgl.util.lmdb.LMDB.mdb_put;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.util.lmdb.MDBVal;

/// The rows of an [Index] within a write transaction.
final class IndexWriter extends IndexReader {

  IndexWriter(long transaction, List<Integer> tables) {
    super(transaction, tables);
  }

  /// Sets the row of that key.
  void put(int table, byte[] key, byte[] row) throws IOException {
    try (MemoryStack stack = MemoryStack.stackPush();
        Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(row.length);
      bytes.copyFrom(MemorySegment.ofArray(row));
      MDBVal value = MDBVal.calloc(stack).mv_data(bytes.asByteBuffer());
      Index.check(mdb_put(transaction(), handle(table), key(stack, key), value, 0));
    }
  }

  /// Deletes the row of that key, if there is one.
  void delete(int table, byte[] key) throws IOException {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      int code = mdb_del(transaction(), handle(table), key(stack, key), null);
      if (code != MDB_NOTFOUND) {
        Index.check(code);
      }
    }
  }
}
