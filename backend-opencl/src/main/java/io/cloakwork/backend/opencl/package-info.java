/// The OpenCL backend: a command graph becomes a list of launches of the neutral kernels, and a
/// submission gives that list to the device's in-order queue.
package io.cloakwork.backend.opencl;
