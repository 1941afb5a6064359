package io.cloakwork.bench.result;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a row measures.
public enum Kind {
  /// One operation of the scheme or of a ring.
  OP,
  /// One request of a compiled network, ciphertexts in to ciphertexts out.
  NET,
  /// One layer of a compiled network inside such a request.
  LAYER,
  /// Something that is done once before many requests: keys, compilation, weights, upload.
  SETUP,
  /// A request as a client of a service sees it.
  SERVE;

  /// The name in files, lower case.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind of that name.
  public static Optional<Kind> labelled(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }
}
