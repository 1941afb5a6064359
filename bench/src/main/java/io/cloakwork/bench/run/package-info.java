/// Runs of many benchmarks, one after the other, on one device after the other: what they have in
/// common, how far they are, and the rows that come of them.
package io.cloakwork.bench.run;
