/// What is known of OpenCL: finding devices, compiling programs and keeping their binaries, errors.
package io.cloakwork.backend.opencl.driver;
