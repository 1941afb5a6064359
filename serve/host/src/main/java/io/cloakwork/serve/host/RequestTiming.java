package io.cloakwork.serve.host;

/// Where a request's time went.
///
/// @param queueNanos from its submission to the start of its run
/// @param keysNanos its run waited for keys to be on the device
/// @param executeNanos its run took, inputs put together and results taken apart
/// @param batch requests that shared the run
public record RequestTiming(long queueNanos, long keysNanos, long executeNanos, int batch) {

  public long totalNanos() {
    return queueNanos + keysNanos + executeNanos;
  }
}
