package io.cloakwork.compiler.artifact;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.packing.ElementLayout;
import io.cloakwork.compiler.packing.Interleaving;
import io.cloakwork.compiler.packing.SharedLayout;
import io.cloakwork.compiler.packing.SlotLayout;
import io.cloakwork.compiler.packing.ValueLayout;
import java.util.List;

/// Where the elements of a tensor lie, as JSON: `elements` alone for one ciphertext an element;
/// with `images` and `elementAt`, the element of each position of a period (−1: none), for one
/// ciphertext.
final class LayoutJson {

  private LayoutJson() {}

  static ObjectNode write(ValueLayout layout) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (layout) {
      case ElementLayout elements -> {
        node.put("kind", "elements");
        node.put("elements", elements.elements());
      }
      case SharedLayout shared -> {
        node.put("kind", "slots");
        node.put("elements", shared.elements());
        node.put("images", shared.images().images());
        SlotLayout positions = shared.positions();
        var elementAt = node.putArray("elementAt");
        for (int position = 0; position < positions.period(); position++) {
          elementAt.add(positions.elementAt(position));
        }
      }
    }
    return node;
  }

  static ValueLayout parse(JsonFields fields, Parameters parameters) throws ArtifactException {
    String kind = fields.text("kind");
    int slots = parameters.slots();
    return switch (kind) {
      case "elements" -> new ElementLayout(fields.number("elements", 1, 1 << 20), slots);
      case "slots" -> shared(fields, slots);
      default ->
          throw new ArtifactException(
              "manifest field 'layout.kind' is '%s'; there are elements and slots".formatted(kind));
    };
  }

  private static SharedLayout shared(JsonFields fields, int slots) throws ArtifactException {
    int elements = fields.number("elements", 1, slots);
    int images = fields.number("images", 1, slots);
    List<Integer> elementAt = fields.numbers("elementAt", -1, elements - 1);
    int period = elementAt.size();
    if (Integer.bitCount(images) != 1
        || Integer.bitCount(period) != 1
        || (long) period * images > slots
        || elementAt.stream().filter(e -> e >= 0).distinct().count() != elements) {
      throw new ArtifactException(
          "manifest field 'layout' places %d elements in %d positions of %d images, which %d slots do not hold"
              .formatted(elements, period, images, slots));
    }
    int[] places = elementAt.stream().mapToInt(Integer::intValue).toArray();
    SlotLayout positions = SlotLayout.ofPeriod(slots / images, elements, places);
    return new SharedLayout(new Interleaving(images), positions);
  }
}
