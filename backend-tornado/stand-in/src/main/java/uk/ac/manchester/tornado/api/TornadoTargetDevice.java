package uk.ac.manchester.tornado.api;

/// A device as its driver describes it.
public interface TornadoTargetDevice {

  /// The model.
  String getDeviceName();

  /// The number of units that compute side by side.
  int getDeviceMaxComputeUnits();
}
