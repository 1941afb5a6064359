package io.cloakwork.ckks.wire;

/// What an object on the wire is. Codes are for ever.
public enum WireType {
  PARAMETERS(1, "parameters"),
  PLAINTEXT(2, "plaintext"),
  CIPHERTEXT(3, "ciphertext"),
  SEEDED_CIPHERTEXT(4, "seeded ciphertext"),
  PUBLIC_KEY(5, "public key"),
  KEY_SWITCH_KEY(6, "key-switch key"),
  EVALUATION_KEYS(7, "evaluation keys"),
  KEY_REQUEST(8, "key request");

  private final int code;
  private final String label;

  WireType(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /// The number in the header.
  public int code() {
    return code;
  }

  /// The name in messages.
  public String label() {
    return label;
  }

  static WireType ofCode(int code) throws WireException {
    for (WireType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new WireException("header field 'type' is %d, which is no known object".formatted(code));
  }
}
