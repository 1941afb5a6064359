package io.cloakwork.backend.cuda.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;

/// The simulator's list of functions is the list of those that JCuda's native imports.
class DriverSymbolsTest {

  private static final String NATIVE = "/lib/libJCudaDriver-12.6.0-linux-x86_64.so";
  private static final Pattern SYMBOL = Pattern.compile("SYMBOL\\((\\w+)\\)");

  @Test
  void theListIsWhatJcudaImports() throws IOException {
    assertThat(listed()).isEqualTo(imported());
  }

  @Test
  @SuppressWarnings("restricted") // loading the library is what is tested
  void theLibraryHasThemAll() throws IOException {
    try (Simulator _ = Simulator.required();
        Arena arena = Arena.ofConfined()) {
      SymbolLookup library = SymbolLookup.libraryLookup(Simulator.LIBRARY, arena);
      assertThat(imported()).hasSizeGreaterThan(300).allMatch(s -> library.find(s).isPresent());
    }
  }

  private static Set<String> imported() throws IOException {
    try (InputStream in = JCudaDriver.class.getResourceAsStream(NATIVE)) {
      assertThat(in).as(NATIVE).isNotNull();
      return ElfImports.of(in.readAllBytes(), "cu");
    }
  }

  private static Set<String> listed() throws IOException {
    Set<String> names = new TreeSet<>();
    SYMBOL
        .matcher(Files.readString(Path.of("src/test/native/symbols.inc")))
        .results()
        .forEach(match -> names.add(match.group(1)));
    return names;
  }
}
