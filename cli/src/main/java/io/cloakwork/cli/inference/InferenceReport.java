package io.cloakwork.cli.inference;

import io.cloakwork.ckks.Scales;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.machine.MachineFacts;
import io.cloakwork.compiler.CompileReport;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.LayerReport;
import io.cloakwork.compiler.RunPrediction;
import io.cloakwork.cost.RunTime;
import io.cloakwork.cost.TimePrediction;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/// What a run gave: counts, errors and times. Times of images do not include the warm-up.
public final class InferenceReport {

  /// Where a network has one output, which is then a score and not a class, the encrypted score
  /// agrees with the plain one if it differs by less than this part of the largest score.
  private static final double AGREEMENT = 1e-3;

  private final Workload workload;
  private final RunSettings settings;
  private final DeviceProfile device;
  private final long deviceBytes;
  private final SetupTimes setup;
  private final int warmUpImages;
  private final double warmUpSeconds;
  private final int keyCount;
  private final long keyBytes;
  private final List<Outcome> outcomes;
  private final double maxAbsLogit;
  private final double maxAbsLogitError;
  private final double maxAbsNoise;
  private final TimePrediction predicted;
  private final Optional<RunTime> predictedParts;

  InferenceReport(
      Workload workload,
      RunSettings settings,
      DeviceProfile device,
      long deviceBytes,
      SetupTimes setup,
      int warmUpImages,
      double warmUpSeconds,
      int keyCount,
      long keyBytes,
      List<Outcome> outcomes) {
    this.workload = workload;
    this.settings = settings;
    this.device = device;
    this.deviceBytes = deviceBytes;
    this.setup = setup;
    this.warmUpImages = warmUpImages;
    this.warmUpSeconds = warmUpSeconds;
    this.keyCount = keyCount;
    this.keyBytes = keyBytes;
    this.outcomes = List.copyOf(outcomes);
    this.maxAbsLogit = outcomes.stream().mapToDouble(Outcome::maxAbsPlain).max().orElseThrow();
    this.maxAbsLogitError = outcomes.stream().mapToDouble(Outcome::maxAbsError).max().orElseThrow();
    Optional<RunPrediction> prediction =
        settings
            .profile()
            .map(profile -> workload.network().predictRun(profile.withThreads(device.threads())));
    this.predicted = prediction.map(RunPrediction::time).orElse(workload.network().report().time());
    this.predictedParts = prediction.map(RunPrediction::parts);
    this.maxAbsNoise = outcomes.stream().mapToDouble(Outcome::maxAbsNoise).max().orElseThrow();
  }

  public String model() {
    return workload.network().name();
  }

  public CompileReport compiled() {
    return workload.network().report();
  }

  public DeviceProfile device() {
    return device;
  }

  public String backend() {
    return settings.backend();
  }

  public SetupTimes setup() {
    return setup;
  }

  public int warmUpImages() {
    return warmUpImages;
  }

  public double warmUpSeconds() {
    return warmUpSeconds;
  }

  public int keyCount() {
    return keyCount;
  }

  /// The evaluation keys on the device.
  public long keyBytes() {
    return keyBytes;
  }

  /// For how many images a request has room.
  public int imagesPerCiphertext() {
    return workload.network().inputPacking().inputs();
  }

  public int images() {
    return outcomes.size();
  }

  /// Whether the network chooses among classes; else it computes one number, a score.
  public boolean classifies() {
    return Predictions.classifies(outcomes.getFirst().plain());
  }

  /// The decrypted class or, if the network does not classify, number of an image.
  public double prediction(int image) {
    return prediction(outcomes.get(image).encrypted());
  }

  /// The same, of the network on clear values.
  public double plainPrediction(int image) {
    return prediction(outcomes.get(image).plain());
  }

  private double prediction(double[] logits) {
    return Predictions.of(logits);
  }

  /// The decrypted output of an image.
  public double[] logits(int image) {
    return outcomes.get(image).encrypted().clone();
  }

  public ImageTimes times(int image) {
    return outcomes.get(image).times();
  }

  /// How many images were classified as their labels say: by their class or, where the network has
  /// one output and all labels are 0 or 1, by whether the score is at least one half. Empty where
  /// there are no labels, or scores that are compared with numbers.
  public OptionalInt correct() {
    return Predictions.correct(
        outcomes.stream().map(Outcome::encrypted).toList(), workload.labels());
  }

  /// Whether an image's encrypted prediction is the plain one.
  public boolean agrees(int image) {
    double difference = Math.abs(prediction(image) - plainPrediction(image));
    return classifies() ? difference == 0 : difference <= AGREEMENT * maxAbsLogit;
  }

  public int agreeWithPlain() {
    int agree = 0;
    for (int i = 0; i < images(); i++) {
      agree += agrees(i) ? 1 : 0;
    }
    return agree;
  }

  /// The largest difference between a decrypted logit and the plain one: that of encryption and,
  /// where activations were fitted, of the fits.
  public double maxAbsLogitError() {
    return maxAbsLogitError;
  }

  /// The part of it that encryption brings: the largest difference from the fitted network.
  public double maxAbsNoise() {
    return maxAbsNoise;
  }

  /// The part of it that fitted activations bring: the largest difference between the fitted and
  /// the exported network, both on clear values. Empty where nothing was fitted, or where a program
  /// file is all that is left of the network.
  public OptionalDouble maxAbsFitError() {
    CompiledNetwork network = workload.network();
    return network.isExact() || network.source().isEmpty()
        ? OptionalDouble.empty()
        : outcomes.stream().mapToDouble(Outcome::maxAbsFitError).max();
  }

  /// The largest plain logit, without its sign.
  public double maxAbsLogit() {
    return maxAbsLogit;
  }

  /// log2 of the largest plain logit over the error of encryption. Infinite without any error.
  public double measuredPrecisionBits() {
    return Scales.log2(maxAbsLogit / maxAbsNoise);
  }

  /// Encrypting and decrypting all images.
  public double clientSeconds() {
    return sum(times -> times.encrypt() + times.decrypt());
  }

  /// Mean time of an image on the server.
  public double secondsPerImage() {
    return sum(ImageTimes::server) / images();
  }

  /// What the server's time was predicted to be, for as many threads as ran.
  public TimePrediction predictedTime() {
    return predicted;
  }

  /// Where an image's share of that time is predicted to go, and what its input and output take on
  /// their way to and from the device, which is no part of that time. Empty where only the
  /// prediction that came with a program is known.
  public Optional<RunTime> predictedParts() {
    return predictedParts.map(parts -> parts.dividedBy(imagesTogether()));
  }

  /// Seconds an image takes by the prediction, ciphertexts on the device in to ciphertexts on the
  /// device out.
  public double predictedSecondsPerImage() {
    return predicted.seconds() / imagesTogether();
  }

  /// The most images that shared a request.
  private int imagesTogether() {
    return Math.min(images(), imagesPerCiphertext());
  }

  /// Mean of one part of an image's time.
  public double mean(ToDoubleFunction<ImageTimes> part) {
    return sum(part) / images();
  }

  private double sum(ToDoubleFunction<ImageTimes> part) {
    return outcomes.stream().map(Outcome::times).mapToDouble(part).sum();
  }

  /// The fields of `infer --json` and `demo --json`.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model());
    json.put("backend", settings.backend());
    json.put("device", device.name());
    json.put("threads", device.threads());
    json.put("objective", workload.network().objective().name().toLowerCase(Locale.ROOT));
    json.put("images", images());
    json.put("correct", correct().isPresent() ? correct().getAsInt() : null);
    json.put("agreeWithPlain", agreeWithPlain());
    json.put("maxAbsLogitError", Json.finite(maxAbsLogitError()));
    json.put("maxAbsLogit", Json.finite(maxAbsLogit()));
    if (!classifies()) {
      json.put("maxRelativeScoreError", Json.finite(maxAbsLogitError() / maxAbsLogit()));
    }
    json.put("predictedLogitError", Json.finite(compiled().error().total()));
    json.put("predictedPrecisionBits", Json.finite(compiled().precisionBits()));
    json.put("measuredPrecisionBits", Json.finite(measuredPrecisionBits()));
    json.put("predictedFitError", Json.orNull(compiled().error().fit()));
    json.put("measuredFitError", Json.orNull(maxAbsFitError()));
    putTimes(json);
    json.put("imagesPerCiphertext", imagesPerCiphertext());
    json.put("preprocessing", preprocessing());
    json.put("parameters", parameters());
    json.put("keys", Map.of("count", keyCount, "bytes", keyBytes));
    json.put("deviceBytes", deviceBytes);
    json.put("layers", layers());
    json.put("notes", compiled().notes());
    json.put("predictions", predictions(this::prediction));
    json.put("plainPredictions", predictions(this::plainPrediction));
    json.put("machine", MachineFacts.here().toJson());
    return json;
  }

  private void putTimes(Map<String, Object> json) {
    json.put("setupSeconds", Json.seconds(setup.wall()));
    json.put("setup", setup.toJson());
    json.put("clientSeconds", Json.seconds(clientSeconds()));
    json.put("secondsPerImage", Json.seconds(secondsPerImage()));
    json.put("imagesPerSecond", Json.finite(1 / secondsPerImage()));
    json.put("predictedSecondsPerImage", Json.seconds(predictedSecondsPerImage()));
    json.put(
        "predictedParts",
        predictedParts().map(parts -> PredictedPartsJson.of(parts, device)).orElse(null));
    json.put("simulated", device.isSimulated());
    json.put("deviceFacts", device.facts());
    json.put("profile", ProfileJson.of(predicted));
    json.put("warmupImages", warmUpImages);
    json.put("warmupSeconds", Json.seconds(warmUpSeconds));
  }

  private Map<String, Object> preprocessing() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("formula", workload.preprocessing().toString());
    json.put("origin", workload.preprocessing().origin());
    json.put("divide", workload.preprocessing().divide());
    json.put("mean", workload.preprocessing().mean());
    json.put("std", workload.preprocessing().std());
    return json;
  }

  private Map<String, Object> parameters() {
    return ParametersJson.of(workload.network().parameters());
  }

  private List<Object> layers() {
    List<Object> layers = new ArrayList<>();
    for (int i = 0; i < compiled().layers().size(); i++) {
      int index = i;
      LayerReport layer = compiled().layers().get(i);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", layer.name());
      json.put("seconds", Json.seconds(mean(times -> times.layers().get(index))));
      json.put(
          "predictedSeconds", Json.seconds(predicted.stepSeconds().get(index) / imagesTogether()));
      json.put("level", layer.level());
      layers.add(json);
    }
    return layers;
  }

  private List<Number> predictions(java.util.function.IntToDoubleFunction of) {
    List<Number> predictions = new ArrayList<>();
    for (int i = 0; i < images(); i++) {
      double prediction = of.applyAsDouble(i);
      predictions.add(classifies() ? (Number) (int) prediction : (Number) prediction);
    }
    return predictions;
  }
}
