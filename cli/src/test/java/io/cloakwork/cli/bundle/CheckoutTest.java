package io.cloakwork.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {

  @TempDir private Path root;

  private Path file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  @Test
  void isAroundTheJarThatItBuilt() throws IOException {
    Path jar = file("cli/target/cloakwork-cli-1.jar");
    assertThat(Checkout.around(jar)).isEmpty();
    file("cli/src/main/launcher/bundle.sh");
    assertThat(Checkout.around(jar)).contains(new Checkout(root));
  }

  @Test
  void isNotAroundABundle() throws IOException {
    file("cli/src/main/launcher/bundle.sh");
    assertThat(Checkout.around(file("lib/cloakwork-cli-1.jar"))).isEmpty();
  }

  @Test
  void theJarsOfTheProgramAreItsOwnAndTheLibraries() throws IOException {
    Path own = file("cli/target/cloakwork-cli-1.jar");
    Path library = file("cli/target/lib/library-2.jar");
    file("cli/target/cloakwork-cli-1-sources.jar");
    file("cli/target/lib/notes.txt");
    assertThat(new Checkout(root).jars()).containsExactlyInAnyOrder(own, library);
  }

  @Test
  void aFolderWithoutGitHasNoRevision() {
    assertThat(new Checkout(root).revision()).isEmpty();
    assertThat(new Checkout(root).isChanged()).isFalse();
  }

  @Test
  void theseTestsRunInOne() throws IOException {
    assertThat(Checkout.ofProgram().root().toRealPath()).isEqualTo(Path.of("..").toRealPath());
  }
}
