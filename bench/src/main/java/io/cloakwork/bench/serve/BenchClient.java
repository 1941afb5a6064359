package io.cloakwork.bench.serve;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.SeededCiphertext;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.InputPacking;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.InferCall;
import io.cloakwork.serve.protocol.LaneChoice;
import io.cloakwork.serve.protocol.LocalKeySet;
import io.cloakwork.serve.protocol.RemoteManifest;
import io.cloakwork.serve.protocol.RemoteResult;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.UploadListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A key owner, who does what a client in another process does. One thread; only [#send] may be
/// called by several.
final class BenchClient implements AutoCloseable {

  private final RemoteService service;
  private final RemoteManifest manifest;
  private final CkksContext context;
  private final SecretKey secret;
  private final SecretKeyEncryptor encryptor;
  private final LocalKeySet keys;
  private final String keySet;
  private final double generationSeconds;
  private final double serialisingSeconds;

  /// Makes the keys that the manifest asks for, ready to be sent.
  ///
  /// @param service the client's connection, which stays the caller's
  /// @param context of the manifest's parameters, which stays the caller's
  BenchClient(RemoteService service, RemoteManifest manifest, CkksContext context) {
    this.service = service;
    this.manifest = manifest;
    this.context = context;
    long start = System.nanoTime();
    this.secret = SecretKey.generate(context, Entropy.secure());
    try (KeyGenerator generator = new KeyGenerator(context, secret);
        EvaluationKeys answer = generator.answer(manifest.client().keys())) {
      long generated = System.nanoTime();
      this.generationSeconds = (generated - start) * 1e-9;
      this.keys = LocalKeySet.of(manifest.model().name(), answer);
      this.keySet = keys.id();
      this.serialisingSeconds = (System.nanoTime() - generated) * 1e-9;
    }
    this.encryptor = new SecretKeyEncryptor(context, secret, Entropy.secure());
  }

  /// How long making, serialising and hashing the keys took.
  double keySeconds() {
    return generationSeconds + serialisingSeconds;
  }

  /// How long making the keys took.
  double generationSeconds() {
    return generationSeconds;
  }

  /// How long serialising and hashing them took.
  double serialisingSeconds() {
    return serialisingSeconds;
  }

  /// Of the keys as they travel.
  long keyBytes() {
    return keys.bytes();
  }

  int keyCount() {
    return keys.keys().size();
  }

  String keySet() {
    return keySet;
  }

  /// Uploads the keys; they are on the service's device when this returns.
  ///
  /// @return seconds
  double register() throws IOException {
    long start = System.nanoTime();
    service.register(keys, Duration.ZERO, UploadListener.NONE);
    return (System.nanoTime() - start) * 1e-9;
  }

  /// Has the service forget the keys.
  void forget() {
    service.deleteKeys(keySet);
  }

  /// An input in a lane as it travels.
  byte[] encrypt(double[] input, int lane) {
    InputPacking packing = manifest.client().input();
    List<double[]> slots =
        packing.lanes() > 1 ? packing.packLane(input, lane) : packing.pack(List.of(input));
    try (Plaintext plaintext =
            new Encoder(context)
                .encodeBatch(slots.toArray(double[][]::new), packing.level(), packing.scale());
        SeededCiphertext ciphertext = encryptor.encryptSeeded(plaintext)) {
      return WireWriter.of(ciphertext).toBytes();
    }
  }

  CompletableFuture<RemoteResult> send(byte[] input, int lane) {
    return service.infer(InferCall.of(manifest, keySet, ByteSource.of(input), LaneChoice.of(lane)));
  }

  double[] decrypt(RemoteResult result) throws IOException {
    ClientManifest client = manifest.client();
    try (Ciphertext output = new WireReader(context).ciphertext(result.source())) {
      List<double[]> slots =
          new Decryptor(context, secret)
              .decryptDecodeBatch(output).stream().map(SlotVector::re).toList();
      return client.input().lanes() > 1
          ? client.output().unpackLane(slots, result.lane())
          : client.output().unpack(slots, 1).getFirst();
    }
  }

  /// One request from the clear input to the clear output.
  RequestTimes request(double[] input) throws IOException, InterruptedException {
    long start = System.nanoTime();
    byte[] object = encrypt(input, 0);
    long encrypted = System.nanoTime();
    RemoteResult result = Futures.get(send(object, 0));
    long received = System.nanoTime();
    double[] output = decrypt(result);
    long decrypted = System.nanoTime();
    return new RequestTimes(
        encrypted - start, received - encrypted, decrypted - received, result.timing(), output);
  }

  @Override
  public void close() {
    encryptor.close();
    secret.close();
  }
}
