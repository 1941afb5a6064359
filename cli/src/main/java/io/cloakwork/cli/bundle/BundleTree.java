package io.cloakwork.cli.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What is in a bundle, by path, below one folder that is named after it:
///
/// ```
/// bin/cloakwork    the launcher
/// lib/             the jars, and what the launcher shares with that of a checkout
/// runtime/         a Java runtime
/// LICENSE NOTICE README.txt release
/// ```
final class BundleTree {

  private static final String LAUNCHERS = "cli/src/main/launcher/";

  private final String name;
  private final SortedMap<String, Member> members = new TreeMap<>();

  /// @param name of the folder that everything is in
  BundleTree(String name) {
    this.name = name;
    members.put(name, new Member.Folder());
  }

  /// Paths and what is there, folders before what is in them.
  SortedMap<String, Member> members() {
    return members;
  }

  /// Adds the launcher, the licence and what to read first.
  void addTexts(Checkout checkout, String notice, String release) {
    put("bin/cloakwork", new Member.OnDisk(checkout.file(LAUNCHERS + "bundle.sh"), true));
    put("lib/start.sh", new Member.OnDisk(checkout.file(LAUNCHERS + "start.sh"), false));
    put("LICENSE", new Member.OnDisk(checkout.file("LICENSE"), false));
    put("NOTICE", new Member.Text(notice));
    put("README.txt", new Member.Text(ThirdParty.resource("start-here.txt")));
    put("release", new Member.Text(release));
  }

  void addJar(Path jar) {
    put("lib/" + jar.getFileName(), new Member.Jar(jar));
  }

  /// Adds a Java runtime.
  void addRuntime(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(path -> !path.equals(folder)).forEach(found::add);
    }
    for (Path path : found) {
      String place = "runtime/" + folder.relativize(path);
      if (Files.isSymbolicLink(path)) {
        put(place, new Member.Link(Files.readSymbolicLink(path).toString()));
      } else if (Files.isDirectory(path)) {
        put(place, new Member.Folder());
      } else {
        put(place, new Member.OnDisk(path, Files.isExecutable(path)));
      }
    }
  }

  /// Puts a member and the folders that it is in.
  private void put(String place, Member member) {
    for (int i = place.indexOf('/'); i >= 0; i = place.indexOf('/', i + 1)) {
      members.putIfAbsent(name + "/" + place.substring(0, i), new Member.Folder());
    }
    members.put(name + "/" + place, member);
  }
}
