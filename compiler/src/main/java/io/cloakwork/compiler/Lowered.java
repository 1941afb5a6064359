package io.cloakwork.compiler;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.ParametersLiteral;

/// A network on ciphertexts, with what was chosen for it.
///
/// @param literal the parameters as they would be written down
record Lowered(
    ParametersLiteral literal, CompiledProgram program, KeyRequest keys, Precision precision) {}
