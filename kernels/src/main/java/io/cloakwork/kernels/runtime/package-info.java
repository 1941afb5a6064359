/// What backends that run the kernels share beside the kernels: words that come in, temporaries,
/// twiddles, and where natives are unpacked. No device is driven here.
package io.cloakwork.kernels.runtime;
