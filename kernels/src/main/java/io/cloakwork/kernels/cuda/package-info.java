/// The kernels as machine code for NVIDIA GPUs, so that a user needs a driver and no compiler.
package io.cloakwork.kernels.cuda;
