package io.cloakwork.serve.store;

import static org.lwjgl.util.lmdb.LMDB.MDB_CREATE;
import static org.lwjgl.util.lmdb.LMDB.MDB_MAP_FULL;
import static org.lwjgl.util.lmdb.LMDB.MDB_NOTLS;
import static org.lwjgl.util.lmdb.LMDB.MDB_RDONLY;
import static org.lwjgl.util.lmdb.LMDB.mdb_dbi_open;
import static org.lwjgl.util.lmdb.LMDB.mdb_env_close;
import static org.lwjgl.util.lmdb.LMDB.mdb_env_create;
import static org.lwjgl.util.lmdb.LMDB.mdb_env_open;
import static org.lwjgl.util.lmdb.LMDB.mdb_env_set_mapsize;
import static org.lwjgl.util.lmdb.LMDB.mdb_env_set_maxdbs;
import static org.lwjgl.util.lmdb.LMDB.mdb_env_set_maxreaders;
import static org.lwjgl.util.lmdb.LMDB.mdb_strerror;
import static org.lwjgl.util.lmdb.LMDB.mdb_txn_abort;
import static org.lwjgl.util.lmdb.LMDB.mdb_txn_begin;
import static org.lwjgl.util.lmdb.LMDB.mdb_txn_commit;

import java.io.IOException;
import java.io.Serial;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;

/// Tables of small rows in an LMDB file. A write is on the disk, whole, when it returns, or did not
/// happen. Reads do not wait for writes. The map doubles when it is full.
///
/// Read transactions are not bound to threads (`MDB_NOTLS`); a write transaction begins and ends in
/// one call, whose action must not block, because LMDB's lock belongs to the system's thread.
final class Index implements AutoCloseable {

  /// What is done with a snapshot.
  @FunctionalInterface
  interface Reading<T> {
    T with(IndexReader rows) throws IOException;
  }

  /// What is done in a write transaction. It may run more than once, so it must change nothing but
  /// rows.
  @FunctionalInterface
  interface Writing<T> {
    T with(IndexWriter rows) throws IOException;
  }

  /// The map is full: the transaction is run again on a larger one.
  private static final class MapFullException extends IOException {
    @Serial private static final long serialVersionUID = 1L;
  }

  // Of Linux: no space left on device.
  private static final int ENOSPC = 28;
  private static final int OWNER_ONLY = 0600;
  private static final int MAX_READERS = 1024;

  private final long environment;
  private final long maxBytes;
  private final List<Integer> tables = new ArrayList<>();
  private final ReentrantLock writer = new ReentrantLock();
  // Held shared by every transaction: the map's size can only change when there is none.
  private final ReentrantReadWriteLock resizing = new ReentrantReadWriteLock();
  private long mapBytes;
  private boolean closed;

  private Index(long environment, long mapBytes, long maxBytes) {
    this.environment = environment;
    this.mapBytes = mapBytes;
    this.maxBytes = maxBytes;
  }

  /// Opens or makes the index in `folder` with the tables of those names, which are numbered in
  /// their order.
  static Index open(Path folder, List<String> names, long bytes, long maxBytes) throws IOException {
    Natives.prepare(folder.resolveSibling("natives"));
    long environment;
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer handle = stack.mallocPointer(1);
      check(mdb_env_create(handle));
      environment = handle.get(0);
    }
    Index index = new Index(environment, bytes, maxBytes);
    boolean open = false;
    try {
      check(mdb_env_set_mapsize(environment, bytes));
      check(mdb_env_set_maxdbs(environment, names.size()));
      check(mdb_env_set_maxreaders(environment, MAX_READERS));
      check(mdb_env_open(environment, folder.toString(), MDB_NOTLS, OWNER_ONLY));
      index.openTables(names);
      open = true;
      return index;
    } finally {
      if (!open) {
        mdb_env_close(environment);
      }
    }
  }

  private void openTables(List<String> names) throws IOException {
    write(rows -> {
      tables.clear();
      try (MemoryStack stack = MemoryStack.stackPush()) {
        IntBuffer handle = stack.mallocInt(1);
        for (String name : names) {
          check(mdb_dbi_open(rows.transaction(), name, MDB_CREATE, handle));
          tables.add(handle.get(0));
        }
      }
      return null;
    });
  }

  <T> T read(Reading<T> action) throws IOException {
    resizing.readLock().lock();
    try {
      requireOpen();
      long transaction = begin(MDB_RDONLY);
      try {
        return action.with(new IndexReader(transaction, tables));
      } finally {
        mdb_txn_abort(transaction);
      }
    } finally {
      resizing.readLock().unlock();
    }
  }

  /// Runs `action` and commits what it wrote.
  ///
  /// @throws StoreFullException if the disk is full or the map as large as it may get
  <T> T write(Writing<T> action) throws IOException {
    writer.lock();
    try {
      while (true) {
        resizing.readLock().lock();
        try {
          requireOpen();
          return attempt(action);
        } catch (MapFullException e) {
          // Run again on a larger map.
        } finally {
          resizing.readLock().unlock();
        }
        grow();
      }
    } finally {
      writer.unlock();
    }
  }

  private <T> T attempt(Writing<T> action) throws IOException {
    long transaction = begin(0);
    boolean ended = false;
    try {
      T result = action.with(new IndexWriter(transaction, tables));
      ended = true;
      check(mdb_txn_commit(transaction));
      return result;
    } finally {
      if (!ended) {
        mdb_txn_abort(transaction);
      }
    }
  }

  private void grow() throws IOException {
    resizing.writeLock().lock();
    try {
      if (mapBytes >= maxBytes) {
        throw new StoreFullException(
            "the index has reached its limit of %,d bytes".formatted(maxBytes), null);
      }
      mapBytes = Math.min(maxBytes, 2 * mapBytes);
      check(mdb_env_set_mapsize(environment, mapBytes));
    } finally {
      resizing.writeLock().unlock();
    }
  }

  /// Bytes of the map now.
  long mapBytes() {
    resizing.readLock().lock();
    try {
      return mapBytes;
    } finally {
      resizing.readLock().unlock();
    }
  }

  private long begin(int flags) throws IOException {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer handle = stack.mallocPointer(1);
      check(mdb_txn_begin(environment, 0, flags, handle));
      return handle.get(0);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the index is closed");
    }
  }

  static void check(int code) throws IOException {
    if (code == 0) {
      return;
    }
    if (code == MDB_MAP_FULL) {
      throw new MapFullException();
    }
    IOException failure = new IOException("the index failed: " + mdb_strerror(code));
    throw code == ENOSPC ? new StoreFullException("the disk is full", failure) : failure;
  }

  /// Waits for transactions and closes the file.
  @Override
  public void close() {
    resizing.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        mdb_env_close(environment);
      }
    } finally {
      resizing.writeLock().unlock();
    }
  }
}
