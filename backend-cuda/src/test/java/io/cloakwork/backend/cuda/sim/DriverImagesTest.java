package io.cloakwork.backend.cuda.sim;

import static io.cloakwork.backend.cuda.sim.DriverSession.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.backend.cuda.sim.Simulator.Setting;
import io.cloakwork.kernels.cuda.CudaImages;
import io.cloakwork.kernels.launch.KernelProgram;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The fat binaries that the product carries, on the simulated driver: for which devices they have
/// code, and that their kernels are there.
class DriverImagesTest {

  private static final KernelProgram PROGRAM = CudaImages.programs().getFirst();

  private Simulator simulator;
  private DriverSession driver;

  @BeforeEach
  void open() {
    simulator = Simulator.required();
    driver = new DriverSession();
  }

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
      simulator.close();
    }
  }

  private int load(CUmodule module, int major, int minor) {
    simulator.set(Setting.COMPUTE_MAJOR, major);
    simulator.set(Setting.COMPUTE_MINOR, minor);
    return JCudaDriver.cuModuleLoadData(module, CudaImages.read(PROGRAM).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"8,0", "8,6", "8,7", "8,9", "9,0", "10,0", "10,3", "12,0", "12,1", "13,0"})
  void thereIsCodeForAmpereAndWhatFollows(int major, int minor) {
    ok(load(new CUmodule(), major, minor));
  }

  @Test
  void thereIsNoneForTuring() {
    assertThat(load(new CUmodule(), 7, 5)).isEqualTo(CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU);
  }

  @Test
  void theKernelsOfTheSourceAreTheKernelsOfTheImage() {
    CUmodule module = new CUmodule();
    ok(load(module, 9, 0));
    for (String kernel : new String[] {"add", "sub", "neg", "copy", "fill", "automorphism_eval"}) {
      ok(JCudaDriver.cuModuleGetFunction(new CUfunction(), module, kernel));
    }
    assertThat(JCudaDriver.cuModuleGetFunction(new CUfunction(), module, "mul"))
        .isEqualTo(CUresult.CUDA_ERROR_NOT_FOUND);
  }
}
