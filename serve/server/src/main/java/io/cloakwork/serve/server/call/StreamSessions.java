package io.cloakwork.serve.server.call;

import io.cloakwork.serve.host.ClientSession;
import io.cloakwork.serve.store.ContentHash;
import io.cloakwork.serve.store.Owner;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;

/// The sessions of one stream: one for each pair of a model and a key set that its requests name.
/// As many as fit are kept, whose requests then share runs; for one more the one that has been idle
/// for longest goes. A session that a request uses never goes. Thread-safe.
final class StreamSessions {

  /// What a stream may hold of the host, however many key sets its client has.
  private static final int MOST = 16;

  private record Name(String model, ContentHash keySet) {}

  private final ServiceParts parts;
  private final Owner owner;

  // Guarded by this; least recently used first.
  private final SequencedMap<Name, ClientSession> sessions = new LinkedHashMap<>(MOST, 0.75f, true);
  private boolean closed;

  StreamSessions(ServiceParts parts, Owner owner) {
    this.parts = parts;
    this.owner = owner;
  }

  /// The session of a pair, opened if there is none.
  ///
  /// @param inUse the sessions that requests use at present; asked only if one has to go
  /// @throws CallException if all are in use, or as [ServiceParts#session]
  synchronized ClientSession session(
      ServedModel model, ContentHash keySet, Supplier<Set<ClientSession>> inUse)
      throws IOException {
    if (closed) {
      throw CallException.draining();
    }
    Name name = new Name(model.name(), keySet);
    ClientSession session = sessions.get(name);
    if (session == null) {
      Optional<Name> leaving =
          sessions.size() < MOST ? Optional.empty() : Optional.of(idle(model, inUse.get()));
      session = parts.session(owner, model, keySet);
      leaving.map(sessions::remove).ifPresent(StreamSessions::closeLater);
      sessions.put(name, session);
    }
    return session;
  }

  private Name idle(ServedModel model, Set<ClientSession> inUse) {
    return sessions.entrySet().stream()
        .filter(entry -> !inUse.contains(entry.getValue()))
        .findFirst()
        .map(Map.Entry::getKey)
        .orElseThrow(() ->
            CallException.exhausted(
                model.retryAfter(),
                "the stream has open requests for %d pairs of a model and a key set already",
                MOST));
  }

  /// Closes all of them, which waits for their present runs; there are none from now on.
  void close() {
    List<ClientSession> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(sessions.values());
      sessions.clear();
    }
    last.forEach(ClientSession::close);
  }

  /// The run of a cancelled request may not have ended, and the transport's thread must not wait.
  private static void closeLater(ClientSession session) {
    Thread.ofVirtual().name("session-close").start(session::close);
  }
}
