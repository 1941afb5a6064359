package io.cloakwork.serve.host;

/// Time as the scheduler sees it, so that tests can say how late it is.
@FunctionalInterface
interface NanoClock {

  NanoClock SYSTEM = System::nanoTime;

  /// Nanoseconds from some start: differences count, not values.
  long nanos();
}
