package io.cloakwork.compiler.artifact;

/// The first part of a program file.
///
/// @param client what a client needs
/// @param report what the compiler predicted
record Manifest(ClientManifest client, ReportNotes report) {}
