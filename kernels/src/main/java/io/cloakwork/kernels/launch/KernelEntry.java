package io.cloakwork.kernels.launch;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kernel as its neutral source declares it.
///
/// @param name its name
/// @param arguments the names of its buffers, the result last
public record KernelEntry(String name, List<String> arguments) {

  // A function ends at the first brace that starts a line.
  private static final Pattern KERNEL =
      Pattern.compile(
          "^KERNEL\\((\\w+)\\)\\(\\s*LAUNCH,([^{]*)\\) \\{\n.*?^}\n",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern BUFFER =
      Pattern.compile("(?:GLOBAL (?:const )?\\w+ \\*|TABLE\\(\\w+\\) )(\\w+)");
  private static final Pattern PAIR = Pattern.compile("PAIR\\((\\d)\\)");

  public KernelEntry {
    arguments = List.copyOf(arguments);
  }

  /// The kernels of a source, in order.
  public static List<KernelEntry> of(String source) {
    return KERNEL.matcher(source).results().map(KernelEntry::of).toList();
  }

  /// `source` with what `text` says after each kernel.
  static String appendToEach(String source, Function<KernelEntry, String> text) {
    return KERNEL
        .matcher(source)
        .replaceAll(found -> Matcher.quoteReplacement(found.group() + text.apply(of(found))));
  }

  private static KernelEntry of(MatchResult found) {
    // innerproduct.k declares its pairs of buffers by a macro.
    String declared = PAIR.matcher(found.group(2)).replaceAll("GLOBAL word *a$1, GLOBAL word *b$1");
    return new KernelEntry(
        found.group(1), BUFFER.matcher(declared).results().map(name -> name.group(1)).toList());
  }
}
