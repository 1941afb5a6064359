package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRow;

/// A row with the name of the line or colour that it has in charts.
///
/// @param source which file it is from, from 0
record Figure(int source, BenchRow row, String series) {

  double seconds() {
    return row.timing().medianMicros() * 1e-6;
  }
}
