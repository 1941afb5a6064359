package io.cloakwork.bench.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.bench.device.RandomResidues;
import io.cloakwork.bench.floors.Lane;
import io.cloakwork.bench.floors.Work;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RnsOperationTest {

  private static final long SEED = 11;

  private static final Parameters SMALL =
      new ParametersLiteral(
              5, List.of(50, 40, 40), List.of(50), 40, 3, 5, SecurityPolicy.INSECURE_FOR_TESTING)
          .validate();

  @Test
  void everyOperationOfTheContractIsMeasured() {
    RnsOperand size = RnsOperand.of(SMALL, Lane.FAST, 1);
    Set<Class<?>> measured =
        Arrays.stream(RnsOperation.values())
            .map(operation -> operation.graph(size, RnsForm.FUSED).commands())
            .peek(commands -> assertThat(commands).hasSize(1))
            .map(commands -> commands.getFirst().getClass())
            .collect(Collectors.toSet());
    assertThat(measured).containsExactlyInAnyOrder(RnsOp.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @EnumSource
  void bothFormsGiveTheSameWordsAndAskTheSame(RnsOperation operation) {
    if (operation.forms().size() == 1) {
      RnsOperand size = RnsOperand.of(SMALL, Lane.FAST, 1);
      assertThatThrownBy(() -> operation.graph(size, RnsForm.COMPOSED))
          .hasMessageContaining(operation.label());
      return;
    }
    for (Lane lane : Lane.values()) {
      RnsOperand size = RnsOperand.of(SMALL, lane, 2);
      CommandGraph fused = operation.graph(size, RnsForm.FUSED);
      CommandGraph composed = operation.graph(size, RnsForm.COMPOSED);
      assertThat(composed.commands()).hasSizeGreaterThan(1);
      assertThat(output(composed)).as("seed %d, %s", SEED, lane).isEqualTo(output(fused));
      assertThat(Work.of(composed).products()).isEqualTo(Work.of(fused).products());
      assertThat(Work.of(composed).bytes()).isEqualTo(Work.of(fused).bytes());
    }
  }

  private static List<Long> output(CommandGraph graph) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<DeviceBuffer> buffers = new ArrayList<>();
    try (Device device = Backends.open("reference", DeviceOptions.defaults());
        Executable program = device.compile(graph, Reuse.ONCE)) {
      Bindings bindings = program.newBindings();
      for (Value value : graph.boundValues()) {
        DeviceBuffer buffer = device.allocate(value.shape());
        buffers.add(buffer);
        bindings.bind(value.name(), buffer);
        if (value.role() != Value.Role.OUTPUT) {
          RandomResidues.fill(buffer, random);
        }
      }
      program.run(bindings);
      int out = graph.boundValues().indexOf(graph.bound("out"));
      return Arrays.stream(buffers.get(out).download()).boxed().toList();
    }
  }

  @Test
  void namesSelectRows() {
    assertThat(Selection.of(List.of("rns_rescale")).rns())
        .extracting(RnsCase::label)
        .containsExactlyInAnyOrder(
            "rns_rescale", "rns_rescale_composed", "rns_rescale_wide", "rns_rescale_composed_wide");
    assertThat(Selection.of(List.of("rns_automorphism", "add")).rows(8)).isEqualTo(3);
    assertThat(Selection.of(List.of("rns_mul_wide")).rows(1)).isEqualTo(1);
    assertThat(Selection.of(List.of("scheme")).rns()).isEmpty();
    assertThat(Selection.of(List.of())).isEqualTo(Selection.all());
    assertThatThrownBy(() -> Selection.of(List.of("rns_divide")))
        .hasMessageContaining("'rns_divide'")
        .hasMessageContaining("rns_mod_down");
  }

  @Test
  void aBatchLeavesOutWhatIsAlwaysSingle() {
    Selection scheme = Selection.of(List.of("scheme"));
    assertThat(scheme.rows(1) - scheme.rows(8)).isEqualTo(4);
  }
}
