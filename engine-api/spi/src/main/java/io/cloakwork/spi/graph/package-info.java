/// Command graphs: a closed vocabulary of exact operations on RNS polynomials, recorded once and
/// executed by any backend with the same bytes as result.
package io.cloakwork.spi.graph;
