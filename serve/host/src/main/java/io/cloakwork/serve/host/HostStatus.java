package io.cloakwork.serve.host;

import java.time.Duration;

/// What a host is doing.
///
/// @param sessions that are open
/// @param queued requests that wait
/// @param running requests in the present run
/// @param heldBytes of inputs and results on the device
/// @param predictedWork until everything that is queued has run
/// @param draining whether new requests are refused
public record HostStatus(
    int sessions,
    int queued,
    int running,
    long heldBytes,
    Duration predictedWork,
    boolean draining) {}
