package io.cloakwork.hardware.profiles.tuning;

import java.nio.file.Path;
import java.util.Optional;

/// Programs that were compiled elsewhere for a device, as its profile names them.
///
/// @param folder where they are
/// @param variant which variant of the kernels they were made of, or empty for a backend's usual
///   one
/// @param profile the file that names them
public record NamedBinaries(Path folder, Optional<String> variant, Path profile) {}
