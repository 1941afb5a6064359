package io.cloakwork.hardware.profiles.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.hardware.profiles.HardwareProfiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The devices whose facts come with the program. A file is read when it is asked for.
public final class FactsLibrary {

  // What drivers write around a model's name: trade marks, a clock, a number of cores, and PoCL's
  // name of its own device.
  private static final Pattern DECORATION =
      Pattern.compile(
          "\\((r|tm)\\)| (cpu )?@ .*| cpu$| [0-9]+-core processor$| processor$|^(pthread|cpu)-([a-z0-9_-]+-)?(?=amd|intel|apple|arm)");

  private final SortedMap<String, List<String>> reportedNames;

  private FactsLibrary(SortedMap<String, List<String>> reportedNames) {
    this.reportedNames = reportedNames;
  }

  /// The library, of which only the index is read now.
  public static FactsLibrary open() {
    try (InputStream in = HardwareProfiles.openFactsIndex()) {
      SortedMap<String, List<String>> names = new TreeMap<>();
      for (var entry : new ObjectMapper().readTree(in).properties()) {
        List<String> reported = new ArrayList<>();
        for (JsonNode name : entry.getValue()) {
          reported.add(plain(name.asText()));
        }
        names.put(entry.getKey(), List.copyOf(reported));
      }
      return new FactsLibrary(Collections.unmodifiableSortedMap(names));
    } catch (IOException e) {
      throw new UncheckedIOException("the index of facts is part of the program", e);
    }
  }

  /// `vendor/device` of every device, in alphabetical order.
  public List<String> paths() {
    return List.copyOf(reportedNames.keySet());
  }

  /// The facts of a device by `vendor/device`, or by `device` alone where that is unambiguous.
  public Optional<DeviceFacts> find(String name) {
    List<String> found =
        reportedNames.keySet().stream()
            .filter(path -> path.equals(name) || path.endsWith("/" + name))
            .toList();
    return found.size() == 1 ? Optional.of(read(found.getFirst())) : Optional.empty();
  }

  /// The facts of a device by [#find]'s names, or by what the name of one device alone starts with:
  /// `h200` for `nvidia/h200-sxm`.
  public Optional<DeviceFacts> findByStart(String name) {
    return find(name)
        .or(() -> {
          List<String> found =
              reportedNames.keySet().stream()
                  .filter(path -> path.contains("/" + name + "-"))
                  .toList();
          return found.size() == 1 ? Optional.of(read(found.getFirst())) : Optional.empty();
        });
  }

  /// The facts of the device that a driver or the system calls so.
  public Optional<DeviceFacts> recognise(String reportedName) {
    String name = plain(reportedName);
    return reportedNames.entrySet().stream()
        .filter(entry -> entry.getValue().contains(name))
        .findFirst()
        .map(entry -> read(entry.getKey()));
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT).strip();
    return DECORATION.matcher(lower).replaceAll("").strip().replaceAll("\\s+", " ");
  }

  private static DeviceFacts read(String path) {
    String[] parts = path.split("/", 2);
    try (InputStream in =
        HardwareProfiles.openFacts(parts[0], parts[1])
            .orElseThrow(() -> new FactsException("there is no file facts/" + path + ".json"))) {
      return FactsJson.parse(parts[0], parts[1], in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("facts of " + path + " are part of the program", e);
    }
  }
}
