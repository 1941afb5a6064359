package io.cloakwork.cli.machine;

import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.hardware.profiles.host.HostTopology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// How this machine's processors are arranged, as reports show it.
public record Topology(HostTopology found) {

  /// Starts to read it; that takes a third of a second, in which other things can be done.
  public static CompletableFuture<Topology> reading() {
    return CompletableFuture.supplyAsync(() -> new Topology(HostTopology.read()));
  }

  /// The fields, or why there are none.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (found) {
      case HostTopology.Known known -> {
        json.put("packages", known.packages());
        json.put("cores", known.cores());
        json.put("threads", known.threads());
        json.put("numaNodes", known.numaNodes());
        json.put("caches", known.caches().stream().map(Topology::cache).toList());
      }
      case HostTopology.Unknown unknown -> json.put("unknown", unknown.reason());
    }
    return json;
  }

  private static Map<String, Object> cache(HostTopology.Cache cache) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("level", cache.level());
    json.put("bytes", cache.bytes());
    json.put("count", cache.count());
    json.put("sharedByThreads", cache.sharedByThreads());
    json.put("sharedByCores", cache.sharedByCores());
    return json;
  }

  /// One line.
  @Override
  public String toString() {
    return switch (found) {
      case HostTopology.Known known ->
          "%s, %s, %s, %s; %s"
              .formatted(
                  counted(known.packages(), "package"),
                  counted(known.cores(), "core"),
                  counted(known.threads(), "thread"),
                  counted(known.numaNodes(), "NUMA node"),
                  caches(known.caches()));
      case HostTopology.Unknown unknown -> "unknown: " + unknown.reason();
    };
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String caches(List<HostTopology.Cache> caches) {
    return caches.stream()
        .map(cache ->
            "%d x L%d of %s%s"
                .formatted(
                    cache.count(),
                    cache.level(),
                    Quantities.bytes(cache.bytes()),
                    cache.sharedByCores() == 1 ? "" : " for " + cache.sharedByCores() + " cores"))
        .collect(Collectors.joining(", "));
  }
}
