/// Programs with their buffers, and devices that remember what ran on them: what all benchmarks
/// share.
package io.cloakwork.bench.device;
