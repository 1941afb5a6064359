/// A device for tests whose kernels are the neutral sources compiled as plain C: one work-group
/// after the other, on the calling thread.
package io.cloakwork.kernels.host;
