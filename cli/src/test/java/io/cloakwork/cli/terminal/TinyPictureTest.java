package io.cloakwork.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TinyPictureTest {

  @Test
  void twoRowsOfPixelsAreOneLineOfHalfBlocks() {
    double[][] image = {{1, 1, 0, 0}, {1, 0, 1, 0}};
    assertThat(TinyPicture.draw(image, true)).containsExactly("\u2588\u2580\u2584 ");
  }

  @Test
  void anOddLastRowIsTheUpperHalfOfItsLine() {
    double[][] image = {{0}, {0}, {1}};
    assertThat(TinyPicture.draw(image, true)).containsExactly(" ", "\u2580");
  }

  @Test
  void withoutHalfBlocksPixelsAreShades() {
    double[][] image = {{1, 0.5, 0}, {1, 0.5, 0}};
    assertThat(TinyPicture.draw(image, false)).containsExactly("@+ ");
  }

  @Test
  void shrinkingKeepsTheMeanBrightness() {
    double[][] image = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    double[][] small = TinyPicture.shrink(image, 2, 2);
    double sum = small[0][0] + small[0][1] + small[1][0] + small[1][1];
    assertThat(sum / 4).isEqualTo(3.0 / 9, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(small[0][0]).isGreaterThan(small[0][1]);
  }
}
