/// Measures how fast a device moves bytes and multiplies residues, through the contract that every
/// backend has.
package io.cloakwork.bench.probe;
