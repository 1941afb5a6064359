/// Opens kernel sources and binaries. The resources lie beside this package's classes, so that they
/// stay inside the module.
package io.cloakwork.kernels;
