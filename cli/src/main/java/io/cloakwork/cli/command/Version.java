package io.cloakwork.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// This build's version, written into a resource by Maven.
public final class Version implements IVersionProvider {

  /// For instance `0.1.0-SNAPSHOT`.
  public static String number() {
    return properties().getProperty("version");
  }

  /// The commit of the sources that were built, or `unknown`.
  static String commit() {
    return properties().getProperty("commit");
  }

  /// The time that the build gives to what it makes, which is not when it ran.
  static Instant buildTime() {
    return Instant.parse(properties().getProperty("time"));
  }

  private static Properties properties() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/io/cloakwork/cli/build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("the build's own properties cannot be read", e);
    }
    return properties;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "cloakwork " + number(), "JDK " + Runtime.version() + " on " + System.getProperty("os.arch")
    };
  }
}
