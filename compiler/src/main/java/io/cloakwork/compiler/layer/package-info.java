/// The layer IR: a network as an alternation of affine maps (sparse matrices) and element-wise
/// polynomials. It has forgotten operators and kept what packing needs.
package io.cloakwork.compiler.layer;
