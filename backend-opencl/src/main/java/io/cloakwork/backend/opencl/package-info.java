/// The OpenCL backend. In this version: a provider that finds the loader and says what is missing.
package io.cloakwork.backend.opencl;
