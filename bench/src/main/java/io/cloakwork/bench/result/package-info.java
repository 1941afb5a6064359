/// What a benchmark found, and the files that hold it: the versioned JSON object of a run, its CSV,
/// and the neutral lines of JSON that other libraries' figures come in. `docs/benchmark-results.md`
/// describes the files.
///
/// A benchmark makes one [BenchRow] for every figure, from the runs it has timed:
///
/// ```java
/// var by = new Implementation("cloakwork", version, "cpu", device.profile().name());
/// var row =
///     BenchRow.op(by, "rotate", ParameterFacts.of("P2", parameters), 1, 2, Timing.ofNanos(nanos))
///         .withPrecision(23.4)
///         .withSetup(keySeconds * 1e6)
///         .withFloor(Floor.of(modularOperations, bytes, new Peaks(8e9, 2e10, "measured")));
/// ```
///
/// Networks and what belongs to them are rows of other kinds, with the network's name as workload:
/// [Kind#NET] with the operation `infer`; one [Kind#LAYER] for every layer, in the order in which
/// they run; one [Kind#SETUP] for every stage; [Kind#SERVE] for requests to a service.
///
/// All rows make a [BenchRun], which also has the machine and every device ([MeasuredDevice#of] a
/// profile). [BenchRunJson#toJson] is what a command prints with `--json`, [BenchCsv] and
/// [NeutralRows] write the other forms, and [ResultFiles#read] reads JSON of either kind back, from
/// whoever wrote it.
package io.cloakwork.bench.result;
