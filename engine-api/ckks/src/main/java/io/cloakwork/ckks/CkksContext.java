package io.cloakwork.ckks;

import io.cloakwork.spi.device.Device;

/// Parameters on a device, with the executables of eager operations. Thread-safe.
public final class CkksContext implements AutoCloseable {

  private final Parameters parameters;
  private final Device device;
  private final GraphCache graphs;

  /// Uses `device` without owning it.
  public CkksContext(Parameters parameters, Device device) {
    this.parameters = parameters;
    this.device = device;
    this.graphs = new GraphCache(device);
  }

  public Parameters parameters() {
    return parameters;
  }

  public Device device() {
    return device;
  }

  /// The executables of eager operations.
  public GraphCache graphs() {
    return graphs;
  }

  /// Closes the cached executables; the device stays open.
  @Override
  public void close() {
    graphs.close();
  }
}
