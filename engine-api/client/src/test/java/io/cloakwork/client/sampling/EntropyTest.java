package io.cloakwork.client.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntropyTest {

  @Test
  void aSeedRepeatsItsStreamAndNoOther() {
    try (Entropy a = Entropy.insecureForTesting(7);
        Entropy b = Entropy.insecureForTesting(7);
        Entropy c = Entropy.insecureForTesting(8)) {
      long[] first = words(a, 5000);
      assertThat(words(b, 5000)).isEqualTo(first);
      assertThat(words(c, 5000)).isNotEqualTo(first);
    }
  }

  @Test
  void secureStreamsDiffer() {
    try (Entropy a = Entropy.secure();
        Entropy b = Entropy.secure()) {
      assertThat(words(a, 4)).isNotEqualTo(words(b, 4));
    }
  }

  @Test
  void noWordRepeatsAcrossRefillsAndSplits() {
    Set<Long> seen = new HashSet<>();
    try (Entropy parent = Entropy.insecureForTesting(1);
        Entropy child = parent.split();
        Entropy sibling = parent.split()) {
      for (Entropy stream : new Entropy[] {parent, child, sibling}) {
        for (long word : words(stream, 10_000)) {
          seen.add(word);
        }
      }
    }
    assertThat(seen).hasSize(30_000);
  }

  @Test
  void bytesAreTheWordsInLittleEndianOrder() {
    try (Entropy a = Entropy.insecureForTesting(3);
        Entropy b = Entropy.insecureForTesting(3)) {
      long low = a.nextLong();
      long high = a.nextLong();
      byte[] bytes = b.nextBytes(11);
      for (int i = 0; i < 8; i++) {
        assertThat(bytes[i]).isEqualTo((byte) (low >>> 8 * i));
      }
      assertThat(bytes[8]).isEqualTo((byte) high);
      assertThat(bytes[10]).isEqualTo((byte) (high >>> 16));
    }
  }

  @Test
  void theConsumedPartAndAClosedStreamHoldNothing() throws ReflectiveOperationException {
    Entropy entropy = Entropy.insecureForTesting(5);
    words(entropy, 100);
    byte[] block = (byte[]) field(entropy, "block");
    assertThat(Arrays.copyOf(block, 32 + 800)).containsOnly(0);
    assertThat(block).isNotEqualTo(new byte[block.length]);
    entropy.close();
    entropy.close();
    assertThat(block).containsOnly(0);
    Object key = field(entropy, "key");
    assertThat((byte[]) field(key, "bytes")).containsOnly(0);
    assertThatThrownBy(entropy::nextLong)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this entropy stream is closed");
  }

  @Test
  void saysNothingAboutItself() throws IOException, ReflectiveOperationException {
    try (Entropy entropy = Entropy.insecureForTesting(5);
        ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThat(entropy).hasToString("Entropy[redacted]");
      Object key = field(entropy, "key");
      assertThatThrownBy(() -> out.writeObject(key))
          .isInstanceOf(java.io.NotSerializableException.class);
    }
  }

  private static Object field(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }

  private static long[] words(Entropy entropy, int count) {
    long[] words = new long[count];
    for (int i = 0; i < count; i++) {
      words[i] = entropy.nextLong();
    }
    return words;
  }
}
