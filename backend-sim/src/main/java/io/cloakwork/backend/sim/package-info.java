/// The simulated-device backend. In this version: a provider that says it is not implemented.
package io.cloakwork.backend.sim;
