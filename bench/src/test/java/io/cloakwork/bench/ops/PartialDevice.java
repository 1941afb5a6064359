package io.cloakwork.bench.ops;

import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ForwardingDevice;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;

/// A device that does only part of what another can, as an accelerator in the making.
public final class PartialDevice extends ForwardingDevice {

  private final Capabilities capabilities;

  public PartialDevice(Device whole, Capabilities capabilities) {
    super(whole);
    this.capabilities = capabilities;
  }

  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    capabilities.require(graph);
    return super.compile(graph, reuse);
  }
}
