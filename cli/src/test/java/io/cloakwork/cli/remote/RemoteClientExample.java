package io.cloakwork.cli.remote;

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
import io.cloakwork.client.Encryptor;
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
import io.cloakwork.serve.protocol.RemoteSettings;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// A client in another process than the service, as docs/client.md shows it.
final class RemoteClientExample {

  private RemoteClientExample() {}

  /// One input of model `tiny`, run by a service that sees neither it nor the output.
  static double[] run(RemoteSettings settings, double[] input)
      throws IOException, InterruptedException, ExecutionException {
    try (Device device = Backends.open("cpu", DeviceOptions.defaults());
        RemoteService service = RemoteService.connect(settings)) {
      RemoteManifest manifest = service.manifest("tiny");
      ClientManifest client = manifest.client();
      try (CkksContext context = new CkksContext(client.parameters(), device);
          SecretKey secret = SecretKey.generate(context, Entropy.secure());
          SecretKeyEncryptor encryptor = Encryptor.of(context, secret)) {
        LocalKeySet keys = keys(context, secret, manifest);
        service.register(keys, Duration.ofDays(7), UploadListener.NONE);

        byte[] request = encrypt(context, encryptor, client, input);
        InferCall call =
            InferCall.of(manifest, keys.id(), ByteSource.of(request), LaneChoice.of(0));
        RemoteResult result = service.infer(call).get();
        return decrypt(context, secret, client, result);
      }
    }
  }

  private static LocalKeySet keys(CkksContext context, SecretKey secret, RemoteManifest manifest) {
    try (KeyGenerator generator = new KeyGenerator(context, secret);
        EvaluationKeys keys = generator.answer(manifest.client().keys())) {
      return LocalKeySet.of(manifest.model().name(), keys);
    }
  }

  private static byte[] encrypt(
      CkksContext context, SecretKeyEncryptor encryptor, ClientManifest client, double[] input) {
    InputPacking packing = client.input();
    double[][] slots = packing.packLane(input, 0).toArray(double[][]::new);
    Encoder encoder = new Encoder(context);
    try (Plaintext plaintext = encoder.encodeBatch(slots, packing.level(), packing.scale());
        SeededCiphertext ciphertext = encryptor.encryptSeeded(plaintext)) {
      return WireWriter.of(ciphertext).toBytes();
    }
  }

  private static double[] decrypt(
      CkksContext context, SecretKey secret, ClientManifest client, RemoteResult result)
      throws IOException {
    try (Ciphertext output = new WireReader(context).ciphertext(result.source())) {
      List<double[]> slots =
          new Decryptor(context, secret)
              .decryptDecodeBatch(output).stream().map(SlotVector::re).toList();
      return client.output().unpackLane(slots, result.lane());
    }
  }
}
