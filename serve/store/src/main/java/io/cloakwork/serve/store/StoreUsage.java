package io.cloakwork.serve.store;

/// What a [KeyStore] holds.
///
/// @param keySets complete sets; one that two owners have counts twice
/// @param files different key files
/// @param bytes of those files
/// @param uploads files that are being uploaded
/// @param uploadBytes what those will have when they are complete
public record StoreUsage(int keySets, int files, long bytes, int uploads, long uploadBytes) {}
