/// Makes one HTML file of any number of results: charts, and beside every figure what is needed to
/// judge it. The file needs nothing but a browser; charts are drawn in it by D3, whose source is in
/// the file, and tables are there without.
package io.cloakwork.bench.report;
