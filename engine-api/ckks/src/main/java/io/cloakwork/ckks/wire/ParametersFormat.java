package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.InvalidParametersException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Body: [Parameters#encoding], whose SHA-256 is the id in the header.
record ParametersFormat(Parameters parameters) implements WireFormat {

  private static final int FIXED_BYTES = 8 * Integer.BYTES;
  private static final int MAX_PRIMES = 256;
  private static final int MAX_BYTES = FIXED_BYTES + MAX_PRIMES * Long.BYTES;

  @Override
  public WireType type() {
    return WireType.PARAMETERS;
  }

  @Override
  public String parametersId() {
    return parameters.id();
  }

  @Override
  public long bodyBytes() {
    return parameters.encoding().length;
  }

  @Override
  public void writeBody(WireOutput out) throws IOException {
    out.bytes(parameters.encoding());
  }

  static Parameters read(WireInput in, WireLimits limits) throws IOException {
    in.requireType(WireType.PARAMETERS);
    long length = in.header().bodyBytes();
    if (length < FIXED_BYTES || length > MAX_BYTES) {
      throw in.outOfRange(
          "body length", Long.toString(length), "[%d, %d]".formatted(FIXED_BYTES, MAX_BYTES));
    }
    byte[] encoding = in.bytes("encoding", (int) length);
    Parameters parameters = parse(in, encoding);
    if (!Arrays.equals(parameters.encoding(), encoding)) {
      throw new WireException("parameters: the encoding is not the canonical one");
    }
    in.requireParameters(parameters.id());
    if (parameters.security() == SecurityPolicy.INSECURE_FOR_TESTING
        && !limits.insecureParameters()) {
      throw new WireException(
          "parameters: field 'security' is INSECURE_FOR_TESTING, which this reader refuses");
    }
    return parameters;
  }

  private static Parameters parse(WireInput in, byte[] encoding) throws WireException {
    ByteBuffer fields = ByteBuffer.wrap(encoding);
    number(in, fields, "encoding version", 1, 1);
    int logN = number(in, fields, "log N", ModulusChain.MIN_LOG_N, ModulusChain.MAX_LOG_N);
    List<Modulus> q = primes(in, fields, "chain primes", Integer.BYTES * 5);
    List<Modulus> p = primes(in, fields, "special primes", Integer.BYTES * 4);
    int logScale = number(in, fields, "log scale", 0, Integer.MAX_VALUE);
    int digitCount = number(in, fields, "digit count", 1, MAX_PRIMES);
    int generator = number(in, fields, "Galois generator", 1, Integer.MAX_VALUE);
    int policy = number(in, fields, "security", 1, 3);
    if (fields.hasRemaining()) {
      throw new WireException(
          "parameters: %d bytes follow field 'security'".formatted(fields.remaining()));
    }
    try {
      ModulusChain chain = new ModulusChain(logN, new RnsBasis(q), new RnsBasis(p));
      return Parameters.of(chain, logScale, digitCount, generator, policy(policy));
    } catch (IllegalArgumentException | InvalidParametersException e) {
      throw new WireException("parameters: " + e.getMessage(), e);
    }
  }

  private static List<Modulus> primes(
      WireInput in, ByteBuffer fields, String field, int bytesAfterwards) throws WireException {
    int room = Math.max(0, (fields.remaining() - bytesAfterwards) / Long.BYTES);
    int count = number(in, fields, "number of " + field, 1, Math.min(MAX_PRIMES, room));
    List<Modulus> primes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      try {
        primes.add(Modulus.of(fields.getLong()));
      } catch (IllegalArgumentException e) {
        throw new WireException("parameters: %s: %s".formatted(field, e.getMessage()), e);
      }
    }
    return primes;
  }

  private static int number(WireInput in, ByteBuffer fields, String field, int min, int max)
      throws WireException {
    if (fields.remaining() < Integer.BYTES) {
      throw new WireException("parameters: the body ends before field '%s'".formatted(field));
    }
    int value = fields.getInt();
    if (value < min || value > max) {
      throw in.outOfRange(field, Integer.toUnsignedString(value), "[%d, %d]".formatted(min, max));
    }
    return value;
  }

  private static SecurityPolicy policy(int code) {
    return switch (code) {
      case 1 -> SecurityPolicy.GUIDELINES_2024;
      case 2 -> SecurityPolicy.STANDARD_2018;
      case 3 -> SecurityPolicy.INSECURE_FOR_TESTING;
      default -> throw new IllegalStateException("the range of the code was checked: " + code);
    };
  }
}
