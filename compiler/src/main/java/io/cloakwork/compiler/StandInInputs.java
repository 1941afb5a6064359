package io.cloakwork.compiler;

import io.cloakwork.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Inputs for measuring ranges where the caller has no samples: the same every time. Images are
/// dark with a few bright spots, because white noise drives the polynomials of an image network far
/// beyond anything that an image does; other inputs are uniform in [0, 1).
final class StandInInputs {

  private static final int COUNT = 4;
  private static final int SPOTS = 3;
  private static final long SEED = 0x5eed;

  private StandInInputs() {}

  /// The caller's samples, or stand-ins where there are none.
  ///
  /// @throws CompileException if a sample has another size
  static List<double[]> orSamples(Shape shape, CompileOptions options) {
    for (double[] sample : options.samples()) {
      if (sample.length != shape.size()) {
        throw new CompileException(
            "a sample input has %d values, the network takes %d"
                .formatted(sample.length, shape.size()));
      }
    }
    return options.samples().isEmpty() ? of(shape) : options.samples();
  }

  static List<double[]> of(Shape shape) {
    Random random = new Random(SEED);
    List<double[]> inputs = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      inputs.add(shape.isImage() ? spots(shape, random) : random.doubles(shape.size()).toArray());
    }
    return inputs;
  }

  private static double[] spots(Shape shape, Random random) {
    int height = shape.dim(2);
    int width = shape.dim(3);
    double[] image = new double[shape.size()];
    for (int spot = 0; spot < SPOTS; spot++) {
      double y = (0.25 + 0.5 * random.nextDouble()) * height;
      double x = (0.25 + 0.5 * random.nextDouble()) * width;
      double radius = (0.05 + 0.1 * random.nextDouble()) * Math.min(height, width);
      for (int i = 0; i < image.length; i++) {
        double dy = (i / width % height - y) / radius;
        double dx = (i % width - x) / radius;
        image[i] = Math.min(1, image[i] + Math.exp(-(dx * dx + dy * dy) / 2));
      }
    }
    return image;
  }
}
