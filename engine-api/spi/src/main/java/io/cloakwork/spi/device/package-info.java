/// The contract between the engine and a backend: devices, buffers, executables, providers.
package io.cloakwork.spi.device;
