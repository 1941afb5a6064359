package io.cloakwork.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.cli.CommandFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThirdPartyTest {

  @Test
  void theNoticeHasEveryLibraryAndTheLicencesThatAreNotBesideIt() {
    String notice =
        ThirdParty.onRecord()
            .notice(
                List.of("jocl-2.0.6.jar", "picocli-4.7.7.jar", "cloakwork-spi-1.jar"), "Some JDK");
    assertThat(notice)
        .contains("runtime/: Some JDK")
        .contains("lib/jocl-2.0.6.jar: JOCL, MIT\n  Copyright (c) 2009- Marco Hutter")
        .contains("lib/picocli-4.7.7.jar: picocli, Apache-2.0")
        .containsOnlyOnce("---- ")
        .contains("---- MIT ----\n\nPermission is hereby granted")
        .doesNotContain("cloakwork-spi");
  }

  @Test
  void everyLicenceOnRecordHasItsText() {
    for (String line : ThirdParty.resource("third-party.txt").lines().skip(1).toList()) {
      String jar = line.substring(0, line.indexOf(' ')) + "-1.0.jar";
      assertThat(ThirdParty.onRecord().notice(List.of(jar), "")).contains("lib/" + jar);
    }
  }

  @Test
  void namesWithClassifiersAreFound() {
    assertThat(ThirdParty.onRecord().notice(List.of("lwjgl-hwloc-3.4.3-natives-linux.jar"), ""))
        .contains("hwloc: Copyright");
  }

  @Test
  void aLibraryThatIsNotOnRecordIsNotPacked() {
    assertThatThrownBy(() -> ThirdParty.onRecord().notice(List.of("mystery-1.2.jar"), ""))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("mystery-1.2.jar has no licence on record");
  }
}
