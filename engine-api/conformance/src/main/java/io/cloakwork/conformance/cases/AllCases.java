package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.scheme.SchemeCases;
import io.cloakwork.spi.device.Capabilities;
import java.util.ArrayList;
import java.util.List;

/// The whole list, in the order in which a backend is best brought up.
public final class AllCases {

  private static final int SMALL_LOG_N = 5;

  private AllCases() {}

  public static List<ConformanceCase> of(Capabilities capabilities, long seed) {
    int smallLogN = Math.max(SMALL_LOG_N, capabilities.minLogN());
    List<ConformanceCase> all = new ArrayList<>();
    all.addAll(BufferCases.all(smallLogN, seed));
    all.addAll(UniformCases.all(smallLogN, seed));
    all.addAll(RefusalCases.all(capabilities, smallLogN));
    all.addAll(OpCases.all(smallLogN, capabilities.maxModulusBits(), seed));
    all.addAll(LinearCombinationCases.all(smallLogN, seed));
    all.addAll(BindingCases.all(smallLogN));
    all.addAll(RowOrderCases.all(smallLogN));
    all.addAll(OrderCases.all(smallLogN, seed));
    all.addAll(MemoryCases.all(smallLogN));
    all.addAll(ReplayCases.all(smallLogN));
    all.addAll(ProgramCases.all(smallLogN, seed));
    all.addAll(CiphertextCases.all(smallLogN, seed));
    all.addAll(RandomGraphCases.all(smallLogN, seed));
    all.addAll(SchemeCases.all(smallLogN, seed));
    return List.copyOf(all);
  }
}
