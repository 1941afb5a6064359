package io.cloakwork.ckks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.Presets;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.SeededCiphertext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireRoundTripTest {

  private final WireSamples samples = new WireSamples();
  private final WireReader reader = samples.reader;

  @AfterEach
  void close() {
    assertThat(samples.device.allocatedBytes()).as("buffers left open").isZero();
    samples.close();
  }

  @Test
  void plaintexts() throws IOException {
    try (Plaintext written = samples.plaintext(2, false, 3);
        Plaintext read = reader.plaintext(memory(WireWriter.of(written).toBytes()))) {
      assertThat(read.level()).isEqualTo(2);
      assertThat(read.batch()).isEqualTo(3);
      assertThat(read.extended()).isFalse();
      assertThat(read.scale()).isEqualTo(written.scale());
      assertThat(read.buffer().download()).isEqualTo(written.buffer().download());
    }
    try (Plaintext written = samples.plaintext(0, true, 1);
        Plaintext read = reader.plaintext(memory(WireWriter.of(written).toBytes()))) {
      assertThat(read.extended()).isTrue();
      assertThat(read.buffer().download()).isEqualTo(written.buffer().download());
    }
  }

  @Test
  void ciphertextsOfEveryLevelSizeAndBatch() throws IOException {
    for (int level = 0; level <= samples.parameters.maxLevel(); level++) {
      for (int size = 2; size <= 3; size++) {
        try (Ciphertext written = samples.ciphertext(level, size, 1 + level);
            Ciphertext read = reader.ciphertext(memory(WireWriter.of(written).toBytes()))) {
          assertThat(read.level()).isEqualTo(level);
          assertThat(read.size()).isEqualTo(size);
          assertThat(read.batch()).isEqualTo(1 + level);
          assertThat(read.scale()).isEqualTo(written.scale());
          assertThat(read.buffer().download()).isEqualTo(written.buffer().download());
        }
      }
    }
  }

  @Test
  void seededCiphertextsAreExpandedAndHalfAsLong() throws IOException {
    try (SeededCiphertext written = samples.seededCiphertext(3, 2)) {
      byte[] bytes = WireWriter.of(written).toBytes();
      try (Ciphertext read = reader.ciphertext(memory(bytes))) {
        assertThat(read.buffer().download()).isEqualTo(written.ciphertext().buffer().download());
      }
      long rows = WireWriter.of(written.ciphertext()).header().bodyBytes() - 20;
      assertThat(WireWriter.of(written).header().bodyBytes() - 48).isEqualTo(rows / 2);
    }
  }

  @Test
  void keys() throws IOException {
    try (PublicKey written = samples.publicKey();
        PublicKey read = reader.publicKey(memory(WireWriter.of(written).toBytes()))) {
      assertThat(read.seed()).isEqualTo(written.seed());
      assertThat(read.buffer().download()).isEqualTo(written.buffer().download());
    }
    KeyId id = KeyId.galois(samples.parameters.rotation(-3));
    try (KeySwitchKey written = samples.key(id, 1);
        KeySwitchKey read = reader.keySwitchKey(memory(WireWriter.of(written).toBytes()))) {
      assertEqual(read, written);
    }
  }

  @Test
  void evaluationKeysAndTheirRequest() throws IOException {
    try (EvaluationKeys written = samples.keys()) {
      byte[] bytes = WireWriter.of(written).toBytes();
      try (EvaluationKeys read = reader.evaluationKeys(memory(bytes));
          EvaluationKeys requested = reader.evaluationKeys(memory(bytes), samples.request())) {
        assertThat(read.all().keySet()).isEqualTo(written.all().keySet());
        written.all().forEach((id, key) -> assertEqual(read.get(id), key));
        assertThat(requested.asRequest()).isEqualTo(samples.request());
      }
    }
    byte[] request = WireWriter.of(samples.request()).toBytes();
    assertThat(WireReader.keyRequest(memory(request), samples.parameters, samples.limits))
        .isEqualTo(samples.request());
  }

  @Test
  void parametersOfEveryPreset() throws IOException {
    for (String name : Presets.names()) {
      Parameters written = Presets.named(name).validate();
      byte[] bytes = WireWriter.of(written).toBytes();
      Parameters read = WireReader.parameters(memory(bytes), WireLimits.defaults());
      assertThat(read).isEqualTo(written);
      assertThat(read.chain()).isEqualTo(written.chain());
      assertThat(read.digitCount()).isEqualTo(written.digitCount());
    }
  }

  @Test
  void filesStreamsAndMemoryGiveTheSame(@TempDir Path directory) throws IOException {
    try (Ciphertext written = samples.ciphertext(1, 2, 1);
        Arena arena = Arena.ofConfined()) {
      WireWriter writer = WireWriter.of(written);
      byte[] bytes = writer.toBytes();
      assertThat(bytes).hasSize(Math.toIntExact(writer.header().objectBytes()));
      Path file = directory.resolve("c.bin");
      Files.writeString(file, "what was here before");
      writer.writeTo(file);
      assertThat(file).hasBinaryContent(bytes);
      assertThat(directory.toFile().list()).containsExactly("c.bin");
      MemorySegment memory = arena.allocate(bytes.length);
      memory.copyFrom(MemorySegment.ofArray(bytes));
      for (WireSource source :
          List.of(
              WireSource.of(file),
              WireSource.of(memory),
              WireSource.of(new ByteArrayInputStream(bytes)))) {
        try (Ciphertext read = reader.ciphertext(source)) {
          assertThat(read.buffer().download()).isEqualTo(written.buffer().download());
        }
      }
    }
  }

  @Test
  void oneStreamOfManyObjects() throws IOException {
    try (Ciphertext first = samples.ciphertext(1, 2, 1);
        Plaintext second = samples.plaintext(2, false, 1)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      WireWriter.of(first).writeTo(out);
      WireWriter.of(second).writeTo(out);
      ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
      reader.ciphertext(WireSource.nextOf(in)).close();
      reader.plaintext(WireSource.nextOf(in)).close();
      assertThat(in.available()).isZero();
    }
  }

  /// The formats are for ever: a hash changes only together with [WireHeader#VERSION].
  @Test
  void bytesAreStable() throws Exception {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (WireSamples.Sample sample : samples.all()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(sample.bytes());
      hashes.put(sample.name(), HexFormat.of().formatHex(hash).substring(0, 32));
    }
    assertThat(hashes)
        .containsOnly(
            Map.entry("checked key", "db11ae26b58ff46e4d19c67968c0bcd0"),
            Map.entry("ciphertext", "a0094bbb17e82608dc4e86a0a222a164"),
            Map.entry("evaluation keys", "7fee07286de56c835d50200f8ffe4021"),
            Map.entry("extended plaintext", "dc9bc3f9a71d8984c3857747ee7fa938"),
            Map.entry("key request", "bffe7c56c7055b4f5f6ce5ab092dc7e0"),
            Map.entry("key-switch key", "db11ae26b58ff46e4d19c67968c0bcd0"),
            Map.entry("parameters", "8ff577aec387f8fa7b7ee565019e78a2"),
            Map.entry("plaintext", "1f3c9cba4979190bcbf9edee66a89043"),
            Map.entry("product", "7a3e88aa5f18afd0c74e344233b84e8f"),
            Map.entry("public key", "e2e86712449f42651aa67ee9103d0416"),
            Map.entry("requested keys", "7fee07286de56c835d50200f8ffe4021"),
            Map.entry("seeded ciphertext", "45bd6ef969f2eb65385927b32e37a013"));
  }

  @Test
  void theInspectorSaysWhatAFileHolds(@TempDir Path directory) throws IOException {
    try (Ciphertext ciphertext = samples.ciphertext(1, 2, 4)) {
      Path file = directory.resolve("c.bin");
      WireWriter.of(ciphertext).writeTo(file);
      WireInspector.Description description = WireInspector.describe(file);
      assertThat(description.type()).isEqualTo(WireType.CIPHERTEXT);
      assertThat(description.parametersId()).isEqualTo(samples.parameters.id());
      assertThat(description.objectBytes()).isEqualTo(Files.size(file));
      byte[] bytes = Files.readAllBytes(file);
      assertThat(description.sha256())
          .isEqualTo(HexFormat.of().formatHex(bytes, bytes.length - 32, bytes.length));
      assertThat(description.fields())
          .containsEntry("level", "1")
          .containsEntry("polynomials", "2")
          .containsEntry("batch", "4")
          .containsEntry("scale", "2^40.000000086");
      assertThat(description.text()).contains("ciphertext", samples.parameters.id(), "level");
    }
    for (WireSamples.Sample sample : samples.all()) {
      Path file = directory.resolve("x.bin");
      Files.write(file, sample.bytes());
      assertThat(WireInspector.describe(file).objectBytes()).isEqualTo(sample.bytes().length);
    }
  }

  private static void assertEqual(KeySwitchKey read, KeySwitchKey written) {
    assertThat(read.id()).isEqualTo(written.id());
    assertThat(read.level()).isEqualTo(written.level());
    assertThat(read.seed()).isEqualTo(written.seed());
    assertThat(read.buffer().download()).isEqualTo(written.buffer().download());
  }

  private static WireSource memory(byte[] bytes) {
    return WireSource.of(MemorySegment.ofArray(bytes));
  }
}
