package io.cloakwork.conformance.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceRunner;
import io.cloakwork.conformance.ConformanceSuite;
import io.cloakwork.conformance.ConformanceSummary;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Compositions;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.RnsBasis;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deliberately wrong backends, each of which the suite must catch, and the same wrapper without a
/// mistake, which must pass.
class MutationTest {

  private static ConformanceSummary run(Mutant mutant, String filter) {
    List<ConformanceCase> cases =
        ConformanceSuite.cases(Capabilities.all(), ConformanceSuite.DEFAULT_SEED, 10).stream()
            .filter(c -> c.name().contains(filter))
            .toList();
    assertThat(cases).as("cases with '%s'", filter).isNotEmpty();
    try (TestBed bed = TestBed.open(mutant, DeviceOptions.defaults())) {
      return ConformanceRunner.run(cases, bed, (_, _) -> {});
    }
  }

  private static void assertCaught(Mutant mutant, String filter) {
    assertThat(run(mutant, filter).failed()).as("failures with '%s'", filter).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"op/mod-down", "graph/key-switch", "graph/random/", "lifecycle/"})
  void theWrapperWithoutMistakePasses(String filter) {
    ConformanceSummary summary = run(new Mutant(), filter);
    // The wrapper names its own backend, so only a case about names could tell.
    assertThat(summary.failed()).isZero();
    assertThat(summary.skipped()).isZero();
  }

  @Test
  void oneFlippedWordOfAnOutput() {
    Mutant mutant =
        new Mutant() {
          @Override
          void afterRun(CommandGraph graph, Map<String, DeviceBuffer> buffers, int run) {
            Value out = graph.bound("out");
            increment(out, buffers.get("out"), out.shape().rows() - 1, out.shape().degree() - 1);
          }
        };
    ConformanceSummary summary = run(mutant, "op/add-eval");
    assertThat(summary.passed()).isZero();
  }

  @Test
  void aWordOfAnInputChanged() {
    Mutant mutant =
        new Mutant() {
          @Override
          void afterRun(CommandGraph graph, Map<String, DeviceBuffer> buffers, int run) {
            increment(graph.bound("a"), buffers.get("a"), 0, 0);
          }
        };
    assertThat(run(mutant, "op/neg-coeff").passed()).isZero();
  }

  /// Only the cases with sentinels can see this one.
  @Test
  void aWriteBesideTheView() {
    Mutant mutant =
        new Mutant() {
          @Override
          void afterRun(CommandGraph graph, Map<String, DeviceBuffer> buffers, int run) {
            RnsView<?> written = graph.commands().getLast().out();
            if (!written.isWhole() && written.value().isBound()) {
              RnsShape shape = written.value().shape();
              int row = shape.row(0, written.firstPoly(), written.limb(written.limbs() - 1)) + 1;
              increment(written.value(), buffers.get(written.value().name()), row, 0);
            }
          }
        };
    ConformanceSummary summary = run(mutant, "op/ntt");
    assertThat(summary.failed()).isPositive();
    assertThat(summary.passed()).isPositive();
  }

  @Test
  void everySecondRunForgotten() {
    Mutant mutant =
        new Mutant() {
          @Override
          boolean runs(int run) {
            return run % 2 == 0;
          }
        };
    assertCaught(mutant, "op/copy");
    assertCaught(mutant, "lifecycle/order/rebinding");
  }

  @Test
  void inputsOfTheFirstRunRemembered() {
    Set<DeviceBuffer> seen = new HashSet<>();
    Mutant mutant =
        new Mutant() {
          @Override
          void upload(DeviceBuffer buffer, MemorySegment words) {
            if (seen.add(buffer)) {
              buffer.upload(words);
            }
          }
        };
    assertCaught(mutant, "op/copy");
  }

  @Test
  void divisionThatTruncates() {
    Mutant mutant =
        rewriting(graph ->
            new Expansion(graph) {
              @Override
              void record(RnsOp command) {
                if (command instanceof RnsOp.ModDown op) {
                  divideDown(this, view(op.in()), view(op.out()));
                } else if (command instanceof RnsOp.Rescale op) {
                  divideDown(this, view(op.in()), view(op.out()));
                } else {
                  super.record(command);
                }
              }
            });
    assertCaught(mutant, "op/mod-down");
    assertCaught(mutant, "op/rescale");
    assertCaught(mutant, "graph/key-switch");
  }

  /// (in − Ntt(BaseConvert(t))) / P: no rounding.
  private static void divideDown(Expansion graph, RnsView<Eval> in, RnsView<Eval> out) {
    RnsBasis kept = out.basis();
    RnsBasis divisor = in.basis().range(kept.size(), in.limbs());
    RnsView<Coeff> remainder = graph.expanded().intt(in.restrict(divisor));
    RnsView<Eval> converted = graph.expanded().ntt(graph.expanded().baseConvert(remainder, kept));
    RnsView<Eval> difference = graph.expanded().sub(in.restrict(kept), converted);
    graph.expanded().mulScalarInto(difference, Compositions.inverse(divisor.product(), kept), out);
  }

  @Test
  void automorphismInTheWrongDirection() {
    Mutant mutant =
        rewriting(graph ->
            new Expansion(graph) {
              @Override
              @SuppressWarnings("unchecked")
              void record(RnsOp command) {
                if (command instanceof RnsOp.Automorphism<?> op) {
                  RnsOp.Automorphism<Domain> any = (RnsOp.Automorphism<Domain>) op;
                  expanded()
                      .automorphismInto(view(any.a()), op.element().inverse(), view(any.out()));
                } else {
                  super.record(command);
                }
              }
            });
    assertCaught(mutant, "op/automorphism-rotate-left-eval");
    assertCaught(mutant, "op/automorphism-rotate-right-coeff");
    assertCaught(mutant, "graph/hoisted");
  }

  @Test
  void anInnerProductThatLosesATerm() {
    Mutant mutant =
        rewriting(graph ->
            new Expansion(graph) {
              @Override
              void record(RnsOp command) {
                if (command instanceof RnsOp.InnerProduct op && op.terms() > 8) {
                  super.record(
                      new RnsOp.InnerProduct(op.a().subList(0, 8), op.b().subList(0, 8), op.out()));
                } else {
                  super.record(command);
                }
              }
            });
    assertThat(run(mutant, "op/inner-product-2").failed()).isZero();
    assertCaught(mutant, "op/inner-product-9");
  }

  @Test
  void aLinearCombinationWithWeightsOfOneWordOnly() {
    Mutant mutant = rewritingMatrices(weight -> (int) weight);
    assertThat(run(mutant, "op/linear-combination-small").failed()).isZero();
    assertCaught(mutant, "op/linear-combination-large");
    assertCaught(mutant, "op/linear-combination/");
  }

  @Test
  void aLinearCombinationThatTakesUnitsForOne() {
    Mutant mutant = rewritingMatrices(weight -> Math.abs(weight) == 1 ? 1 : weight);
    assertCaught(mutant, "op/linear-combination-units");
  }

  /// What becomes of a weight.
  private interface Weights {
    long replaced(long weight);
  }

  private static Mutant rewritingMatrices(Weights weights) {
    return rewriting(graph ->
        new Expansion(graph) {
          @Override
          void record(RnsOp command) {
            super.record(
                command instanceof RnsOp.LinearCombination<?> op ? rewritten(op) : command);
          }

          private <D extends Domain> RnsOp rewritten(RnsOp.LinearCombination<D> op) {
            ScalarMatrix.Builder matrix = ScalarMatrix.builder(op.matrix().columns());
            for (int r = 0; r < op.matrix().rows(); r++) {
              for (int e = op.matrix().rowStart(r); e < op.matrix().rowStart(r + 1); e++) {
                matrix.add(op.matrix().column(e), weights.replaced(op.matrix().weight(e)));
              }
              matrix.endRow();
            }
            return new RnsOp.LinearCombination<>(op.in(), matrix.build(), op.offsets(), op.out());
          }
        });
  }

  private static Mutant rewriting(Function<CommandGraph, Expansion> rewriter) {
    return new Mutant() {
      @Override
      CommandGraph compiled(CommandGraph graph) {
        return rewriter.apply(graph).recordAll();
      }
    };
  }

  @Test
  void wordsReducedInsteadOfRefused() {
    Mutant mutant =
        new Mutant() {
          @Override
          void upload(DeviceBuffer buffer, MemorySegment words) {
            RnsShape shape = buffer.shape();
            long[] reduced = new long[(int) shape.words()];
            for (int i = 0; i < reduced.length; i++) {
              long word = words.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i);
              reduced[i] = shape.basis().get(i / shape.degree() % shape.limbs()).reduce(word);
            }
            buffer.upload(reduced);
          }
        };
    assertCaught(mutant, "lifecycle/buffer/non-canonical-words");
  }

  @Test
  void memoryThatEndsInAnUntypedError() {
    Mutant mutant =
        new Mutant() {
          @Override
          DeviceBuffer allocate(Device device, RnsShape shape) {
            try {
              return device.allocate(shape);
            } catch (DeviceOutOfMemoryException e) {
              throw new BackendException("out of memory", e);
            }
          }
        };
    assertCaught(mutant, "lifecycle/memory/larger-than-the-device");
    assertCaught(mutant, "lifecycle/memory/limit");
  }

  @Test
  void buffersThatLeak() {
    Mutant mutant =
        new Mutant() {
          @Override
          void close(DeviceBuffer buffer) {}
        };
    assertCaught(mutant, "lifecycle/memory/accounting");
    assertCaught(mutant, "lifecycle/memory/limit");
    assertCaught(mutant, "lifecycle/buffer/closed");
  }

  @Test
  void refusedSubmissionsThatAreSwallowed() {
    Mutant mutant =
        new Mutant() {
          @Override
          Completion submit(Executable executable, Bindings bindings, Completion... waits) {
            try {
              return executable.submit(bindings, waits);
            } catch (IllegalArgumentException | IllegalStateException _) {
              return null;
            }
          }
        };
    assertCaught(mutant, "lifecycle/bindings/output-aliases-input");
    assertCaught(mutant, "lifecycle/bindings/incomplete");
    assertCaught(mutant, "lifecycle/bindings/closed-executable");
  }

  @Test
  void undeclaredGraphsThatAreAccepted() {
    Capabilities few = new Capabilities(5, 12, 50, Set.of(RnsOp.Add.class, RnsOp.Copy.class));
    Mutant mutant =
        new Mutant() {
          @Override
          public Capabilities capabilities() {
            return few;
          }
        };
    List<ConformanceCase> cases = ConformanceSuite.cases(few, 1, 17);
    List<ConformanceCase> refusals =
        cases.stream().filter(c -> c.name().startsWith("lifecycle/refusal/")).toList();
    assertThat(refusals).extracting(ConformanceCase::name).anyMatch(n -> n.contains("op"));
    try (TestBed bed = TestBed.open(mutant, DeviceOptions.defaults())) {
      ConformanceSummary summary = ConformanceRunner.run(refusals, bed, (_, _) -> {});
      assertThat(summary.passed()).isZero();
    }
  }

  /// Computes on a thread of its own, as most backends do; the submitting thread allocates `waste`
  /// bytes beside the completion.
  private static Mutant asynchronous(ExecutorService worker, int waste) {
    return new Mutant() {
      @SuppressWarnings("unused") // kept, so that it must be allocated
      private byte[] wasted;

      @Override
      Completion submit(Executable executable, Bindings bindings, Completion... waits) {
        wasted = new byte[waste];
        Future<?> run = worker.submit(() -> executable.run(bindings));
        return new Completion() {
          @Override
          public boolean isDone() {
            return run.isDone();
          }

          @Override
          public void await() {
            try {
              run.get();
            } catch (ExecutionException | InterruptedException e) {
              throw new BackendException("the run failed", e);
            }
          }
        };
      }
    };
  }

  @Test
  void submissionsThatAllocate() {
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      assertThat(run(asynchronous(worker, 0), "lifecycle/replay/").failed()).isZero();
      assertCaught(asynchronous(worker, 1024), "lifecycle/replay/allocation");
    }
  }
}
