/// The CUDA backend: a command graph becomes a list of launches of the neutral kernels, recorded as
/// a CUDA graph if it is to run often, and a submission gives it to the device in one command.
package io.cloakwork.backend.cuda;
