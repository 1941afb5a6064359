package io.cloakwork.serve.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.lwjgl.system.Configuration;

/// How LWJGL unpacks its libraries: into a folder of this user, where others cannot put one of
/// theirs first. Whoever of the process configured it before is left alone.
final class Natives {

  private Natives() {}

  static synchronized void prepare(Path folder) throws IOException {
    if (Configuration.SHARED_LIBRARY_EXTRACT_PATH.get() != null) {
      return;
    }
    new Disk().makeFolder(folder);
    Configuration.SHARED_LIBRARY_EXTRACT_PATH.set(folder.toString());
    // Its default uses methods that the virtual machine warns of.
    Configuration.MEMORY_BACKEND.set("ffm");
    Configuration.DEBUG_STREAM.set(new PrintStream(OutputStream.nullOutputStream()));
  }
}
