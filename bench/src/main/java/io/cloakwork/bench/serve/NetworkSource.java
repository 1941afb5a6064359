package io.cloakwork.bench.serve;

import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import java.io.IOException;

/// Compiles the network that is served.
@FunctionalInterface
public interface NetworkSource {

  /// @throws IOException if the model cannot be read
  /// @throws io.cloakwork.compiler.CompileException if it cannot be compiled so
  CompiledNetwork compile(CompileOptions options) throws IOException;
}
