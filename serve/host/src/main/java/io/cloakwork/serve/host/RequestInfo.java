package io.cloakwork.serve.host;

import io.cloakwork.serve.store.Owner;
import java.util.OptionalInt;

/// Which request a listener is told of.
///
/// @param id as the caller named it, or as the host did
/// @param client whose it is
/// @param model the name of the model that it runs on
/// @param lane its lane; empty if it fills its ciphertexts
public record RequestInfo(String id, Owner client, String model, OptionalInt lane) {}
