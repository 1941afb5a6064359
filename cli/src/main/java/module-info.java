/// The commands behind `./cloakwork`.
module io.cloakwork.cli {
  requires com.fasterxml.jackson.databind;
  requires info.picocli;
  requires io.cloakwork.bench;
  requires io.cloakwork.client;
  requires io.cloakwork.compiler;
  requires io.cloakwork.conformance;
  requires io.cloakwork.cost;
  requires io.cloakwork.hardware.profiles;
  requires io.cloakwork.serve.protocol;
  requires java.logging;
  requires java.management;
  requires jdk.management;
  requires me.tongfei.progressbar;
  requires org.bouncycastle.provider;
  requires org.tukaani.xz;

  opens io.cloakwork.cli.command to
      info.picocli;

  uses io.cloakwork.spi.device.BackendProvider;
  uses java.util.spi.ToolProvider;
}
