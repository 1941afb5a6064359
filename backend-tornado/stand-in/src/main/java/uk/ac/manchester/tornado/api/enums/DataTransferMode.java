package uk.ac.manchester.tornado.api.enums;

/// When arrays cross between host and device.
public final class DataTransferMode {

  /// Before the first execution of a plan.
  public static final int FIRST_EXECUTION = 0;

  /// Before, or after, every execution of a plan.
  public static final int EVERY_EXECUTION = 1;

  private DataTransferMode() {}
}
