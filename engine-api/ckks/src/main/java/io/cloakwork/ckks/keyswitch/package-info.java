/// Keys for switching: the expansion of their uniform half from a seed.
package io.cloakwork.ckks.keyswitch;
