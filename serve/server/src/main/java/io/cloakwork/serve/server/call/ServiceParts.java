package io.cloakwork.serve.server.call;

import io.cloakwork.serve.host.ClientSession;
import io.cloakwork.serve.host.ModelHost;
import io.cloakwork.serve.server.CallLimits;
import io.cloakwork.serve.server.access.RateLimits;
import io.cloakwork.serve.server.log.EventLog;
import io.cloakwork.serve.server.ops.Operations;
import io.cloakwork.serve.store.ContentHash;
import io.cloakwork.serve.store.JobStore;
import io.cloakwork.serve.store.KeyCache;
import io.cloakwork.serve.store.KeyStore;
import io.cloakwork.serve.store.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ScheduledExecutorService;

/// What calls work with. All of it is thread-safe and belongs to the service.
///
/// @param models by name, in the order in which they are listed
/// @param receiving bytes of inputs on their way in
/// @param sending bytes of results on their way out
/// @param spool the folder for objects that are too long for memory
/// @param operations is told of requests and keys that arrive
/// @param timer for what happens every few seconds; nothing on it may block
public record ServiceParts(
    SequencedMap<String, ServedModel> models,
    ModelHost host,
    KeyStore keys,
    KeyCache cache,
    JobStore jobs,
    CallLimits limits,
    RateLimits rates,
    MemoryBudget receiving,
    MemoryBudget sending,
    Path spool,
    ScheduledExecutorService timer,
    Operations operations,
    EventLog log) {

  /// The same with fresh budgets for memory.
  public static ServiceParts of(
      SequencedMap<String, ServedModel> models,
      ModelHost host,
      KeyStore keys,
      KeyCache cache,
      JobStore jobs,
      CallLimits limits,
      RateLimits rates,
      Path spool,
      ScheduledExecutorService timer,
      Operations operations,
      EventLog log) {
    return new ServiceParts(
        models,
        host,
        keys,
        cache,
        jobs,
        limits,
        rates,
        new MemoryBudget(limits.receivingBytes()),
        new MemoryBudget(limits.receivingBytes()),
        spool,
        timer,
        operations,
        log);
  }

  Failures failures() {
    return new Failures(log);
  }

  ReceivedObject.Places places() {
    return new ReceivedObject.Places(receiving, limits.spoolBytes(), spool);
  }

  /// @throws CallException if there is no such model
  ServedModel model(String name) {
    ServedModel model = models.get(name);
    if (model == null) {
      throw CallException.notFound("there is no model '%s'", Requests.shown(name));
    }
    return model;
  }

  /// @throws CallException if the owner has no such key set, or it is for other parameters than the
  ///   model's
  void requireKeys(Owner owner, ServedModel model, ContentHash keySet) throws IOException {
    String parameters =
        keys.find(owner, keySet)
            .orElseThrow(() ->
                CallException.notFound(
                    "client %s has no key set %s: it was not registered, has expired or was deleted",
                    owner, keySet))
            .keySet()
            .parametersId();
    if (!parameters.equals(model.parameters().id())) {
      throw CallException.precondition(
          "key set %s is for other parameters than model '%s' has", keySet, model.name());
    }
  }

  /// The session of an owner with keys that it has registered.
  ///
  /// @throws CallException as [#requireKeys]
  ClientSession session(Owner owner, ServedModel model, ContentHash keySet) throws IOException {
    requireKeys(owner, model, keySet);
    return host.open(owner, model.name(), storedKeys(owner, model, keySet));
  }

  private StoredKeys storedKeys(Owner owner, ServedModel model, ContentHash keySet) {
    return new StoredKeys(cache, model.hosted().context(), owner, keySet);
  }

  /// Prefetches what [#session] will need, so that the first request finds it.
  void warm(Owner owner, ServedModel model, ContentHash keySet) {
    storedKeys(owner, model, keySet).prefetch().join();
    log.info("keys.registered", Map.of("client", owner.name(), "keySet", keySet.hex()));
  }
}
