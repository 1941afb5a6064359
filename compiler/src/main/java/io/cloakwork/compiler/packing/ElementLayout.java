package io.cloakwork.compiler.packing;

import java.util.ArrayList;
import java.util.List;

/// One ciphertext an element, one input a slot (Gilad-Bachrach et al., "CryptoNets", ICML 2016,
/// §5.4).
///
/// @param elements of the tensor
/// @param slots of a ciphertext
public record ElementLayout(int elements, int slots) implements ValueLayout {

  public ElementLayout {
    if (elements < 1 || slots < 1) {
      throw new IllegalArgumentException("%d elements and %d slots".formatted(elements, slots));
    }
  }

  @Override
  public int ciphertexts() {
    return elements;
  }

  @Override
  public int inputs() {
    return slots;
  }

  @Override
  public List<double[]> pack(List<double[]> tensors) {
    ValueLayout.requirePackable(this, tensors);
    List<double[]> result = new ArrayList<>(elements);
    for (int element = 0; element < elements; element++) {
      double[] values = new double[slots];
      for (int slot = 0; slot < slots; slot++) {
        values[slot] = tensors.get(slot % tensors.size())[element];
      }
      result.add(values);
    }
    return result;
  }

  @Override
  public List<double[]> packLane(double[] tensor, int lane) {
    ValueLayout.requirePackable(this, tensor, lane);
    List<double[]> result = new ArrayList<>(elements);
    for (double value : tensor) {
      double[] values = new double[slots];
      values[lane] = value;
      result.add(values);
    }
    return result;
  }

  @Override
  public double[] unpackLane(List<double[]> slotValues, int lane) {
    ValueLayout.requireLane(this, lane);
    ValueLayout.requireCiphertexts(this, slotValues);
    return slotValues.stream().mapToDouble(values -> values[lane]).toArray();
  }

  @Override
  public List<double[]> unpack(List<double[]> slotValues, int count) {
    ValueLayout.requireUnpackable(this, slotValues, count);
    List<double[]> result = new ArrayList<>(count);
    for (int input = 0; input < count; input++) {
      double[] tensor = new double[elements];
      for (int element = 0; element < elements; element++) {
        tensor[element] = slotValues.get(element)[input];
      }
      result.add(tensor);
    }
    return result;
  }

  @Override
  public String toString() {
    return "%d ciphertexts of one element each, for up to %d inputs".formatted(elements, slots);
  }
}
