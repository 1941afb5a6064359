package io.cloakwork.cli.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DigitRendererTest {

  @Test
  void theSameSeedDrawsTheSameImages() {
    List<DigitImage> once = new DigitRenderer(5).draw(20);
    List<DigitImage> again = new DigitRenderer(5).draw(20);
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i).pixels()).isEqualTo(once.get(i).pixels());
    }
    assertThat(new DigitRenderer(6).draw(1).getFirst().pixels())
        .isNotEqualTo(once.getFirst().pixels());
  }

  @Test
  void everyTenImagesHoldEveryDigit() {
    List<DigitImage> images = new DigitRenderer(1).draw(30);
    for (int ten = 0; ten < 30; ten += 10) {
      assertThat(images.subList(ten, ten + 10).stream().map(DigitImage::label))
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
  }

  /// MNIST's layout: the digit in a box of 20 × 20, its centre of mass in the middle of 28 × 28.
  @Test
  void digitsAreLaidOutAsInMnist() {
    for (DigitImage image : new DigitRenderer(2).draw(100)) {
      double[] ink = image.brightness();
      double mass = 0;
      double x = 0;
      double y = 0;
      int top = 28;
      int bottom = -1;
      for (int i = 0; i < ink.length; i++) {
        mass += ink[i];
        x += ink[i] * (i % 28 + 0.5);
        y += ink[i] * (Math.floorDiv(i, 28) + 0.5);
        if (ink[i] > 128) {
          top = Math.min(top, Math.floorDiv(i, 28));
          bottom = Math.max(bottom, Math.floorDiv(i, 28));
        }
      }
      assertThat(x / mass).isBetween(13.8, 14.2);
      assertThat(y / mass).isBetween(13.8, 14.2);
      assertThat(bottom - top + 1).isBetween(10, 21);
    }
  }
}
