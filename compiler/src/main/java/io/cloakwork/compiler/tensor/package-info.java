/// The tensor IR: a network as an acyclic graph of tensor operators, its shapes, its passes' common
/// ground and its clear-value interpreter.
package io.cloakwork.compiler.tensor;
