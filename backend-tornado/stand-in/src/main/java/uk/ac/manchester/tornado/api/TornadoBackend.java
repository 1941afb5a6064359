package uk.ac.manchester.tornado.api;

import java.util.List;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/// A code generator and the devices that run its code.
public interface TornadoBackend {

  /// Its devices in index order.
  List<TornadoDevice> getAllDevices();
}
