/// Compares two runs of benchmarks, row by row: ratios with their confidence, and only between rows
/// that measured the same work.
package io.cloakwork.bench.compare;
