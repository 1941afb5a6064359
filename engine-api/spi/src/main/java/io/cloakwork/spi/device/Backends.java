package io.cloakwork.spi.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// Finds providers on the class or module path. A backend asked for by name that cannot load
/// throws; there is no silent fall-back.
public final class Backends {

  private Backends() {}

  /// All providers, by name.
  public static List<BackendProvider> all() {
    List<BackendProvider> providers = new ArrayList<>();
    try {
      ServiceLoader.load(BackendProvider.class).forEach(providers::add);
    } catch (ServiceConfigurationError e) {
      throw new BackendException("a backend on the class path is broken: " + e.getMessage(), e);
    }
    providers.sort(Comparator.comparing(BackendProvider::name));
    return List.copyOf(providers);
  }

  /// The provider of that name.
  ///
  /// @throws BackendUnavailableException if there is none, naming those that exist
  public static BackendProvider named(String name) {
    List<BackendProvider> providers = all();
    for (BackendProvider provider : providers) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new BackendUnavailableException(
        "no backend is named '%s'; there are %s"
            .formatted(name, providers.stream().map(BackendProvider::name).toList()),
        null);
  }

  /// Opens a device of the provider of that name.
  public static Device open(String name, DeviceOptions options) {
    return named(name).open(options);
  }

  /// The index of one of a provider's devices.
  ///
  /// @param device an index, or a name that [BackendProvider#find] knows
  /// @throws BackendUnavailableException if there is no device of that name
  public static int index(BackendProvider provider, String device) {
    if (device.matches("[0-9]{1,6}")) {
      return Integer.parseInt(device);
    }
    return provider
        .find(device)
        .orElseThrow(() ->
            new BackendUnavailableException(
                "backend %s has no device '%s'; %s"
                    .formatted(
                        provider.name(),
                        device,
                        switch (provider.probe()) {
                          case Probe.Available there ->
                              "there are "
                                  + there.devices().stream().map(DeviceProfile::name).toList();
                          case Probe.Unavailable none -> none.reason();
                        }),
                null));
  }
}
