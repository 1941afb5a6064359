package io.cloakwork.bench.ops;

import io.cloakwork.bench.device.ObservedDevice;
import io.cloakwork.bench.floors.Work;
import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.spi.device.Device;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/// The operations of [Operation] as an application calls them: every run makes its result and gives
/// it back.
public final class OperationBenchmark implements AutoCloseable {

  private final int batch;
  private final Set<Operation> operations;
  private final ObservedDevice device;
  private final SchemeObjects objects;
  private final TransformBench transforms;

  /// Makes the keys that `operations` need and the data.
  ///
  /// @param device stays the caller's
  /// @param batch items of every ciphertext
  public OperationBenchmark(
      Parameters parameters, Device device, int batch, Set<Operation> operations) {
    this.batch = batch;
    this.operations = Set.copyOf(operations);
    this.device = new ObservedDevice(device);
    objects = new SchemeObjects(parameters, this.device, batch, operations);
    transforms = new TransformBench(parameters, this.device);
  }

  /// Everything to be timed, in the order of [Operation]. What is always single is left out of
  /// batches of several items.
  List<BenchCase> cases() {
    return Arrays.stream(Operation.values())
        .filter(operations::contains)
        .filter(operation -> batch == 1 || operation.isBatched())
        .map(this::benchCase)
        .toList();
  }

  private BenchCase benchCase(Operation operation) {
    return switch (operation) {
      case NTT -> transforms.forward();
      case INTT -> transforms.inverse();
      default ->
          BenchCase.of(
              operation.label(),
              batch,
              () -> run(operation),
              () -> work(operation),
              () -> precisionBits(operation));
    };
  }

  /// What the device is given to do in one run; the host's part is in no graph.
  Work work(Operation operation) {
    return device.during(() -> run(operation)).stream()
        .map(submission -> Work.of(submission.graph()))
        .reduce(Work.NONE, Work::plus);
  }

  /// −log2 of the largest error in any slot; empty for what has no slots.
  OptionalDouble precisionBits(Operation operation) {
    return new OperationPrecision(objects).bits(operation);
  }

  /// Runs one operation once and gives its result back.
  public void run(Operation operation) {
    switch (operation) {
      case NTT, INTT -> transforms.run();
      case ENCODE -> objects.encode().close();
      case DECODE -> objects.encoder.decodeBatch(objects.plaintexts);
      case DECRYPT -> decrypt().close();
      case KEYGEN_GALOIS -> galoisKey().close();
      case KEYGEN_RELIN ->
          objects.generator.relinearizationKey(objects.parameters.maxLevel()).close();
      case ROTATE8_HOISTED -> objects.rotateHoisted().forEach(Ciphertext::close);
      case ENCRYPT_PK,
          ENCRYPT_SK,
          ADD,
          SUB,
          ADD_PLAIN,
          MULTIPLY,
          MULTIPLY_PLAIN,
          SQUARE,
          RELINEARIZE,
          RESCALE,
          MUL_RELIN_RESCALE,
          ROTATE,
          CONJUGATE ->
          CipherOperation.run(operation, objects).close();
    }
  }

  private Plaintext decrypt() {
    return objects.decryptor.decrypt(objects.left);
  }

  private KeySwitchKey galoisKey() {
    Parameters parameters = objects.parameters;
    return objects.generator.galoisKey(parameters.rotation(1), parameters.maxLevel());
  }

  @Override
  public void close() {
    transforms.close();
    objects.close();
  }
}
