/// Times single operations of the scheme: medians after warm-up, one thread or many, on any
/// backend.
package io.cloakwork.bench.ops;
