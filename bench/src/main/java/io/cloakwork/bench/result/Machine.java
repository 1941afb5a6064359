package io.cloakwork.bench.result;

/// The machine that a run was measured on.
///
/// @param processor the model's name
/// @param cores logical processors that the process might use
/// @param memoryBytes memory of the machine; 0 if unknown
/// @param heapBytes the most that the Java heap might grow to; 0 if unknown or not Java
/// @param vectorBits the widest vector that the virtual machine used; 0 if unknown
/// @param loadAverage running processes over the last minute; negative if unknown
/// @param system the operating system, its version and architecture
/// @param jdk the Java runtime; empty if unknown or not Java
public record Machine(
    String processor,
    int cores,
    long memoryBytes,
    long heapBytes,
    int vectorBits,
    double loadAverage,
    String system,
    String jdk) {}
