package io.cloakwork.serve.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.cloakwork.ckks.wire.WireHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes wrong what was right: fields of messages, orders of messages, bytes of objects. All of it
/// follows from a seed.
final class Mutations {

  /// Where an object's header says how long its body is.
  private static final int BODY_LENGTH = 44;

  private static final long[] LENGTHS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40};
  private static final int[] NUMBERS = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 65_537};
  private static final String[] TEXTS = {"", "../../etc/passwd", "\u0000", "%s%n", "ü\nline"};
  private static final int LONG_TEXT = 3000;
  private static final int MAX_DEPTH = 8;

  private final Random random;
  private final List<String> names;

  /// @param names that mean something to the service, those of others among them
  Mutations(Random random, List<String> names) {
    this.random = random;
    this.names = names;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  // ------------------------------------------------------------------------------- objects

  /// A copy of a wire object in which something is wrong. Half of them have a right checksum, so
  /// that what is behind it is reached.
  byte[] object(byte[] good) {
    byte[] bad = good.clone();
    switch (random.nextInt(7)) {
      case 0 -> bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length));
      case 2 -> bad = Arrays.copyOf(bad, bad.length + 1 + random.nextInt(100));
      case 3 -> setLong(bad, BODY_LENGTH, LENGTHS[random.nextInt(LENGTHS.length)]);
      case 4 -> bad[random.nextInt(WireHeader.BYTES + 64)] = (byte) random.nextInt();
      case 5 -> setLong(bad, WireHeader.BYTES + 8 * random.nextInt(8), random.nextLong());
      case 6 -> {
        // A residue that no modulus allows.
        int at = WireHeader.BYTES + random.nextInt(bad.length - WireHeader.BYTES - 40);
        Arrays.fill(bad, at, at + 8, (byte) -1);
      }
      default -> throw new AssertionError();
    }
    if (random.nextBoolean() && bad.length > WireHeader.BYTES + WireHeader.TRAILER_BYTES) {
      seal(bad);
    }
    return bad;
  }

  private static void setLong(byte[] bytes, int at, long value) {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
  }

  private static void seal(byte[] object) {
    int end = object.length - WireHeader.TRAILER_BYTES;
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(object, 0, end);
      System.arraycopy(sha.digest(), 0, object, end, WireHeader.TRAILER_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// An object in pieces.
  List<ByteString> pieces(byte[] object) {
    List<ByteString> pieces = new ArrayList<>();
    int at = 0;
    while (at < object.length) {
      int length = Math.min(object.length - at, 1 + random.nextInt(32 << 10));
      pieces.add(ByteString.copyFrom(object, at, length));
      at += length;
    }
    return pieces;
  }

  // ------------------------------------------------------------------------------- messages

  /// Messages of which one or two are gone, doubled, moved, emptied, or changed in a field.
  List<Message> messages(List<Message> good) {
    List<Message> bad = new ArrayList<>(good);
    for (int i = 1 + random.nextInt(2); i > 0 && !bad.isEmpty(); i--) {
      int at = random.nextInt(bad.size());
      switch (random.nextInt(8)) {
        case 0 -> bad.remove(at);
        case 1 -> bad.add(random.nextInt(bad.size() + 1), bad.get(at));
        case 2 -> bad.add(random.nextInt(bad.size()), bad.remove(at));
        case 3 -> bad.set(at, bad.get(at).getDefaultInstanceForType());
        default -> bad.set(at, field(bad.get(at), 0));
      }
    }
    return bad;
  }

  /// A message with one field changed, however deep.
  private Message field(Message message, int depth) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    if (fields.isEmpty()) {
      return message;
    }
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    // Where there is something, rather in it.
    for (FieldDescriptor set : message.getAllFields().keySet()) {
      if (random.nextInt(3) == 0) {
        field = set;
      }
    }
    Message.Builder builder = message.toBuilder();
    if (field.isRepeated()) {
      repeated(builder, field, depth);
    } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      Message inner = (Message) message.getField(field);
      builder.setField(field, depth < MAX_DEPTH ? field(inner, depth + 1) : inner);
    } else {
      builder.setField(field, value(field));
    }
    return builder.build();
  }

  private void repeated(Message.Builder builder, FieldDescriptor field, int depth) {
    int count = builder.getRepeatedFieldCount(field);
    if (count == 0 || random.nextInt(6) == 0) {
      builder.clearField(field);
      return;
    }
    int at = random.nextInt(count);
    Message one = (Message) builder.getRepeatedField(field, at);
    if (random.nextInt(4) == 0) {
      for (int i = random.nextInt(2000); i >= 0; i--) {
        builder.addRepeatedField(field, one);
      }
    } else {
      builder.setRepeatedField(field, at, field(one, depth + 1));
    }
  }

  private Object value(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> NUMBERS[random.nextInt(NUMBERS.length)];
      case LONG -> random.nextBoolean() ? random.nextLong() : LENGTHS[random.nextInt(6)];
      case STRING -> text();
      case BYTE_STRING -> {
        byte[] bytes = new byte[random.nextInt(2) == 0 ? 32 : random.nextInt(500)];
        random.nextBytes(bytes);
        yield ByteString.copyFrom(bytes);
      }
      case BOOLEAN -> random.nextBoolean();
      case DOUBLE -> random.nextBoolean() ? Double.NaN : random.nextGaussian();
      case FLOAT -> Float.NaN;
      case ENUM -> field.getEnumType().getValues().getFirst();
      case MESSAGE -> throw new AssertionError(field);
    };
  }

  private String text() {
    return switch (random.nextInt(4)) {
      case 0 -> TEXTS[random.nextInt(TEXTS.length)];
      case 1 -> "x".repeat(random.nextInt(LONG_TEXT));
      default -> names.get(random.nextInt(names.size()));
    };
  }

  /// Bytes of a message that are no message any more, most times.
  byte[] bytes(byte[] good) {
    if (good.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    byte[] bad = random.nextBoolean() ? good.clone() : Arrays.copyOf(good, good.length - 1);
    for (int i = random.nextInt(4); i >= 0 && bad.length > 0; i--) {
      bad[random.nextInt(Math.min(bad.length, 200))] = (byte) random.nextInt();
    }
    return bad;
  }
}
