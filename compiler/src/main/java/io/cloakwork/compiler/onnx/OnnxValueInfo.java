package io.cloakwork.compiler.onnx;

import java.util.List;

/// The declared shape of a graph input or output.
///
/// @param dims one a dimension; −1 where the file names a symbol instead of a number
public record OnnxValueInfo(String name, List<Long> dims) {

  public OnnxValueInfo {
    dims = List.copyOf(dims);
  }
}
