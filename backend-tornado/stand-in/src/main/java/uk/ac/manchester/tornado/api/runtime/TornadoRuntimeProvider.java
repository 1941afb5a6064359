package uk.ac.manchester.tornado.api.runtime;

import uk.ac.manchester.tornado.api.TornadoRuntime;

/// Where the runtime is found: here, one of two backends with devices that are this machine.
public final class TornadoRuntimeProvider {

  private static final TornadoRuntime RUNTIME = new HostRuntime();

  private TornadoRuntimeProvider() {}

  public static TornadoRuntime getTornadoRuntime() {
    return RUNTIME;
  }
}
