package io.cloakwork.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// This build's version, written into a resource by Maven.
public final class Version implements IVersionProvider {

  /// For instance `0.1.0-SNAPSHOT`.
  public static String number() {
    return property("version");
  }

  /// The commit of the sources that were built, or `unknown`.
  static String commit() {
    return property("commit");
  }

  private static String property(String name) {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/io/cloakwork/cli/build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("the build's own properties cannot be read", e);
    }
    return properties.getProperty(name);
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "cloakwork " + number(), "JDK " + Runtime.version() + " on " + System.getProperty("os.arch")
    };
  }
}
