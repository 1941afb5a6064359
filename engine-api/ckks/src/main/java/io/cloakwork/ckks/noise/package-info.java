/// How much error a result will have, from parameters and plain numbers alone: no keys, no data.
///
/// [io.cloakwork.ckks.noise.NoiseModel] mirrors the operations of
/// [io.cloakwork.ckks.record.CkksRecorder] on [io.cloakwork.ckks.noise.NoiseEstimate]s. Each
/// estimate answers twice: [io.cloakwork.ckks.noise.AverageCase], what to expect, and
/// [io.cloakwork.ckks.noise.WorstCase], a bound.
package io.cloakwork.ckks.noise;
