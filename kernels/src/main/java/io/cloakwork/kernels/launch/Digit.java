package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import java.util.Optional;

/// What a base conversion takes: x ↦ BaseConvert(x + before) − after, x being the coefficients of
/// `in`, which may be in either domain: the kernel that makes the coefficients makes the digits.
///
/// @param in the limbs that are converted
/// @param before a scalar for each of them, or nothing
/// @param after a scalar for each limb of the result, or nothing
record Digit(RnsView<?> in, Optional<Scalars> before, Optional<Scalars> after) {}
