/// The CPU as a device of the engine: provider, device, buffers and executables over
/// [io.cloakwork.backend.cpu.kernel] (what is done to a row), [io.cloakwork.backend.cpu.tile] (what
/// is done when) and [io.cloakwork.backend.cpu.work] (by which thread).
package io.cloakwork.backend.cpu;
