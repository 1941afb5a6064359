package io.cloakwork.compiler;

import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.tensor.TensorGraph;

/// What a program was compiled from.
///
/// @param model the network as it was imported
/// @param layers the network as affine and polynomial layers
/// @param isExact whether the layers compute what the model does; not where polynomials were fitted
public record NetworkSource(TensorGraph model, LayerProgram layers, boolean isExact) {}
