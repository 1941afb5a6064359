package io.cloakwork.cli.inference;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.sampling.Entropy;

/// The keys of one key owner.
///
/// @param seconds how long making them took
record OwnerKeys(SecretKey secret, EvaluationKeys evaluation, double seconds)
    implements AutoCloseable {

  /// Makes a secret key and the evaluation keys of a request.
  static OwnerKeys make(CkksContext context, KeyRequest request, Progress progress) {
    long start = System.nanoTime();
    SecretKey secret = SecretKey.generate(context, Entropy.secure());
    try (KeyGenerator generator = new KeyGenerator(context, secret)) {
      EvaluationKeys evaluation = generator.answer(request, _ -> progress.step());
      return new OwnerKeys(secret, evaluation, (System.nanoTime() - start) / 1e9);
    } catch (RuntimeException | Error e) {
      secret.close();
      throw e;
    }
  }

  @Override
  public void close() {
    evaluation.close();
    secret.close();
  }
}
