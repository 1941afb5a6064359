package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;

/// A number for each limb of a launch, in \[0, q).
interface Residue {

  Residue ZERO = (_, _) -> 0;

  Residue ONE = (_, _) -> 1;

  long of(Modulus modulus, int limb);
}
