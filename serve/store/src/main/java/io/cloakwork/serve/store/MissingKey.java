package io.cloakwork.serve.store;

/// A key file that a set needs and its owner has not uploaded yet.
///
/// @param key the file
/// @param received how many of its bytes are there: where to go on
public record MissingKey(KeyFile key, long received) {}
