package io.cloakwork.conformance.cases;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;

/// What lies around the limbs that an operation is about: sentinels, whose words must not change.
enum Surroundings {
  NONE,
  /// One sentinel limb before and one after, one polynomial before and one after.
  AROUND,
  /// The limbs in reverse order, a sentinel first and one in the middle; polynomials as above.
  BETWEEN;

  /// The limbs of a value that has `basis` among them.
  RnsBasis extend(int logN, RnsBasis basis) {
    List<Modulus> sentinels = TestPrimes.sentinels(logN);
    return switch (this) {
      case NONE -> basis;
      case AROUND -> {
        List<Modulus> all = new ArrayList<>(basis.moduli());
        all.addFirst(sentinels.get(0));
        all.addLast(sentinels.get(1));
        yield new RnsBasis(all);
      }
      case BETWEEN -> {
        List<Modulus> all = new ArrayList<>(basis.moduli().reversed());
        all.add(all.size() / 2, sentinels.get(1));
        all.addFirst(sentinels.get(0));
        yield new RnsBasis(all);
      }
    };
  }

  /// Sentinel polynomials on each side.
  int margin() {
    return this == NONE ? 0 : 1;
  }
}
