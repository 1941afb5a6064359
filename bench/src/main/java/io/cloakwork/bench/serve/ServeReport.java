package io.cloakwork.bench.serve;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What serving a network cost.
///
/// @param network its name
/// @param device of the kind that the service computed on
/// @param keyBytes of a client's evaluation keys as they travel
/// @param serviceStartSeconds device and models; what of it is not in `setUp` is the virtual
///   machine's work on the kernels, which is the process's and nobody's request
/// @param naive requests that brought keys of their own
/// @param clients if clients with different keys were measured beside each other
/// @param lanes if images that share runs were measured
public record ServeReport(
    String network,
    Parameters parameters,
    DeviceProfile device,
    int keyCount,
    long keyBytes,
    double serviceStartSeconds,
    SetUp setUp,
    SteadyState steady,
    List<NaiveRequest> naive,
    Optional<Clients> clients,
    Optional<Lanes> lanes) {

  /// @param count clients with keys of their own
  /// @param contest one client with so many requests in flight against so many with one each
  record Clients(int count, Contest contest) {}

  /// @param count images in flight
  /// @param contest one request at a time of the network for one image against that many lanes
  record Lanes(int count, Contest contest) {}

  /// Which part of the whole time was set-up.
  public double setupShare() {
    return setUp.seconds() / (setUp.seconds() + steady.wallSeconds());
  }

  /// From the model's file and no keys to the first clear output.
  public double firstPredictionSeconds() {
    RequestTimes first = steady.first();
    double nanos = (double) first.encryptNanos() + first.roundTripNanos() + first.decryptNanos();
    return setUp.seconds() + nanos * 1e-9;
  }

  private double naiveSeconds() {
    return Distribution.of(naive, NaiveRequest::seconds).median();
  }

  /// The round trip of the first request after a registration, where the service has been running
  /// for a while, over the median of the steady state. The first request of all also waits for the
  /// virtual machine to load and compile the code of both ends.
  private double firstToSteady() {
    double first = Distribution.of(naive, one -> one.times().roundTripMillis()).median();
    return first / steady.roundTripMillis().median();
  }

  /// The report's fields in reading order.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", network);
    json.put("setupShare", Figures.rounded(setupShare()));
    json.put("steadyStateKeyBytes", steady.keyBytesTouched());
    json.put("overheadMillisMedian", Figures.rounded(steady.overheadMillis().median()));
    json.put("firstPredictionSeconds", Figures.rounded(firstPredictionSeconds()));
    json.put("secondsPerRequest", Figures.rounded(steady.secondsPerRequest()));
    json.put("speedupOverNaive", Figures.rounded(naiveSeconds() / steady.secondsPerRequest()));
    json.put("keys", Map.of("count", keyCount, "bytes", keyBytes));
    json.put("setupSeconds", Figures.rounded(setUp.seconds()));
    json.put("readProgramSeconds", Figures.rounded(setUp.readProgram()));
    json.put("setupSecondsFromProgram", Figures.rounded(setUp.fromProgramSeconds()));
    json.put("clientSetupSeconds", Figures.rounded(setUp.clientSeconds()));
    json.put("setup", setUp.toJson());
    json.put("serviceStartSeconds", Figures.rounded(serviceStartSeconds));
    json.put("steadyState", steady.toJson());
    json.put("firstRequestToSteadyState", Figures.rounded(firstToSteady()));
    json.put("naive", naiveJson());
    clients.ifPresent(some -> {
      Map<String, Object> row = some.contest().toJson("oneClientPerSecond", "allClientsPerSecond");
      row.put("clients", some.count());
      row.put("fairnessIndex", Figures.rounded(some.contest().fairness()));
      json.put("clients", row);
    });
    lanes.ifPresent(some -> {
      Map<String, Object> row =
          some.contest().toJson("imagesPerSecondOneAtATime", "imagesPerSecondCoalesced");
      row.put("lanes", some.count());
      row.put("meanBatch", Figures.rounded(some.contest().contenderBatch()));
      json.put("coalescing", row);
    });
    return json;
  }

  /// With keys of its own a request pays what a client pays once; with everything of its own it
  /// would also have the network compiled and its weights encoded.
  private Map<String, Object> naiveJson() {
    double everything = naiveSeconds() + setUp.compile() + setUp.weightEncoding();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("requests", naive.size());
    json.putAll(NaiveRequest.medians(naive));
    json.put("secondsPerRequestWithCompilation", Figures.rounded(everything));
    json.put("speedupWithCompilation", Figures.rounded(everything / steady.secondsPerRequest()));
    return json;
  }
}
