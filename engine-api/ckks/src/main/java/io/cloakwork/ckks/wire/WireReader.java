package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import java.io.IOException;

/// Reads objects of one context, straight onto its device. Nothing is trusted: lengths are checked
/// against what the parameters imply before anything is allocated, every residue against its prime,
/// the whole against its SHA-256. Every method closes its source, and throws [WireException] for
/// bytes that are not the object, [IOException] if the source fails.
///
/// The SHA-256 finds damage, not forgery: whoever may send an object may send any valid one.
public final class WireReader {

  private final CkksContext context;
  private final WireLimits limits;

  public WireReader(CkksContext context, WireLimits limits) {
    this.context = context;
    this.limits = limits;
  }

  /// A reader with [WireLimits#defaults].
  public WireReader(CkksContext context) {
    this(context, WireLimits.defaults());
  }

  /// Parameters, which need no context: they are what makes one.
  public static Parameters parameters(WireSource source, WireLimits limits) throws IOException {
    try (source) {
      WireInput in = new WireInput(source, limits);
      Parameters parameters = ParametersFormat.read(in, limits);
      in.finish();
      return parameters;
    }
  }

  /// A key request for `parameters`.
  public static KeyRequest keyRequest(WireSource source, Parameters parameters, WireLimits limits)
      throws IOException {
    try (source) {
      return KeyRequestFormat.read(new WireInput(source, limits), parameters);
    }
  }

  public Plaintext plaintext(WireSource source) throws IOException {
    try (source) {
      return PlaintextFormat.read(new WireInput(source, limits), context, limits);
    }
  }

  /// A ciphertext, written in full or seeded.
  public Ciphertext ciphertext(WireSource source) throws IOException {
    try (source) {
      WireInput in = new WireInput(source, limits);
      return in.header().type() == WireType.SEEDED_CIPHERTEXT
          ? SeededCiphertextFormat.read(in, context, limits)
          : CiphertextFormat.read(in, context, limits);
    }
  }

  public PublicKey publicKey(WireSource source) throws IOException {
    try (source) {
      return PublicKeyFormat.read(new WireInput(source, limits), context);
    }
  }

  public KeySwitchKey keySwitchKey(WireSource source) throws IOException {
    try (source) {
      return KeySwitchKeyFormat.read(new WireInput(source, limits), context);
    }
  }

  /// Whatever keys the source holds.
  public EvaluationKeys evaluationKeys(WireSource source) throws IOException {
    try (source) {
      return EvaluationKeysFormat.read(new WireInput(source, limits), context, null);
    }
  }

  /// Exactly the keys of `request`, each at its level: what a server asks of a client it does not
  /// know, so that memory is bounded by its own program.
  public EvaluationKeys evaluationKeys(WireSource source, KeyRequest request) throws IOException {
    try (source) {
      return EvaluationKeysFormat.read(new WireInput(source, limits), context, request);
    }
  }
}
