package io.cloakwork.ckks.keyswitch;

/// The ChaCha20 block function as RFC 8439 §2.3 writes it: what expected rows are made from, so
/// that the format does not rest on one library.
final class PlainChaCha20 {

  private PlainChaCha20() {}

  static void block(byte[] key, int counter, byte[] nonce, byte[] out) {
    int[] state = new int[16];
    state[0] = 0x61707865;
    state[1] = 0x3320646e;
    state[2] = 0x79622d32;
    state[3] = 0x6b206574;
    for (int i = 0; i < 8; i++) {
      state[4 + i] = littleEndian(key, 4 * i);
    }
    state[12] = counter;
    for (int i = 0; i < 3; i++) {
      state[13 + i] = littleEndian(nonce, 4 * i);
    }
    int[] x = state.clone();
    for (int round = 0; round < 10; round++) {
      quarterRound(x, 0, 4, 8, 12);
      quarterRound(x, 1, 5, 9, 13);
      quarterRound(x, 2, 6, 10, 14);
      quarterRound(x, 3, 7, 11, 15);
      quarterRound(x, 0, 5, 10, 15);
      quarterRound(x, 1, 6, 11, 12);
      quarterRound(x, 2, 7, 8, 13);
      quarterRound(x, 3, 4, 9, 14);
    }
    for (int i = 0; i < 16; i++) {
      int word = x[i] + state[i];
      for (int j = 0; j < 4; j++) {
        out[4 * i + j] = (byte) (word >>> 8 * j);
      }
    }
  }

  private static void quarterRound(int[] x, int a, int b, int c, int d) {
    x[a] += x[b];
    x[d] = Integer.rotateLeft(x[d] ^ x[a], 16);
    x[c] += x[d];
    x[b] = Integer.rotateLeft(x[b] ^ x[c], 12);
    x[a] += x[b];
    x[d] = Integer.rotateLeft(x[d] ^ x[a], 8);
    x[c] += x[d];
    x[b] = Integer.rotateLeft(x[b] ^ x[c], 7);
  }

  private static int littleEndian(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }
}
