package io.cloakwork.serve.server.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.wire.WireLimits;
import io.cloakwork.ckks.wire.WireSizes;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.serve.host.HostedModel;
import io.cloakwork.serve.protocol.v1.Model;
import io.cloakwork.spi.hash.Sha256;
import java.time.Duration;
import java.util.OptionalInt;

/// A model as clients see it: what is known of it before anything is sent, and how long everything
/// that is sent must be.
public final class ServedModel {

  private final HostedModel hosted;
  private final ByteString manifest;
  private final Model message;
  private final long fullBytes;
  private final long seededBytes;
  private final long resultBytes;

  public ServedModel(HostedModel hosted) {
    this.hosted = hosted;
    CompiledNetwork network = hosted.network();
    Parameters parameters = network.parameters();
    CipherForm input = network.inputPacking().form();
    CipherForm output = network.outputPacking().form();
    this.manifest = UnsafeByteOperations.unsafeWrap(NetworkFile.manifestBytes(network));
    this.fullBytes = cipherBytes(parameters, input);
    this.seededBytes = WireSizes.seededCiphertext(parameters, input.level(), input.ciphertexts());
    this.resultBytes = cipherBytes(parameters, output);
    this.message =
        Model.newBuilder()
            .setName(hosted.name())
            .setProgramSha256(programHash(network))
            .setParametersId(parameters.id())
            .setKeyCount(network.keys().levels().size())
            .setKeyBytes(keyBytes(network.keys(), parameters))
            .setLanes(hosted.lanes())
            .setPredictedSeconds(hosted.runTime().toNanos() / 1e9)
            .build();
  }

  private static long cipherBytes(Parameters parameters, CipherForm form) {
    return WireSizes.ciphertext(
        parameters, form.level(), Ciphertext.LINEAR_SIZE, form.ciphertexts());
  }

  private static long keyBytes(KeyRequest request, Parameters parameters) {
    return request.levels().values().stream()
        .mapToLong(level -> WireSizes.keySwitchKey(parameters, level))
        .sum();
  }

  private static ByteString programHash(CompiledNetwork network) {
    return UnsafeByteOperations.unsafeWrap(Sha256.of(NetworkFile.toBytes(network)));
  }

  public HostedModel hosted() {
    return hosted;
  }

  public String name() {
    return hosted.name();
  }

  /// When it is worth coming back after a refusal for now: a run will have ended.
  Duration retryAfter() {
    return hosted.runTime().plusMillis(1);
  }

  Parameters parameters() {
    return hosted.network().parameters();
  }

  KeyRequest keys() {
    return hosted.network().keys();
  }

  Model message() {
    return message;
  }

  ByteString manifest() {
    return manifest;
  }

  /// The length of every result.
  long resultBytes() {
    return resultBytes;
  }

  /// What a reader of inputs accepts.
  WireLimits inputLimits() {
    CipherForm form = hosted.network().inputPacking().form();
    return WireLimits.defaults().withMaxBodyBytes(fullBytes).withMaxBatch(form.ciphertexts());
  }

  /// @throws CallException if an input cannot be that long
  void requireInputLength(long bytes) {
    if (bytes != fullBytes && bytes != seededBytes) {
      throw CallException.invalid(
          "field 'bytes' is %s; an input of model '%s' has %d bytes, or %d if it is seeded",
          Long.toUnsignedString(bytes), name(), fullBytes, seededBytes);
    }
  }

  /// The lane of an input, empty if it fills them all.
  ///
  /// @throws CallException if there is no such lane
  OptionalInt lane(int lane, boolean allLanes) {
    if (allLanes) {
      return OptionalInt.empty();
    }
    if (lane < 0 || lane >= hosted.lanes()) {
      throw CallException.invalid(
          "field 'lane' is %s; model '%s' has %d lanes",
          Integer.toUnsignedString(lane), name(), hosted.lanes());
    }
    return OptionalInt.of(lane);
  }
}
