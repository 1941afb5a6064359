package uk.ac.manchester.tornado.api.enums;

/// What code a backend generates.
public enum TornadoVMBackendType {
  OPENCL,
  VIRTUAL
}
