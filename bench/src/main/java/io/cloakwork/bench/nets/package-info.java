/// Compiled networks under encryption: what is paid before the first request, what a request takes,
/// layer by layer, and how exact its answer is.
package io.cloakwork.bench.nets;
