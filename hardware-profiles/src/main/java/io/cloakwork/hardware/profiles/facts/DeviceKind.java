package io.cloakwork.hardware.profiles.facts;

/// What a device is.
public enum DeviceKind {
  CPU,
  GPU,
  FPGA
}
