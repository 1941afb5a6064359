package io.cloakwork.serve.protocol;

/// One input of a job.
///
/// @param input the wire object of the encrypted input; opened when it is its turn, so that a job
///   need not be in memory at once
/// @param lane where the input lies
public record JobItem(ByteSource input, LaneChoice lane) {}
