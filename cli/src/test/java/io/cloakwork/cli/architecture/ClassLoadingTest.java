package io.cloakwork.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Loading a class has no side effects: no static initialiser touches a device, a file, a property,
/// a thread or the network.
class ClassLoadingTest {

  private static final Pattern SIDE_EFFECT =
      Pattern.compile(
          "java\\.lang\\.System\\.(getenv|getProperty|setProperty|load|loadLibrary)"
              + "|java\\.lang\\.Runtime\\..*"
              + "|java\\.lang\\.(Integer|Long|Boolean)\\.get(Integer|Long|Boolean)"
              + "|java\\.lang\\.(Thread|ProcessBuilder)\\..*"
              + "|java\\.lang\\.foreign\\.(Linker|SymbolLookup|Arena)\\..*"
              + "|java\\.util\\.ServiceLoader\\..*"
              + "|java\\.util\\.concurrent\\.Executors\\..*"
              + "|java\\.nio\\.file\\.Files\\..*"
              + "|java\\.io\\.File.*"
              + "|java\\.net\\..*"
              + "|io\\.cloakwork\\.spi\\.device\\.Backends\\..*");

  @ParameterizedTest
  @EnumSource
  void opensNothing(HouseModule module) {
    List<String> sideEffects =
        module.imported().stream()
            .map(JavaClass::getStaticInitializer)
            .flatMap(Optional::stream)
            .map(JavaStaticInitializer::getAccessesFromSelf)
            .flatMap(java.util.Set::stream)
            .filter(ClassLoadingTest::isSideEffect)
            .map(JavaAccess::getDescription)
            .toList();
    assertThat(sideEffects).isEmpty();
  }

  private static boolean isSideEffect(JavaAccess<?> access) {
    String target = access.getTargetOwner().getName() + "." + access.getTarget().getName();
    return SIDE_EFFECT.matcher(target).matches();
  }
}
