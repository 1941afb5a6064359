package io.cloakwork.hardware.profiles.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloakwork.hardware.profiles.host.HostTopology.Cache;
import io.cloakwork.hardware.profiles.host.HostTopology.Known;
import io.cloakwork.hardware.profiles.host.HostTopology.Unknown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HwlocTest {

  // LWJGL reads where to unpack once a process.
  private static final Path FOLDER = Hwloc.defaultFolder();

  private static Known known(HostTopology topology) {
    if (topology instanceof Unknown unknown) {
      System.out.println("skipped: " + unknown.reason());
    }
    assumeTrue(topology instanceof Known, "hwloc is not at hand on this system");
    return (Known) topology;
  }

  @Test
  void thisMachineHasTheProcessorsThatTheVirtualMachineSees() {
    Known here = known(HostTopology.read());
    assertThat(here.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(here.cores()).isBetween(1, here.threads());
    assertThat(here.packages()).isBetween(1, here.cores());
    assertThat(here.caches()).allSatisfy(cache -> assertThat(cache.bytes()).isPositive());
  }

  @Test
  void sharingIsCounted() {
    String twoSockets = "package:2 l3:4(size=32MiB) l2:8(size=1MiB) l1d:1(size=48KiB) core:1 pu:2";
    Known machine = known(Hwloc.read(FOLDER, twoSockets));
    assertThat(machine.packages()).isEqualTo(2);
    assertThat(machine.cores()).isEqualTo(64);
    assertThat(machine.threads()).isEqualTo(128);
    assertThat(machine.caches())
        .containsExactly(
            new Cache(1, 48 << 10, 64, 2, 1),
            new Cache(2, 1 << 20, 64, 2, 1),
            new Cache(3, 32 << 20, 8, 16, 8));
    assertThat(machine.cacheBytesPerCore(3)).hasValue(4 << 20);
    assertThat(machine.cacheBytesPerCore(4)).isEmpty();
  }

  @Test
  void nonsenseIsUnknownWithAReason() {
    HostTopology nonsense = Hwloc.read(FOLDER, "cake:3");
    known(HostTopology.read());
    assertThat(nonsense)
        .isInstanceOfSatisfying(
            Unknown.class, unknown -> assertThat(unknown.reason()).contains("'cake:3'"));
  }

  @Test
  void theLibraryIsUnpackedForThisUserOnly() throws Exception {
    known(HostTopology.read());
    assertThat(FOLDER).isDirectoryContaining(file -> file.toString().contains("hwloc"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(FOLDER)))
        .isEqualTo("rwx------");
  }

  @Test
  void aFolderThatOthersCanWriteIsRefused(@TempDir Path temporary) throws Exception {
    assumeTrue(
        temporary.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "no permissions on this system");
    Path open = Files.createDirectory(temporary.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(HostTopology.read(open))
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("rwxrwxrwx").contains("open"));
  }
}
