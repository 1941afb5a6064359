/// What is known of CUDA's driver: finding devices, contexts, streams, memory, programs, errors.
package io.cloakwork.backend.cuda.driver;
