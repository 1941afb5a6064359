package io.cloakwork.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may name whom, checked on the compiled classes of the whole house.
class ModuleArrowsTest {

  private static final Set<HouseModule> SERVER_SIDE =
      Set.of(
          HouseModule.SPI,
          HouseModule.CKKS,
          HouseModule.COMPILER,
          HouseModule.SERVE_STORE,
          HouseModule.SERVE_HOST,
          HouseModule.SERVE_PROTOCOL,
          HouseModule.SERVE_SERVER);

  @ParameterizedTest
  @EnumSource
  void namesOnlyWhatItMay(HouseModule module) {
    JavaClasses ofModule = module.imported();
    DescribedPredicate<JavaClass> allowed =
        DescribedPredicate.describe(
            "outside the house or in a module that " + module + " may name",
            type -> mayName(module, type.getPackageName()));
    classes().should().onlyDependOnClassesThat(allowed).allowEmptyShould(true).check(ofModule);
  }

  private static boolean mayName(HouseModule module, String packageName) {
    return Arrays.stream(HouseModule.values())
        .filter(other -> other.owns(packageName))
        .allMatch(module::mayName);
  }

  @ParameterizedTest
  @EnumSource
  void keepsToItsOwnPackage(HouseModule module) {
    assertThat(module.imported())
        .allSatisfy(type -> assertThat(module.owns(type.getPackageName())).isTrue());
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheCpuBackendUsesTheIncubatingVectorApi(HouseModule module) {
    if (module == HouseModule.BACKEND_CPU) {
      return;
    }
    assertThat(module.imported())
        .allSatisfy(type ->
            assertThat(type.getDirectDependenciesFromSelf())
                .noneMatch(dependency ->
                    dependency
                        .getTargetClass()
                        .getPackageName()
                        .startsWith("jdk.incubator.vector")));
  }

  /// Not only does no class of the server name a secret key: the modules that the server is made of
  /// do not contain one.
  @Test
  void theServersModuleGraphHasNoClient() {
    Set<String> resolved = resolve(HouseModule.SERVE_SERVER);
    assertThat(resolved).contains("io.cloakwork.compiler", "io.cloakwork.ckks");
    assertThat(resolved).doesNotContain("io.cloakwork.client");
  }

  @Test
  void aBackendsModuleGraphHasNoScheme() {
    for (HouseModule module : HouseModule.values()) {
      if (module.packageName().startsWith("io.cloakwork.backend.")) {
        assertThat(resolve(module)).doesNotContain("io.cloakwork.ckks", "io.cloakwork.client");
      }
    }
  }

  @Test
  void nothingOnTheServerSideMentionsASecretKey() {
    for (HouseModule module : SERVER_SIDE) {
      assertThat(module.imported())
          .allSatisfy(type -> assertThat(type.getSimpleName()).doesNotContain("SecretKey"));
    }
  }

  private static Set<String> resolve(HouseModule root) {
    Path[] paths =
        Arrays.stream(HouseModule.values()).map(HouseModule::classes).toArray(Path[]::new);
    // Libraries come from the boot layer, which has everything that the tests run with.
    Configuration configuration =
        Configuration.resolve(
            ModuleFinder.of(paths),
            List.of(ModuleLayer.boot().configuration()),
            ModuleFinder.ofSystem(),
            Set.of(root.packageName()));
    Set<String> names = new TreeSet<>();
    for (ResolvedModule module : configuration.modules()) {
      names.add(module.name());
      module.reads().forEach(read -> names.add(read.name()));
    }
    return names;
  }
}
