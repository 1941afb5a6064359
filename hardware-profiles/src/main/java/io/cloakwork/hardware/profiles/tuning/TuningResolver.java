package io.cloakwork.hardware.profiles.tuning;

import io.cloakwork.hardware.profiles.HardwareProfiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Looks tuning up: what was given, then this user's files, then the files that come with the
/// program about the device, its architecture and its vendor, then what nobody has measured.
///
/// Files are used whole or not at all: the values in one were measured together. A tunable that a
/// file does not have comes from the next.
public final class TuningResolver {

  /// The property of devices that names a folder of tuning files, or is `off`.
  public static final String PROPERTY = "tuning";

  private static final String OFF = "off";

  private final String kernels;
  private final DeviceIdentity identity;
  private final Optional<Path> userFolder;

  private TuningResolver(String kernels, DeviceIdentity identity, Optional<Path> userFolder) {
    this.kernels = kernels;
    this.identity = identity;
    this.userFolder = userFolder;
  }

  /// The folder of a user's own tuning, which need not exist.
  public static Path defaultUserFolder() {
    return Path.of(System.getProperty("user.home"), ".config", "cloakwork", "tuning");
  }

  /// The folder that a device's property [#PROPERTY] names.
  ///
  /// @param properties of a device
  /// @return empty if the property is `off`; the user's own without it
  public static Optional<Path> userFolder(Map<String, String> properties) {
    String folder = properties.get(PROPERTY);
    if (folder == null) {
      return Optional.of(defaultUserFolder());
    }
    return folder.equals(OFF) ? Optional.empty() : Optional.of(Path.of(folder));
  }

  /// The file in a user's folder for a device.
  public static Path userFile(Path folder, String kernels, DeviceIdentity identity) {
    return folder.resolve(kernels).resolve(deviceFile(identity) + ".json");
  }

  private static String deviceFile(DeviceIdentity identity) {
    return identity.vendor() + "-" + identity.device();
  }

  /// A resolver for a set of kernels on a device.
  ///
  /// @param userFolder this user's files, or empty to use none
  public static TuningResolver of(
      String kernels, DeviceIdentity identity, Optional<Path> userFolder) {
    return new TuningResolver(kernels, identity, userFolder);
  }

  /// A tunable as a resolver needs it.
  ///
  /// @param allowed the values that the device can run
  /// @param initial the value that is used if nobody has measured
  public record Choice(String name, List<String> allowed, String initial) {
    public Choice {
      allowed = List.copyOf(allowed);
    }
  }

  /// A file that may have values.
  private record Candidate(TuningOrigin origin, TuningData data) {}

  /// The value of every tunable, whatever the combination.
  ///
  /// @param given values that somebody chose, by tunable
  /// @throws TuningException if a file is no tuning data, or a value in it or in `given` is not
  ///   allowed; the message has the allowed ones
  public ResolvedTuning resolve(List<Choice> choices, Map<String, String> given) {
    return resolve(choices, given, _ -> true);
  }

  /// The value of every tunable, among combinations that are there. A file whose values lead to one
  /// that is not, such as a kernel variant that was not built, is passed over.
  ///
  /// @param isAvailable whether a combination, which has a value for every tunable, can be run
  /// @throws TuningException as above, or if what is given leads to a combination that is not there
  public ResolvedTuning resolve(
      List<Choice> choices, Map<String, String> given, Predicate<Map<String, String>> isAvailable) {
    Map<String, ResolvedTuning.Value> values = new LinkedHashMap<>();
    for (Choice choice : choices) {
      values.put(
          choice.name(), new ResolvedTuning.Value(choice.initial(), new TuningOrigin.Initial()));
    }
    List<String> passedOver = new ArrayList<>();
    Optional<NamedBinaries> binaries = Optional.empty();
    for (Candidate candidate : candidates().reversed()) { // the first to be asked has the last word
      String file = candidate.origin().toString();
      var tried = overlay(values, choices, candidate.data().values(), candidate.origin(), file);
      if (isAvailable.test(plain(tried))) {
        values = tried;
        Optional<NamedBinaries> named = named(candidate);
        binaries = named.isPresent() ? named : binaries;
      } else {
        passedOver.add("%s asks for kernels that are not built".formatted(file));
      }
    }
    requireKnown(choices, given);
    values = overlay(values, choices, given, new TuningOrigin.Given(), "properties");
    if (!given.isEmpty() && !isAvailable.test(plain(values))) {
      throw new TuningException("kernels for %s are not built".formatted(plain(values)));
    }
    return new ResolvedTuning(values, passedOver, binaries);
  }

  /// The programs that a user's file names.
  ///
  /// @throws TuningException if a file that comes with the program does: nobody's folders are known
  private static Optional<NamedBinaries> named(Candidate candidate) {
    return candidate
        .data()
        .binaries()
        .map(binaries -> {
          if (candidate.origin() instanceof TuningOrigin.User(Path file)) {
            return new NamedBinaries(
                file.resolveSibling(binaries.folder()).normalize(), binaries.variant(), file);
          }
          throw new TuningException(
              "%s: field binaries names %s, which only a user's own file can do"
                  .formatted(candidate.origin(), binaries.folder()));
        });
  }

  private static Map<String, String> plain(Map<String, ResolvedTuning.Value> values) {
    return new ResolvedTuning(values, List.of(), Optional.empty()).plain();
  }

  private static void requireKnown(List<Choice> choices, Map<String, String> given) {
    List<String> names = choices.stream().map(Choice::name).toList();
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw new TuningException("'%s' is no tunable; there are %s".formatted(name, names));
      }
    }
  }

  /// What a file has that is no tunable (any more) is left out.
  private static Map<String, ResolvedTuning.Value> overlay(
      Map<String, ResolvedTuning.Value> below,
      List<Choice> choices,
      Map<String, String> above,
      TuningOrigin origin,
      String where) {
    Map<String, ResolvedTuning.Value> values = new LinkedHashMap<>(below);
    for (Choice choice : choices) {
      String value = above.get(choice.name());
      if (value == null) {
        continue;
      }
      if (!choice.allowed().contains(value)) {
        throw new TuningException(
            "%s: field %s is '%s', not one of %s"
                .formatted(where, choice.name(), value, choice.allowed()));
      }
      values.put(choice.name(), new ResolvedTuning.Value(value, origin));
    }
    return values;
  }

  /// In the order in which they are asked.
  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    userFolder.ifPresent(folder -> addOfUser(folder, candidates));
    Map<String, Function<String, TuningOrigin>> ofProgram = new LinkedHashMap<>();
    ofProgram.put(identity.device(), TuningOrigin.OfDevice::new);
    ofProgram.putIfAbsent(identity.architecture(), TuningOrigin.OfArchitecture::new);
    for (var entry : ofProgram.entrySet()) {
      String name = "tuning/%s/%s-%s.json".formatted(kernels, identity.vendor(), entry.getKey());
      HardwareProfiles.openTuning(kernels, identity.vendor(), entry.getKey())
          .map(stream -> ofThisSet(name, read(name, stream)))
          .ifPresent(data -> candidates.add(new Candidate(entry.getValue().apply(name), data)));
    }
    String vendor = "tuning/%s/%s.json".formatted(kernels, identity.vendor());
    HardwareProfiles.openTuning(kernels, identity.vendor())
        .map(stream -> ofThisSet(vendor, read(vendor, stream)))
        .ifPresent(data -> candidates.add(new Candidate(new TuningOrigin.OfVendor(vendor), data)));
    return candidates;
  }

  private void addOfUser(Path folder, List<Candidate> candidates) {
    List<String> names =
        List.of(
            deviceFile(identity),
            identity.vendor() + "-" + identity.architecture(),
            identity.vendor());
    Map<Path, Boolean> seen = new HashMap<>();
    for (String name : names) {
      Path file = folder.resolve(kernels).resolve(name + ".json");
      if (seen.putIfAbsent(file, true) == null && Files.isRegularFile(file)) {
        candidates.add(
            new Candidate(new TuningOrigin.User(file), ofThisSet(file.toString(), read(file))));
      }
    }
  }

  /// @throws TuningException if the values are for other kernels
  private TuningData ofThisSet(String file, TuningData data) {
    if (!data.kernels().equals(kernels)) {
      throw new TuningException(
          "%s: field kernels is \"%s\", not \"%s\", whose folder it is in"
              .formatted(file, data.kernels(), kernels));
    }
    return data;
  }

  private static TuningData read(Path file) {
    try {
      if (Files.size(file) > TuningJson.MAX_BYTES) {
        throw new TuningException(
            "%s has %d bytes, more than %d"
                .formatted(file, Files.size(file), TuningJson.MAX_BYTES));
      }
      return TuningJson.parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new TuningException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static TuningData read(String name, InputStream stream) {
    try (stream) {
      return TuningJson.parse(name, stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is part of the program", e);
    }
  }
}
