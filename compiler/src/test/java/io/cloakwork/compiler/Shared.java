package io.cloakwork.compiler;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.compiler.importer.OnnxImporter;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.tensor.TensorGraph;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/// Trained models and data sets beside the repository. Tests that need one that is absent are
/// skipped and say so.
final class Shared {

  private Shared() {}

  static Path path(String name) {
    Path path = Path.of(System.getProperty("cloakwork.shared", "../shared")).resolve(name);
    if (!Files.exists(path)) {
      System.out.println("skipped: " + path.normalize() + " is not there");
      abort(path + " is not there");
    }
    return path;
  }

  static TensorGraph model(String name) {
    try {
      return OnnxImporter.importModel(OnnxReader.read(path("models/" + name + ".onnx")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Row `index` of a file of little-endian floats.
  static double[] floats(String name, int index, int columns) {
    try {
      ByteBuffer bytes =
          ByteBuffer.wrap(Files.readAllBytes(path(name))).order(ByteOrder.LITTLE_ENDIAN);
      double[] row = new double[columns];
      for (int i = 0; i < columns; i++) {
        row[i] = bytes.getFloat(4 * (index * columns + i));
      }
      return row;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// MNIST test image `index` as pixel / 255.
  static double[] mnist(int index) {
    byte[] content = unzipped("data/mnist/t10k-images-idx3-ubyte.gz", 16 + 784 * (index + 1));
    double[] image = new double[784];
    for (int i = 0; i < image.length; i++) {
      image[i] = (content[16 + 784 * index + i] & 0xff) / 255.0;
    }
    return image;
  }

  /// The first `count` MNIST test images as pixel / 255.
  static double[][] mnistImages(int count) {
    byte[] content = unzipped("data/mnist/t10k-images-idx3-ubyte.gz", 16 + 784 * count);
    double[][] images = new double[count][784];
    for (int i = 0; i < 784 * count; i++) {
      images[i / 784][i % 784] = (content[16 + i] & 0xff) / 255.0;
    }
    return images;
  }

  /// The digits on the first `count` MNIST test images.
  static int[] mnistLabels(int count) {
    byte[] content = unzipped("data/mnist/t10k-labels-idx1-ubyte.gz", 8 + count);
    return IntStream.range(0, count).map(i -> content[8 + i]).toArray();
  }

  /// CIFAR-10 test image `index` as (pixel / 255 − mean) / std by channel, as `model` takes it.
  static double[] cifar(String model, int index) {
    JsonNode preprocess = notes(model).path("preprocess");
    byte[] content = unzipped("data/cifar10/test_batch.bin.gz", 3073 * (index + 1));
    double[] image = new double[3072];
    for (int i = 0; i < image.length; i++) {
      double pixel = (content[3073 * index + 1 + i] & 0xff) / 255.0;
      int channel = i / 1024;
      image[i] =
          (pixel - preprocess.at("/mean/" + channel).asDouble())
              / preprocess.at("/std/" + channel).asDouble();
    }
    return image;
  }

  /// The first `count` rows of the breast cancer data, which have 30 features.
  static double[][] breastCancer(int count) {
    try {
      return Files.readAllLines(path("data/tabular/breast_cancer.csv")).stream()
          .skip(1)
          .limit(count)
          .map(line ->
              Arrays.stream(line.split(",", -1))
                  .limit(30)
                  .mapToDouble(Double::parseDouble)
                  .toArray())
          .toArray(double[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The notes beside a model.
  static JsonNode notes(String model) {
    try {
      return new ObjectMapper().readTree(path("models/" + model + ".json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Row `index` of the 8 x 8 digits, values / 16.
  static double[] digits(int index) {
    String text =
        new String(
            unzipped("data/tabular/digits.csv.gz", Integer.MAX_VALUE), StandardCharsets.UTF_8);
    String[] fields = text.lines().skip(index).findFirst().orElseThrow().split("[, ]+", -1);
    double[] row = new double[64];
    for (int i = 0; i < row.length; i++) {
      row[i] = Double.parseDouble(fields[i]) / 16;
    }
    return row;
  }

  /// Row `index` of a table of numbers, blank or comma between them, with `skip` lines before the
  /// first, prepared as the notes beside `model` say: (x − mean) / std if they have them.
  static double[] features(String model, String table, int skip, int index, int columns) {
    byte[] content = table.endsWith(".gz") ? unzipped(table, Integer.MAX_VALUE) : bytes(table);
    String line =
        new String(content, StandardCharsets.UTF_8)
            .lines()
            .skip(skip + index)
            .findFirst()
            .orElseThrow();
    String[] fields = line.split("[, ]+", -1);
    double[] row = new double[columns];
    try {
      JsonNode notes = new ObjectMapper().readTree(bytes("models/" + model + ".json"));
      JsonNode mean = notes.path("preprocess").path("mean");
      JsonNode deviation = notes.path("preprocess").path("std");
      for (int i = 0; i < columns; i++) {
        row[i] =
            (Double.parseDouble(fields[i]) - mean.path(i).asDouble(0))
                / deviation.path(i).asDouble(1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return row;
  }

  private static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] unzipped(String name, int length) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(path(name))))) {
      return in.readNBytes(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
