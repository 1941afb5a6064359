/// Best uniform approximations by polynomials, found at run time, and what is composed of them:
/// sign, and with it ReLU and maxima, and the inverse.
package io.cloakwork.ckks.polynomial.minimax;
