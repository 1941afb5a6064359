package io.cloakwork.backend.opencl.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.backend.opencl.AnyDevice;
import io.cloakwork.kernels.launch.Lane;
import io.cloakwork.kernels.launch.Tuning;
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
  void aMissingLoaderIsNamedWithItsCause() {
    OpenClLoader loader = OpenClLoader.find("libcloakwork-no-such-library.so.1");
    assertThat(loader).isInstanceOf(OpenClLoader.Missing.class);
    assertThat(HardwareScan.run(loader, folder))
        .isInstanceOfSatisfying(
            HardwareScan.Nothing.class,
            nothing -> {
              assertThat(nothing.reason()).contains("no libcloakwork-no-such-library.so.1");
              assertThat(nothing.cause()).isNotNull();
            });
  }

  @Test
  void nativesAreNotUnpackedWhereOthersCanWrite() throws IOException {
    Assumptions.assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "a file system without permissions");
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(HardwareScan.run(new OpenClLoader.Present("libOpenCL.so.1"), open))
        .isInstanceOfSatisfying(
            HardwareScan.Nothing.class,
            nothing -> assertThat(nothing.reason()).contains("rwxrwxrwx").contains("open"));
  }

  @Test
  void whatIsChosenFitsIntoADevice() {
    Hardware real = AnyDevice.required().devices().getFirst();
    Tuning small = limited(real, 1 << 15, 256, 8).defaultTuning();
    assertThat(Long.BYTES << small.logTile()).isLessThanOrEqualTo(1 << 15);
    assertThat(1 << small.logTile() - 3).isLessThanOrEqualTo(256);
    assertThat(limited(real, 1 << 20, 4096, 0).defaultTuning().narrowLane()).isEqualTo(Lane.INT64);
  }

  private static Hardware limited(Hardware like, long localBytes, int groupItems, int lanes) {
    return new Hardware(
        like.platform(),
        like.id(),
        like.name(),
        like.vendor(),
        like.platformName(),
        like.driver(),
        like.isProcessor(),
        like.sharesMemory(),
        like.computeUnits(),
        like.memoryBytes(),
        like.largestAllocation(),
        localBytes,
        groupItems,
        lanes,
        true,
        true,
        true);
  }
}
