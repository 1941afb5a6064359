/// The CUDA backend. In this version: a provider that finds the driver and says what is missing.
package io.cloakwork.backend.cuda;
