/// What backends that run the kernels share beside the kernels: words that come in, temporaries,
/// twiddles, and which buffers a plan uses. No device is driven here.
package io.cloakwork.kernels.runtime;
