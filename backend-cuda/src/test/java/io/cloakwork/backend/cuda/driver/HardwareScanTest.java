package io.cloakwork.backend.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareScanTest {

  @TempDir private Path folder;

  @Test
  void aMissingDriverIsNamedWithTheLoadersWords() {
    CudaLoader loader = CudaLoader.find("libcloakwork-no-such-library.so.1");
    assertThat(loader).isInstanceOf(CudaLoader.Missing.class);
    assertThat(HardwareScan.run(loader, folder))
        .isInstanceOfSatisfying(
            HardwareScan.Nothing.class,
            nothing -> {
              assertThat(nothing.reason())
                  .isEqualTo("the NVIDIA driver is not here: no libcloakwork-no-such-library.so.1");
              assertThat(nothing.cause()).isNotNull();
            });
  }

  @Test
  void aLibraryThatIsNoDriverIsNotTakenForOne() {
    assertThat(CudaLoader.find("libm.so.6"))
        .isInstanceOfSatisfying(
            CudaLoader.Missing.class,
            missing -> assertThat(missing.cause()).hasMessageContaining("no symbol cuInit"));
  }

  @Test
  void nativesAreNotUnpackedWhereOthersCanWrite() throws IOException {
    Assumptions.assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "a file system without permissions");
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(HardwareScan.run(new CudaLoader.Present("libcuda.so.1"), open))
        .isInstanceOfSatisfying(
            HardwareScan.Nothing.class,
            nothing -> assertThat(nothing.reason()).contains("rwxrwxrwx").contains("open"));
  }

  @Test
  void oldDevicesAreRefusedWithWhatThereIs() {
    assertThat(device(75, true).obstacle())
        .isEqualTo("of compute capability 7.5: there are kernels for 8.0 and later");
    assertThat(device(80, false).obstacle()).isEqualTo("without memory pools");
    assertThat(device(80, true).obstacle()).isNull();
    assertThat(device(121, true).obstacle()).isNull();
  }

  private static Hardware device(int capability, boolean hasPools) {
    return new Hardware(
        0, "a device", 13_000, capability, 100, 1L << 34, 1 << 22, 1_500_000, 0, 0, hasPools);
  }
}
