/// Where the time of an operation goes on a device: kernel by kernel.
package io.cloakwork.bench.kernels;
