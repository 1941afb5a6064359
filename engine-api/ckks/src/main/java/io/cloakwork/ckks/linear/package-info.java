/// Linear maps on slot vectors: their diagonals and the baby and giant steps that evaluate them.
package io.cloakwork.ckks.linear;
