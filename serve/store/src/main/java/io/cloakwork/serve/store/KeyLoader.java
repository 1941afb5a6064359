package io.cloakwork.serve.store;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.wire.WireException;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Puts the keys of mapped files on a device, checking every byte once more: a disk may change what
/// was written.
final class KeyLoader {

  private final KeyStore store;

  KeyLoader(KeyStore store) {
    this.store = store;
  }

  /// Bytes that a set's keys take on a device.
  static long deviceBytes(Parameters parameters, KeySet set) {
    return set.keys().stream()
        .mapToLong(key -> KeySwitchKey.shape(parameters, key.level()).bytes())
        .sum();
  }

  /// @param segments the set's files, in its order
  /// @throws IOException what [KeyStore#damaged] says if one is not the key that was written
  /// @throws io.cloakwork.spi.device.DeviceOutOfMemoryException if they do not fit; then none is
  ///   left on the device
  EvaluationKeys load(CkksContext context, ContentHash id, KeySet set, List<MemorySegment> segments)
      throws IOException {
    List<Parallel.Outcome<KeySwitchKey>> loaded =
        Parallel.each(
            IntStream.range(0, segments.size()).boxed().toList(),
            i -> load(context, id, set.keys().get(i), segments.get(i)));
    List<KeySwitchKey> keys = new ArrayList<>();
    boolean complete = false;
    try {
      for (Parallel.Outcome<KeySwitchKey> key : loaded) {
        keys.add(key.get());
      }
      EvaluationKeys all = new EvaluationKeys(context.parameters(), keys);
      complete = true;
      return all;
    } finally {
      if (!complete) {
        loaded.stream().filter(key -> key.failure() == null).forEach(key -> key.result().close());
      }
    }
  }

  private KeySwitchKey load(CkksContext context, ContentHash id, KeyFile file, MemorySegment bytes)
      throws IOException {
    KeySwitchKey key = read(context, id, file, bytes);
    if (key.id().code() == file.code() && key.level() == file.level()) {
      return key;
    }
    key.close();
    throw store.damaged(
        id, file, new WireException("the file holds another key, %s".formatted(key)));
  }

  private KeySwitchKey read(CkksContext context, ContentHash id, KeyFile file, MemorySegment bytes)
      throws IOException {
    try {
      return new WireReader(context).keySwitchKey(WireSource.of(bytes));
    } catch (WireException e) {
      throw store.damaged(id, file, e);
    } catch (InternalError e) {
      // What the virtual machine makes of a mapped page that the disk cannot give.
      throw store.damaged(
          id, file, new IOException("the file could not be read: " + e.getMessage(), e));
    }
  }
}
