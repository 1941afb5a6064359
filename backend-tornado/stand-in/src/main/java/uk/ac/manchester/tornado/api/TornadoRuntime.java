package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/// What is installed.
public interface TornadoRuntime {

  /// The number of backends.
  int getNumBackends();

  /// What backend `index` generates.
  TornadoVMBackendType getBackendType(int index);

  /// Backend `index`.
  TornadoBackend getBackend(int index);
}
