package io.cloakwork.kernels.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelEntryTest {

  private static final String SOURCE =
      """
      FUNCTION word twice(word x) {
        return 2 * x;
      }

      KERNEL(one)(LAUNCH, GLOBAL const word *a, GLOBAL word *out) {
        if (a) {
          out[0] = $twice(a[0]);
        }
      }

      #if MORE
      // Comments stay.
      KERNEL(two)(
          LAUNCH, PAIR(0), TABLE(factor_element) powers, GLOBAL word *out) {
        out[0] = 1;
      }
      #endif
      """;

  @Test
  void kernelsAndTheirBuffersAreFound() {
    assertThat(KernelEntry.of(SOURCE))
        .containsExactly(
            new KernelEntry("one", List.of("a", "out")),
            new KernelEntry("two", List.of("a0", "b0", "powers", "out")));
  }

  @Test
  void whatIsAppendedComesAfterTheKernelAndWithinItsCondition() {
    String with = KernelEntry.appendToEach(SOURCE, kernel -> "$" + kernel.name() + "\n");
    assertThat(with).contains("  }\n}\n$one\n\n#if MORE").contains("= 1;\n}\n$two\n#endif");
    assertThat(with.replaceAll("\\$(one|two)\n", "")).isEqualTo(SOURCE);
  }
}
