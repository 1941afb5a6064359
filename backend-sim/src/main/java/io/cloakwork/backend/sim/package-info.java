/// Accelerators that exist as a profile: exact execution by another backend, and the time that the
/// profile predicts.
package io.cloakwork.backend.sim;
