package io.cloakwork.backend.opencl.race;

import static org.assertj.core.api.Assertions.assertThat;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The simulator finds a race that is there.
@Tag("oclgrind")
class OclgrindTest {

  private static final int ITEMS = 16;

  @BeforeEach
  void needsOclgrind() {
    Oclgrind.required();
  }

  /// Reverses 16 integers through local memory, with `barrier` between writing and reading.
  private static String reversal(String barrier) {
    return """
    __kernel void reverse(__global int *a) {
      __local int tile[16];
      int i = get_local_id(0);
      tile[i] = a[i];
      %s
      a[i] = tile[15 - i];
    }
    """
        .formatted(barrier);
  }

  @SuppressWarnings("deprecation") // OpenCL 1.2's queue is enough
  private static void run(String source) {
    cl_platform_id[] platforms = new cl_platform_id[1];
    CL.clGetPlatformIDs(1, platforms, null);
    cl_device_id[] devices = new cl_device_id[1];
    CL.clGetDeviceIDs(platforms[0], CL.CL_DEVICE_TYPE_ALL, 1, devices, null);
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, platforms[0]);
    cl_context context = CL.clCreateContext(properties, 1, devices, null, null, null);
    cl_command_queue queue = CL.clCreateCommandQueue(context, devices[0], 0, null);
    cl_program program =
        CL.clCreateProgramWithSource(context, 1, new String[] {source}, null, null);
    CL.clBuildProgram(program, 0, null, null, null, null);
    cl_kernel kernel = CL.clCreateKernel(program, "reverse", null);
    int[] words = new int[ITEMS];
    cl_mem memory =
        CL.clCreateBuffer(
            context,
            CL.CL_MEM_COPY_HOST_PTR,
            (long) ITEMS * Integer.BYTES,
            Pointer.to(words),
            null);
    CL.clSetKernelArg(kernel, 0, Sizeof.cl_mem, Pointer.to(memory));
    long[] size = {ITEMS};
    CL.clEnqueueNDRangeKernel(queue, kernel, 1, null, size, size, 0, null, null);
    CL.clFinish(queue);
    CL.clReleaseMemObject(memory);
    CL.clReleaseKernel(kernel);
    CL.clReleaseProgram(program);
    CL.clReleaseCommandQueue(queue);
    CL.clReleaseContext(context);
  }

  @Test
  void aRaceIsFound() {
    run(reversal(""));
    assertThat(Oclgrind.findings()).contains("data race");
  }

  @Test
  void aBarrierEndsIt() {
    run(reversal("barrier(CLK_LOCAL_MEM_FENCE);"));
    assertThat(Oclgrind.findings()).isEmpty();
  }
}
