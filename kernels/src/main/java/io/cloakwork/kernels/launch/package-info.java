/// Command graphs as launches of the neutral kernels: what a host has to do on any device that runs
/// them, without a word about how a device is driven. A backend compiles the programs, holds the
/// buffers, and launches in order.
package io.cloakwork.kernels.launch;
