package io.cloakwork.cli.startup;

import io.cloakwork.cli.Main;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// The launcher's cache of loaded classes, as this process finds it.
///
/// @param inUse whether this program's classes came out of it
/// @param finding what is, in a phrase
public record ClassCache(boolean inUse, String finding) {

  /// Set by the launcher if it starts without a cache: the reason.
  private static final String REASON_PROPERTY = "cloakwork.class.cache";

  private static final String ARCHIVE_FLAG = "-XX:SharedArchiveFile=";

  /// Looks.
  public static ClassCache here() {
    if (isShared(Main.class)) {
      return new ClassCache(true, "in use");
    }
    String reason = System.getProperty(REASON_PROPERTY);
    if (reason == null) {
      reason =
          archive()
              .map(file ->
                  file + " was made for other flags or is damaged; removed, it is made again")
              .orElse("only ./cloakwork has one");
    }
    return new ClassCache(false, "not in use, so starting takes longer: " + reason);
  }

  /// The file that this virtual machine was told to take classes from.
  private static Optional<String> archive() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith(ARCHIVE_FLAG))
        .map(flag -> flag.substring(ARCHIVE_FLAG.length()))
        .findFirst();
  }

  /// Whether HotSpot took a class from an archive: it lists its classes with flags, S for these.
  private static boolean isShared(Class<?> type) {
    return classes()
        .lines()
        .map(String::strip)
        .filter(line -> line.endsWith(" " + type.getName()))
        .map(line -> line.split("\\s+", -1))
        .anyMatch(columns -> columns.length == 5 && columns[3].contains("S"));
  }

  private static String classes() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      Object[] arguments = {new String[0]};
      String[] signature = {String[].class.getName()};
      return (String) server.invoke(commands, "vmClasses", arguments, signature);
    } catch (JMException e) {
      return ""; // another virtual machine, with other ways
    }
  }
}
