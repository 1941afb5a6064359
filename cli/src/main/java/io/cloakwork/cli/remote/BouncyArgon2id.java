package io.cloakwork.cli.remote;

import io.cloakwork.client.Argon2id;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id of Bouncy Castle.
public final class BouncyArgon2id implements Argon2id {

  @Override
  public byte[] derive(byte[] passphrase, byte[] salt, Cost cost, int bytes) {
    Argon2Parameters parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(salt)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .build();
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(parameters);
    byte[] key = new byte[bytes];
    generator.generateBytes(passphrase, key);
    return key;
  }
}
