package io.cloakwork.serve.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.cloakwork.serve.protocol.LocalKey;
import io.cloakwork.serve.protocol.LocalKeySet;
import io.cloakwork.serve.protocol.v1.DeleteJobRequest;
import io.cloakwork.serve.protocol.v1.DeleteKeysRequest;
import io.cloakwork.serve.protocol.v1.GetJobRequest;
import io.cloakwork.serve.protocol.v1.GetManifestRequest;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.cloakwork.serve.protocol.v1.InferStart;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc;
import io.cloakwork.serve.protocol.v1.JobItem;
import io.cloakwork.serve.protocol.v1.JobStart;
import io.cloakwork.serve.protocol.v1.KeyChunk;
import io.cloakwork.serve.protocol.v1.KeyFile;
import io.cloakwork.serve.protocol.v1.KeySet;
import io.cloakwork.serve.protocol.v1.ListJobsRequest;
import io.cloakwork.serve.protocol.v1.ListKeysRequest;
import io.cloakwork.serve.protocol.v1.ListModelsRequest;
import io.cloakwork.serve.protocol.v1.RegisterKeysRequest;
import io.cloakwork.serve.protocol.v1.SubmitJobRequest;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Calls of every method as an honest client would make them, but for objects that a mutation may
/// have spoilt; and then messages that another may have spoilt.
///
/// @param keys registered already
/// @param otherKeys not registered, of the same model
/// @param input a ciphertext
/// @param names of key sets, jobs and models, also of another client
record HostileCalls(LocalKeySet keys, LocalKeySet otherKeys, ByteString input, List<String> names) {

  /// A call.
  record Sequence(MethodDescriptor<?, ?> method, List<Message> messages) {}

  Sequence any(Mutations mutations) {
    return switch (mutations.below(14)) {
      case 0, 1, 2, 3 -> new Sequence(InferenceServiceGrpc.getInferMethod(), infer(mutations));
      case 4, 5 -> new Sequence(InferenceServiceGrpc.getRegisterKeysMethod(), register(mutations));
      case 6, 7 -> new Sequence(InferenceServiceGrpc.getSubmitJobMethod(), submit(mutations));
      case 8 -> new Sequence(InferenceServiceGrpc.getGetKeySetMethod(), List.of(described(keys)));
      case 9 ->
          new Sequence(
              InferenceServiceGrpc.getGetJobMethod(),
              List.of(
                  GetJobRequest.newBuilder().setName(name(mutations)).setResults(true).build()));
      case 10 ->
          new Sequence(
              InferenceServiceGrpc.getDeleteJobMethod(),
              List.of(DeleteJobRequest.newBuilder().setName(name(mutations)).build()));
      case 11 ->
          new Sequence(
              InferenceServiceGrpc.getDeleteKeysMethod(),
              List.of(DeleteKeysRequest.newBuilder().setKeySet(name(mutations)).build()));
      case 12 ->
          new Sequence(
              InferenceServiceGrpc.getGetManifestMethod(),
              List.of(GetManifestRequest.newBuilder().setModel(name(mutations)).build()));
      default -> list(mutations);
    };
  }

  private static Sequence list(Mutations mutations) {
    return switch (mutations.below(3)) {
      case 0 ->
          new Sequence(
              InferenceServiceGrpc.getListModelsMethod(),
              List.of(ListModelsRequest.getDefaultInstance()));
      case 1 ->
          new Sequence(
              InferenceServiceGrpc.getListKeysMethod(),
              List.of(ListKeysRequest.getDefaultInstance()));
      default ->
          new Sequence(
              InferenceServiceGrpc.getListJobsMethod(),
              List.of(ListJobsRequest.getDefaultInstance()));
    };
  }

  private String name(Mutations mutations) {
    return names.get(mutations.below(names.size()));
  }

  private byte[] spoilt(Mutations mutations, byte[] object) {
    return mutations.chance(0.6) ? mutations.object(object) : object;
  }

  /// Requests whose messages are mixed.
  private List<Message> infer(Mutations mutations) {
    List<Message> messages = new ArrayList<>();
    int requests = 1 + mutations.below(3);
    for (int id = 1; id <= requests; id++) {
      byte[] object = spoilt(mutations, input.toByteArray());
      InferStart.Builder start =
          InferStart.newBuilder()
              .setModel(TestService.MODEL)
              .setKeySet(mutations.chance(0.8) ? keys.id() : name(mutations))
              .setAllLanes(mutations.chance(0.5))
              .setBytes(mutations.chance(0.9) ? input.size() : object.length);
      messages.add(InferRequest.newBuilder().setId(id).setStart(start).build());
      for (ByteString piece : mutations.pieces(object)) {
        messages.add(InferRequest.newBuilder().setId(id).setData(piece).build());
      }
    }
    return messages;
  }

  static KeySet described(LocalKeySet set) {
    KeySet.Builder message =
        KeySet.newBuilder().setModel(set.model()).setParametersId(set.parametersId());
    for (LocalKey key : set.keys()) {
      message.addKeys(
          KeyFile.newBuilder()
              .setCode(key.code())
              .setLevel(key.level())
              .setBytes(key.bytes())
              .setSha256(hash(key)));
    }
    return message.build();
  }

  private static ByteString hash(LocalKey key) {
    return ByteString.copyFrom(HexFormat.of().parseHex(key.sha256()));
  }

  private List<Message> register(Mutations mutations) {
    List<Message> messages = new ArrayList<>();
    messages.add(RegisterKeysRequest.newBuilder().setKeySet(described(otherKeys)).build());
    for (LocalKey key : otherKeys.keys()) {
      long offset = 0;
      for (ByteString piece : mutations.pieces(spoilt(mutations, bytes(key)))) {
        KeyChunk.Builder chunk =
            KeyChunk.newBuilder().setSha256(hash(key)).setOffset(offset).setData(piece);
        messages.add(RegisterKeysRequest.newBuilder().setChunk(chunk).build());
        offset += piece.size();
      }
    }
    return messages;
  }

  private static byte[] bytes(LocalKey key) {
    try (InputStream object = key.object().open(0)) {
      return object.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Message> submit(Mutations mutations) {
    int items = 1 + mutations.below(2);
    JobStart.Builder start =
        JobStart.newBuilder()
            .setModel(TestService.MODEL)
            .setKeySet(mutations.chance(0.8) ? keys.id() : name(mutations))
            .setName("job-" + mutations.below(6));
    List<Message> messages = new ArrayList<>();
    List<Message> data = new ArrayList<>();
    for (int item = 0; item < items; item++) {
      start.addItems(JobItem.newBuilder().setBytes(input.size()).setAllLanes(true));
      for (ByteString piece : mutations.pieces(spoilt(mutations, input.toByteArray()))) {
        data.add(SubmitJobRequest.newBuilder().setData(piece).build());
      }
    }
    messages.add(SubmitJobRequest.newBuilder().setStart(start).build());
    messages.addAll(data);
    return messages;
  }
}
