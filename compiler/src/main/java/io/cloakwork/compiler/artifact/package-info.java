/// Compiled networks as files: a client manifest, which says how to encrypt and which keys to make,
/// and a server program. The file runs without the ONNX file that it was compiled from.
///
/// Little-endian, in this order:
///
/// | bytes | content |
/// |---|---|
/// | 8 | magic `CLOAKPRG` |
/// | 2 + 2 | version, 4; zero |
/// | 4 + 8 | length of the manifest, length of the program |
/// | … | manifest: JSON in UTF-8, fields in a fixed order, the machine profile's name and fingerprint among them ([io.cloakwork.compiler.artifact.ClientManifest]) |
/// | 32 | SHA-256 of everything before it: a client needs to read no further |
/// | … | program: the steps, as `SlotProgramFormat` or `ThroughputProgramFormat` writes them |
/// | 32 | SHA-256 of everything before it |
///
/// The same network compiled twice with the same options, and so for the same profile, gives the
/// same bytes.
package io.cloakwork.compiler.artifact;
