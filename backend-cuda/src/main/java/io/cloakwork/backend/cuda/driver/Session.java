package io.cloakwork.backend.cuda.driver;

import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.DeviceLostException;
import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/// A device's context, its queue of launches, in which they run in the order in which they were
/// given, and two queues of copies. Who uses them holds the device's lock; [#enter], [#check] and
/// the events are for every thread.
public final class Session implements AutoCloseable {

  private final Hardware hardware;
  private final CUdevice device;
  private final CUcontext context = new CUcontext();
  private final Deque<CUevent> freeEvents = new ArrayDeque<>();
  // Set once while opening.
  private MemoryPool pool;
  private CUstream launches;
  private CopyStream uploads;
  private CopyStream downloads;
  // What made the context unusable, or null.
  private volatile BackendException loss;

  private Session(Hardware hardware) {
    this.hardware = hardware;
    this.device = Hardware.device(hardware.index());
  }

  /// Opens a device.
  ///
  /// @throws BackendException if the driver refuses
  public static Session open(Hardware hardware) {
    Session session = new Session(hardware);
    session.check(
        JCudaDriver.cuDevicePrimaryCtxRetain(session.context, session.device),
        "opening the device");
    try {
      session.enter();
      session.pool = MemoryPool.of(hardware.index());
      session.launches = session.newStream();
      session.uploads = new CopyStream(session);
      session.downloads = new CopyStream(session);
      return session;
    } catch (RuntimeException e) {
      JCudaDriver.cuDevicePrimaryCtxRelease(session.device);
      throw e;
    }
  }

  public Hardware hardware() {
    return hardware;
  }

  public CUstream launches() {
    return launches;
  }

  public CopyStream uploads() {
    return uploads;
  }

  public CopyStream downloads() {
    return downloads;
  }

  /// Lets this thread call the driver for this device.
  ///
  /// @throws DeviceLostException if the device is lost
  public void enter() {
    requireAlive();
    check(makeCurrent(), "using the device");
  }

  /// The same without looking whether the device is lost.
  ///
  /// @return the driver's code
  public int makeCurrent() {
    return JCudaDriver.cuCtxSetCurrent(context);
  }

  /// @throws DeviceLostException if the device is lost, with what happened first
  public void requireAlive() {
    BackendException first = loss;
    if (first != null) {
      throw new DeviceLostException(
          "%s is lost since %s".formatted(hardware.name(), first.getMessage()), first);
    }
  }

  /// Whether every call fails from now on.
  public boolean isLost() {
    return loss != null;
  }

  /// @throws BackendException if the driver did not succeed at `doing`
  public void check(int code, String doing) {
    if (code != CUresult.CUDA_SUCCESS) {
      throw failure(code, doing);
    }
  }

  /// The exception for what went wrong while `doing`; the device is lost if it cannot be used any
  /// more.
  public BackendException failure(int code, String doing) {
    BackendException failure = DriverErrors.of(hardware.name(), doing, code);
    if (DriverErrors.isLost(code)) {
      synchronized (freeEvents) {
        if (loss == null) {
          loss = failure;
        }
      }
    }
    return failure;
  }

  CUstream newStream() {
    CUstream stream = new CUstream();
    check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "making a stream");
    return stream;
  }

  CUevent newEvent() {
    CUevent event = new CUevent();
    int flags = CUevent_flags.CU_EVENT_DISABLE_TIMING | CUevent_flags.CU_EVENT_BLOCKING_SYNC;
    check(JCudaDriver.cuEventCreate(event, flags), "making an event");
    return event;
  }

  /// An event that notes when it was reached.
  public CUevent newTimer() {
    CUevent event = new CUevent();
    check(JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DEFAULT), "making an event");
    return event;
  }

  /// An event that nobody uses.
  public CUevent takeEvent() {
    synchronized (freeEvents) {
      CUevent event = freeEvents.pollLast();
      if (event != null) {
        return event;
      }
    }
    return newEvent();
  }

  /// Takes an event back.
  public void giveBack(CUevent event) {
    synchronized (freeEvents) {
      freeEvents.addLast(event);
    }
  }

  /// Memory of undefined content, allocated before what the stream of uploads is given next.
  ///
  /// @return the driver's code
  public int allocate(DevicePointer pointer, long bytes) {
    return JCudaDriver.cuMemAllocAsync(pointer, bytes, uploads.stream());
  }

  /// Waits for all launches and uploads, and gives memory that nobody uses back to the system.
  public void makeRoom() {
    finish();
    pool.trim();
  }

  /// Frees memory after the launches that were given before.
  public void free(DevicePointer pointer) {
    check(JCudaDriver.cuMemFreeAsync(pointer, launches), "giving memory back");
  }

  /// Writes what `from` points to on the host, `bytes` bytes, at `offset`. It may be used again at
  /// once.
  public void write(DevicePointer to, long offset, Pointer from, long bytes) {
    check(
        JCudaDriver.cuMemcpyHtoDAsync(to.withByteOffset(offset), from, bytes, uploads.stream()),
        "writing a table");
  }

  /// Waits for everything that was given to the streams.
  public void finish() {
    check(JCudaDriver.cuStreamSynchronize(uploads.stream()), "waiting for uploads");
    check(JCudaDriver.cuStreamSynchronize(launches), "waiting for launches");
    check(JCudaDriver.cuStreamSynchronize(downloads.stream()), "waiting for downloads");
  }

  /// Gives everything back. Codes are not looked at: there is nothing left to be done about them. A
  /// context that is lost is made anew for whoever opens the device next.
  @Override
  public void close() {
    JCudaDriver.cuCtxSetCurrent(context);
    freeEvents.forEach(JCudaDriver::cuEventDestroy);
    freeEvents.clear();
    uploads.close();
    downloads.close();
    JCudaDriver.cuStreamDestroy(launches);
    if (isLost()) {
      JCudaDriver.cuDevicePrimaryCtxReset(device);
    } else {
      pool.trim();
    }
    JCudaDriver.cuDevicePrimaryCtxRelease(device);
    JCudaDriver.cuCtxSetCurrent(new CUcontext());
  }
}
