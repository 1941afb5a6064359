package io.cloakwork.spi.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finding providers by name.
class BackendsTest {

  private static final String SERVICE = "META-INF/services/io.cloakwork.spi.device.BackendProvider";

  @TempDir private Path directory;

  @Test
  void aNameThatNobodyHasIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> withServices("", () -> Backends.named("abacus")))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("no backend is named 'abacus'; there are []");
  }

  @Test
  void aProviderThatCannotLoadIsNotPassedOver() {
    assertThatThrownBy(() -> withServices("no.such.Provider", Backends::all))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("a backend on the class path is broken")
        .hasMessageContaining("no.such.Provider");
  }

  @Test
  void providersComeByName() throws Exception {
    assertThat(
            withServices(
                SecondProvider.class.getName() + "\n" + FirstProvider.class.getName(),
                Backends::all))
        .extracting(BackendProvider::name)
        .containsExactly("first", "second");
    assertThat(
            withServices(
                SecondProvider.class.getName(),
                () -> Backends.open("second", DeviceOptions.defaults())))
        .isNull();
  }

  private <T> T withServices(String lines, Callable<T> action) throws Exception {
    Path file = directory.resolve(SERVICE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, lines);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (Plugins loader = new Plugins(directory, before)) {
      thread.setContextClassLoader(loader);
      return action.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /// A class path of its own with the providers below on it, as a plug-in's jar would be. Providers
  /// in a named module, as the tests' are, need no services file and are not found by one.
  private static final class Plugins extends URLClassLoader {
    Plugins(Path directory, ClassLoader parent) throws IOException {
      super(new URL[] {directory.toUri().toURL()}, parent);
      for (Class<?> provider : List.of(FirstProvider.class, SecondProvider.class)) {
        Path file = directory.resolve(provider.getName().replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        try (InputStream bytes = provider.getResourceAsStream(file.getFileName().toString())) {
          Files.write(file, bytes.readAllBytes());
        }
      }
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      return name.startsWith(BackendsTest.class.getName() + "$")
          ? own(name)
          : super.loadClass(name);
    }

    private synchronized Class<?> own(String name) throws ClassNotFoundException {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  /// Opens nothing.
  public static class FirstProvider implements BackendProvider {
    @Override
    public String name() {
      return "first";
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.all();
    }

    @Override
    public Probe probe() {
      return new Probe.Unavailable("it is a test", null);
    }

    @Override
    public Device open(DeviceOptions options) {
      return null;
    }
  }

  /// Another.
  public static final class SecondProvider extends FirstProvider {
    @Override
    public String name() {
      return "second";
    }
  }
}
