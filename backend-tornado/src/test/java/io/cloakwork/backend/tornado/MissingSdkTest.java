package io.cloakwork.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The backend where there is no TornadoVM: what the product's class path has and no more.
class MissingSdkTest {

  private static final String TORNADO_PACKAGE = "uk.ac.manchester.tornado";

  /// Looks for the backend with the classes of the loader that it comes from, and tries to open it.
  public static final class Finder implements Callable<String> {

    /// For reflection.
    public Finder() {}

    @Override
    public String call() {
      BackendProvider provider = Backends.named("tornado");
      String probed =
          switch (provider.probe()) {
            case Probe.Available there -> "there: " + there.devices();
            case Probe.Unavailable none -> none.reason();
          };
      try {
        return "opened " + provider.open(DeviceOptions.defaults());
      } catch (BackendUnavailableException e) {
        return e.getMessage().equals(probed) ? probed : probed + " <> " + e.getMessage();
      }
    }
  }

  /// Loads everything itself but TornadoVM, which it denies.
  private static final class WithoutTornado extends URLClassLoader {

    WithoutTornado(URL[] classPath) {
      super(classPath, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(TORNADO_PACKAGE)) {
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }
  }

  private static URL[] classPath() {
    return Stream.of(TornadoBackendProvider.class, Backends.class, MissingSdkTest.class)
        .map(MissingSdkTest::location)
        .toArray(URL[]::new);
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  @Test
  void theReasonIsASentence() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (WithoutTornado loader = new WithoutTornado(classPath())) {
      thread.setContextClassLoader(loader);
      Callable<?> finder =
          (Callable<?>)
              loader.loadClass(Finder.class.getName()).getDeclaredConstructor().newInstance();
      assertThat(finder.call())
          .asString()
          .startsWith("TornadoVM is not there (no class uk.ac.manchester.tornado.api")
          .endsWith("; start java with @SDK/tornado-argfile");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /// The stand-in has TornadoVM's package names: none of it may be in what is handed on.
  @Test
  void theProductHasNoClassOfTornadoVm() throws IOException, URISyntaxException {
    Path product = Path.of(location(TornadoBackendProvider.class).toURI());
    assertThat(product).isDirectory();
    try (Stream<Path> files = Files.walk(product)) {
      assertThat(files.filter(Files::isRegularFile).map(product::relativize).map(Path::toString))
          .isNotEmpty()
          .allMatch(file ->
              file.startsWith("io/cloakwork/backend/tornado/")
                  || file.startsWith("META-INF/")
                  || file.equals("module-info.class"));
    }
  }
}
