package io.cloakwork.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.cli.command.TinyOnnx;
import io.cloakwork.serve.protocol.RemoteSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of docs/client.md does what it says.
class RemoteClientExampleTest {

  @Test
  void theExampleRuns(@TempDir Path folder) throws Exception {
    Path model = folder.resolve("tiny.onnx");
    Files.write(model, TinyOnnx.dense(new float[][] {{1, 2}, {3, -1}}, new float[] {0.5f, 0}));
    try (RunningService service = new RunningService(model)) {
      RemoteSettings settings = RemoteSettings.of("127.0.0.1", service.port());
      double[] output = RemoteClientExample.run(settings, new double[] {0.25, -0.5});
      assertThat(output).containsExactly(new double[] {-0.25, 1.25}, within(1e-3));
    }
  }
}
