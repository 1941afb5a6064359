package io.cloakwork.compiler.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ElementLayoutTest {

  private final ElementLayout layout = new ElementLayout(3, 4);

  @Test
  void everyElementHasACiphertextAndInputsRepeatInItsSlots() {
    List<double[]> slots = layout.pack(List.of(new double[] {1, 2, 3}, new double[] {4, 5, 6}));
    assertThat(slots)
        .containsExactly(
            new double[] {1, 4, 1, 4}, new double[] {2, 5, 2, 5}, new double[] {3, 6, 3, 6});
    assertThat(layout.ciphertexts()).isEqualTo(3);
    assertThat(layout.inputs()).isEqualTo(4);
  }

  @Test
  void unpackingForgetsSlotsLeftOver() {
    List<double[]> slots =
        List.of(new double[] {1, 4, 0, 9}, new double[] {2, 5, 0, 9}, new double[] {3, 6, 0, 9});
    assertThat(layout.unpack(slots, 2))
        .containsExactly(new double[] {1, 2, 3}, new double[] {4, 5, 6});
  }

  @Test
  void whatDoesNotFitIsRefused() {
    double[] tensor = new double[3];
    assertThatThrownBy(() -> layout.pack(List.of()))
        .hasMessageContaining("0 inputs for ciphertexts with room for 1 to 4");
    assertThatThrownBy(() -> layout.pack(List.of(tensor, tensor, tensor, tensor, tensor)))
        .hasMessageContaining("5 inputs");
    assertThatThrownBy(() -> layout.pack(List.of(new double[2])))
        .hasMessageContaining("2 values is packed as one of 3");
    assertThatThrownBy(() -> layout.unpack(List.of(tensor), 1))
        .hasMessageContaining("slots of 1 ciphertexts, not 3");
    assertThatThrownBy(() -> layout.unpack(List.of(tensor, tensor, tensor), 5))
        .hasMessageContaining("5 inputs");
  }
}
