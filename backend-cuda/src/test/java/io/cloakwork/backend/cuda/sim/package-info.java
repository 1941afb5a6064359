/// A simulated CUDA driver (`src/test/native`), and what is tested on it. These tests run in a JVM
/// of their own, the only one that sees the simulator.
package io.cloakwork.backend.cuda.sim;
