package io.cloakwork.cli.input;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleFilesTest {

  @TempDir private Path folder;

  @Test
  void readsPartOfAnIdxFile() {
    Path file = DataFiles.write(folder, "images", DataFiles.idxBytes(5, 2, 3));
    Samples samples = SampleFiles.read(file, Selection.of(1, 2));
    assertThat(samples.shape()).containsExactly(2, 3);
    assertThat(samples.bytes()).isTrue();
    assertThat(samples.values()).hasSize(2);
    assertThat(samples.values().get(0)).containsExactly(6, 7, 8, 9, 10, 11);
    assertThat(samples.values().get(1)).containsExactly(12, 13, 14, 15, 16, 17);
  }

  @Test
  void readsFewerSamplesWhereTheFileEnds() {
    Path file = DataFiles.write(folder, "images", DataFiles.idxBytes(5, 2, 3));
    assertThat(SampleFiles.read(file, Selection.of(3, 100)).count()).isEqualTo(2);
  }

  @Test
  void readsGzipWhateverTheNameSays() {
    byte[] compressed = DataFiles.gzip(DataFiles.idxBytes(3, 4));
    Path file = DataFiles.write(folder, "images.bin", compressed);
    assertThat(SampleFiles.read(file, Selection.of(2, 1)).values().getFirst())
        .containsExactly(8, 9, 10, 11);
  }

  /// Also where the damage is behind the samples that are wanted: gzip's checksum is at the end.
  @Test
  void damageBehindTheWantedSamplesIsFound() {
    byte[] whole = DataFiles.idxBytes(5, 2, 3);
    for (int length : new int[] {whole.length - 1, whole.length + 1}) {
      Path file = DataFiles.write(folder, "images", Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SampleFiles.read(file, Selection.of(0, 1)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("images is damaged");
    }
    for (byte[] content : new byte[][] {whole, "1,2\n3,4\n".getBytes(US_ASCII)}) {
      byte[] compressed = DataFiles.gzip(content);
      compressed[compressed.length - 8] ^= 1;
      Path file = DataFiles.write(folder, "data.gz", compressed);
      assertThatThrownBy(() -> SampleFiles.read(file, Selection.of(0, 1)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("compressed data are damaged");
    }
  }

  @Test
  void readsEveryIdxNumberType() {
    ByteBuffer shorts = ByteBuffer.allocate(12 + 4).put(DataFiles.idxHeader(0x0b, 1, 2));
    shorts.putShort((short) -2).putShort((short) 300);
    assertThat(only("shorts", shorts.array())).containsExactly(-2, 300);
    ByteBuffer doubles = ByteBuffer.allocate(12 + 8).put(DataFiles.idxHeader(0x0e, 1, 1));
    doubles.putDouble(0.125);
    assertThat(only("doubles", doubles.array())).containsExactly(0.125);
  }

  private double[] only(String name, byte[] content) {
    Path file = DataFiles.write(folder, name, content);
    return SampleFiles.read(file, Selection.of(0, 1)).values().getFirst();
  }

  @ParameterizedTest
  @CsvSource({"<f4, 4, 1.5", ">f4, 4, 1.5", "<f8, 8, 1.5", "<i2, 2, 1", "|u1, 1, 1"})
  void readsNpy(String descr, int width, double expected) {
    ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer data = ByteBuffer.allocate(2 * width).order(order);
    for (int i = 0; i < 2; i++) {
      switch (descr.substring(1)) {
        case "f4" -> data.putFloat(1.5f);
        case "f8" -> data.putDouble(1.5);
        case "i2" -> data.putShort((short) 1);
        case "u1" -> data.put((byte) 1);
        default -> throw new AssertionError(descr);
      }
    }
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': (1, 2), }".formatted(descr);
    Path file = DataFiles.write(folder, "a.npy", DataFiles.npy(header, data.array()));
    Samples samples = SampleFiles.read(file, Selection.of(0, 1));
    assertThat(samples.values().getFirst()).containsExactly(expected, expected);
    assertThat(samples.bytes()).isEqualTo(descr.equals("|u1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,2,3\n4,5,6\n", "1, 2, 3\r\n\n4, 5, 6", "1 2 3\n 4\t5  6 \n"})
  void readsTextWithCommasOrBlanks(String text) {
    Path file = DataFiles.write(folder, "table.csv", text);
    Samples samples = SampleFiles.read(file, Selection.of(0, 10));
    assertThat(samples.shape()).containsExactly(3);
    assertThat(samples.values().get(0)).containsExactly(1, 2, 3);
    assertThat(samples.values().get(1)).containsExactly(4, 5, 6);
    assertThat(samples.labels()).isEmpty();
  }

  @Test
  void takesTheLabelOutOfItsColumn() {
    Path file = DataFiles.write(folder, "table.csv", "a,b,c\n1,2,7\n3,4,8\n");
    Samples last =
        SampleFiles.read(file, new Selection(0, 10, 1, OptionalInt.of(Selection.LAST_COLUMN)));
    assertThat(last.labels()).containsExactly(7.0, 8.0);
    assertThat(last.values().get(1)).containsExactly(3, 4);
    Samples first = SampleFiles.read(file, new Selection(1, 10, 1, OptionalInt.of(0)));
    assertThat(first.labels()).containsExactly(3.0);
    assertThat(first.values().getFirst()).containsExactly(4, 8);
  }

  @Test
  void readsLabels() {
    Path file = DataFiles.write(folder, "labels", DataFiles.idxBytes(9));
    assertThat(SampleFiles.readLabels(file, 4, 3)).isEqualTo(List.of(4.0, 5.0, 6.0));
    assertRefused(() -> SampleFiles.readLabels(file, 4, 6), "5 labels after offset 4 for 6");
    Path wide = DataFiles.write(folder, "wide", DataFiles.idxBytes(2, 3));
    assertRefused(() -> SampleFiles.readLabels(wide, 0, 2), "3 values a sample");
  }

  @Test
  void refusesTruncatedFilesNamingWhatIsMissing() {
    byte[] whole = DataFiles.idxBytes(5, 2, 3);
    for (int length = 4; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      Path file = DataFiles.write(folder, "part", part);
      assertRefused(() -> SampleFiles.read(file, Selection.of(0, 5)), "part ends in");
    }
  }

  @Test
  void refusesTruncatedAndDamagedGzip() {
    byte[] compressed = DataFiles.gzip(DataFiles.idxBytes(50, 20, 3));
    Path cut =
        DataFiles.write(
            folder, "cut.gz", java.util.Arrays.copyOf(compressed, compressed.length / 2));
    assertRefused(() -> SampleFiles.read(cut, Selection.of(0, 50)), "end too early");
    byte[] flipped = compressed.clone();
    for (int i = 12; i < 40; i++) {
      flipped[i] ^= 0x5a;
    }
    Path damaged = DataFiles.write(folder, "damaged.gz", flipped);
    assertThatThrownBy(() -> SampleFiles.read(damaged, Selection.of(0, 50)))
        .isInstanceOf(InputException.class);
  }

  @Test
  void refusesDeclaredSizesBeforeTakingMemoryForThem() {
    byte[] huge = DataFiles.idxHeader(8, 1, 0x7fffffff, 0x7fffffff);
    Path file = DataFiles.write(folder, "huge", huge);
    assertRefused(() -> SampleFiles.read(file, Selection.of(0, 1)), "more than 16,777,216 values");
    byte[] many = DataFiles.idxHeader(8, 0x7fffffff, 1 << 20);
    Path samples = DataFiles.write(folder, "many", many);
    assertRefused(
        () -> SampleFiles.read(samples, Selection.of(0, 1 << 20)), "ask for fewer with --count");
    byte[] negative = DataFiles.idxHeader(8, 0x80000000, 2);
    Path sign = DataFiles.write(folder, "negative", negative);
    assertRefused(() -> SampleFiles.read(sign, Selection.of(0, 1)), "more than 2^31 - 1");
    Path empty = DataFiles.write(folder, "empty", DataFiles.idxHeader(8, 1, 0));
    assertRefused(() -> SampleFiles.read(empty, Selection.of(0, 1)), "has none");
  }

  @Test
  void refusesNpyFilesThatItCannotRead() {
    npyRefused("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2)}", "Fortran order");
    npyRefused("{'descr': '<c8', 'fortran_order': False, 'shape': (1, 2)}", "type c8");
    npyRefused("{'descr': '|O', 'fortran_order': False, 'shape': (1, 2)}", "plain numbers");
    npyRefused("{'descr': '<f4', 'fortran_order': False, 'shape': ()}", "0 dimensions");
    npyRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}", "99999999999");
    npyRefused("{'descr': '<f4', 'fortran_order': False}", "a shape");
    npyRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)}", "ends in sample 0");
  }

  private void npyRefused(String header, String because) {
    Path file = DataFiles.write(folder, "a.npy", DataFiles.npy(header, new byte[0]));
    assertRefused(() -> SampleFiles.read(file, Selection.of(0, 1)), because);
  }

  @Test
  void refusesNumbersThatAreNone() {
    byte[] nan =
        DataFiles.npy(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)}",
            new byte[] {0, 0, (byte) 0xc0, 0x7f});
    Path file = DataFiles.write(folder, "nan.npy", nan);
    assertRefused(() -> SampleFiles.read(file, Selection.of(0, 1)), "NaN");
    assertTextRefused("1,2\n3,x\n", "line 2, column 1: 'x' is not a number");
    assertTextRefused("name,value\n1,2\n", "--skip-rows 1");
    assertTextRefused("1,2\n1,2,3\n", "line 2: 3 values where the lines before have 2");
    assertTextRefused("1,Infinity\n", "'Infinity' is not a number");
    assertTextRefused("1,,2\n", "column 1: '' is not a number");
    assertTextRefused("\n\n", "0 rows of numbers");
    assertTextRefused("\u0000\u0007", "'??' is not a number");
  }

  private void assertTextRefused(String text, String because) {
    Path file = DataFiles.write(folder, "table.csv", text);
    assertRefused(() -> SampleFiles.read(file, Selection.of(0, 10)), because);
  }

  @Test
  void refusesFilesThatAreNotThere() {
    assertRefused(
        () -> SampleFiles.read(folder.resolve("none"), Selection.of(0, 1)), "there is no file");
    assertRefused(() -> SampleFiles.read(folder, Selection.of(0, 1)), "is a folder");
    Path images = DataFiles.write(folder, "images", DataFiles.idxBytes(5, 2));
    assertRefused(() -> SampleFiles.read(images, Selection.of(5, 1)), "none after offset 5");
    assertRefused(
        () -> SampleFiles.read(images, new Selection(0, 1, 1, OptionalInt.empty())),
        "not a text file");
  }

  private static void assertRefused(Runnable read, String because) {
    assertThatThrownBy(read::run)
        .isInstanceOf(InputException.class)
        .hasMessageContaining(because)
        .message()
        .doesNotContain("\n");
  }
}
