package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.DevicePointer;
import io.cloakwork.backend.cuda.driver.Session;

/// Memory of the device, and what of the streams uses it. Guarded by the device's lock.
final class DeviceWords {

  private final DevicePointer pointer = new DevicePointer();
  private final long bytes;
  // The number, in the stream of uploads, of the last command for this memory.
  private long upload;
  private int downloads;
  // The last run that was given to the stream of launches, or null.
  private CudaRun latest;

  DeviceWords(long bytes) {
    this.bytes = bytes;
  }

  DevicePointer pointer() {
    return pointer;
  }

  long address() {
    return pointer.address();
  }

  long bytes() {
    return bytes;
  }

  /// Makes the stream of uploads wait for everybody who uses the memory now.
  void beforeUpload(Session session) {
    if (latest != null) {
      latest.precede(session.uploads());
    }
    if (downloads > 0) {
      session.downloads().precede(session.uploads().stream());
    }
  }

  /// The last command of the stream of uploads is for this memory.
  void uploaded(Session session) {
    upload = session.uploads().given();
  }

  /// Makes the stream of launches wait for copies of this memory.
  void beforeLaunch(Session session) {
    session.uploads().precedeLaunches(upload);
    if (downloads > 0) {
      session.downloads().precede(session.launches());
    }
  }

  /// A run that uses the memory was given to the stream of launches.
  void launched(CudaRun run) {
    latest = run;
  }

  /// Makes the stream of downloads wait for what was written before.
  void beforeDownload(Session session) {
    if (latest != null) {
      latest.precede(session.downloads());
    }
    session.uploads().precede(session.downloads().stream());
    downloads++;
  }

  /// All of a download is on the host, or none of it will be.
  void downloaded() {
    downloads--;
  }
}
