package io.cloakwork.serve.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.cloakwork.serve.protocol.IncomingObject.ChunkException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {

  private static final int CHUNK = Chunks.MIN_BYTES;

  private static byte[] random(int bytes) {
    byte[] made = new byte[bytes];
    new SplittableRandom(bytes).nextBytes(made);
    return made;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 100 * CHUNK + 17})
  void whatIsCutIsJoinedAgain(int bytes) throws IOException {
    byte[] object = random(bytes);
    IncomingObject cut = new IncomingObject("object", bytes, bytes);
    Chunks.send(new ByteArrayInputStream(object), bytes, CHUNK, cut::append);
    assertThat(cut.open().readAllBytes()).isEqualTo(object);

    List<ByteString> chunks = Chunks.of(object, CHUNK);
    assertThat(chunks.subList(0, chunks.size() - 1)).allMatch(chunk -> chunk.size() == CHUNK);
    IncomingObject sliced = new IncomingObject("object", bytes, bytes);
    for (ByteString chunk : chunks) {
      sliced.append(chunk);
    }
    assertThat(sliced.open().readAllBytes()).isEqualTo(object);
  }

  @Test
  void moreOrLessThanAnnouncedIsRefused() throws IOException {
    IncomingObject object = new IncomingObject("result 7", 10, 100);
    object.append(ByteString.copyFrom(new byte[7]));
    assertThatThrownBy(() -> object.append(ByteString.copyFrom(new byte[4])))
        .isInstanceOf(ChunkException.class)
        .hasMessage("result 7: 4 bytes follow the 7 of 10 that have arrived");
    assertThatThrownBy(object::open)
        .isInstanceOf(ChunkException.class)
        .hasMessage("result 7 ends after 7 of 10 bytes");
    assertThatThrownBy(() -> object.append(ByteString.EMPTY))
        .hasMessage("result 7: field 'data' is empty");
    assertThatThrownBy(
            () -> Chunks.send(new ByteArrayInputStream(new byte[5]), 6, CHUNK, chunk -> {}))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(EOFException.class)
        .hasMessageContaining("1 bytes before its end");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 101, Long.MAX_VALUE, Long.MIN_VALUE})
  void announcementsBeyondTheLimitAreRefused(long announced) {
    assertThatThrownBy(() -> new IncomingObject("result", announced, 100))
        .isInstanceOf(ChunkException.class)
        .hasMessage(
            "result: field 'bytes' is %s, not in [1, 100]", Long.toUnsignedString(announced));
  }

  @Test
  void crumbsAreRefused() throws IOException {
    IncomingObject object = new IncomingObject("result", 1 << 20, 1 << 20);
    ByteString crumb = ByteString.copyFrom(new byte[1]);
    int taken = 0;
    try {
      while (true) {
        object.append(crumb);
        taken++;
      }
    } catch (ChunkException e) {
      assertThat(e).hasMessageContaining("chunks for its first");
    }
    assertThat(taken).isBetween(16, 32);
  }

  @Test
  void chunkSizesAreBounded() {
    for (long bytes : new long[] {-1, 0, CHUNK - 1, Chunks.MAX_BYTES + 1, 1L << 32 | CHUNK}) {
      assertThatThrownBy(() -> Chunks.requireValid(bytes))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Chunks.requireValid(Chunks.DEFAULT_BYTES)).isEqualTo(Chunks.DEFAULT_BYTES);
  }
}
