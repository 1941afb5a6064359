package io.cloakwork.backend.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import jcuda.driver.CUmemPool_attribute;

/// The pool of a device, from which memory is allocated in the order of streams. By itself it gives
/// unused memory back to the system whenever somebody waits. JCuda has no binding of the functions
/// that change that.
final class MemoryPool {

  private static final long EVERYTHING = -1; // unsigned

  private final SymbolLookup driver;
  private final MemorySegment pool;

  private MemoryPool(SymbolLookup driver, MemorySegment pool) {
    this.driver = driver;
    this.pool = pool;
  }

  /// The pool of device `index`, which keeps what it has from now on.
  ///
  /// @throws IllegalStateException with the driver's code if it refuses
  static MemoryPool of(int index) {
    SymbolLookup driver = driver();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment device = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment address = arena.allocate(ValueLayout.ADDRESS);
      MethodHandle deviceGet =
          function(driver, "cuDeviceGet", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
      MethodHandle poolOf =
          function(driver, "cuDeviceGetDefaultMemPool", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
      require((int) deviceGet.invokeExact(device, index));
      int handle = device.get(ValueLayout.JAVA_INT, 0);
      require((int) poolOf.invokeExact(address, handle));
      MemoryPool pool = new MemoryPool(driver, address.get(ValueLayout.ADDRESS, 0));
      pool.keepEverything(arena);
      return pool;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // what a method handle declares
      throw new IllegalStateException("the driver's memory pool cannot be reached", e);
    }
  }

  private void keepEverything(Arena arena) throws Throwable {
    MethodHandle set =
        function(
            driver,
            "cuMemPoolSetAttribute",
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS);
    MemorySegment threshold = arena.allocateFrom(ValueLayout.JAVA_LONG, EVERYTHING);
    int attribute = CUmemPool_attribute.CU_MEMPOOL_ATTR_RELEASE_THRESHOLD;
    require((int) set.invokeExact(pool, attribute, threshold));
  }

  /// Gives what is not in use back to the system, as far as the driver lets it.
  void trim() {
    MethodHandle trimTo =
        function(driver, "cuMemPoolTrimTo", ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    try {
      int ignored = (int) trimTo.invokeExact(pool, 0L);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the driver's memory pool cannot be reached", e);
    }
  }

  private static void require(int code) {
    if (code != 0) {
      throw new IllegalStateException(
          "the driver's memory pool cannot be used: " + DriverErrors.name(code));
    }
  }

  // JCuda has loaded the library already, and it stays.
  @SuppressWarnings("restricted")
  private static SymbolLookup driver() {
    return SymbolLookup.libraryLookup(CudaLoader.library(), Arena.global());
  }

  @SuppressWarnings("restricted") // the driver's own functions
  private static MethodHandle function(SymbolLookup driver, String name, ValueLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(
            driver.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }
}
