package io.cloakwork.backend.tornado.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.OperatorInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What TornadoVM needs to find in the class files and what it must not find, as far as that can be
/// seen without it: this is no test of its code generator.
class KernelBytecodeTest {

  private static final Set<Opcode> OPERATORS =
      Set.of(
          Opcode.IADD,
          Opcode.ISUB,
          Opcode.IMUL,
          Opcode.IAND,
          Opcode.ISHL,
          Opcode.ISHR,
          Opcode.LADD,
          Opcode.LSUB,
          Opcode.LMUL,
          Opcode.LAND,
          Opcode.LSHR);

  private static ClassModel parse(Class<?> type) throws IOException {
    try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return ClassFile.of().parse(bytes.readAllBytes());
    }
  }

  private static List<MethodModel> methods(Class<?> type) throws IOException {
    return parse(type).methods().stream()
        .filter(method -> !method.methodName().equalsString("<init>"))
        .toList();
  }

  private static List<MethodModel> kernels() throws IOException {
    List<MethodModel> all = new ArrayList<>(methods(ElementKernels.class));
    all.addAll(methods(TransformKernels.class));
    return all;
  }

  private static CodeModel code(MethodModel method) {
    return method.code().orElseThrow();
  }

  @Test
  void thereAreTwelveKernels() throws IOException {
    assertThat(kernels()).hasSize(12);
  }

  @TestFactory
  Stream<DynamicTest> kernelsAreOneLoopThatIsMarkedParallel() throws IOException {
    return kernels().stream()
        .map(kernel ->
            DynamicTest.dynamicTest(
                kernel.methodName().stringValue(),
                () -> {
                  // javac -g: the variable that the annotation is about has a name and a place.
                  assertThat(code(kernel).elementStream())
                      .anyMatch(element ->
                          element instanceof LocalVariable variable
                              && variable.name().equalsString("i"));
                  assertThat(parallelVariables(kernel)).isEqualTo(1);
                  // A loop is a branch out and a branch back.
                  assertThat(branches(kernel)).hasSize(2);
                }));
  }

  private static long parallelVariables(MethodModel kernel) {
    return code(kernel)
        .findAttribute(Attributes.runtimeVisibleTypeAnnotations())
        .orElseThrow()
        .annotations()
        .stream()
        .filter(annotation -> annotation.targetInfo() instanceof TypeAnnotation.LocalVarTarget)
        .filter(annotation ->
            annotation
                .annotation()
                .className()
                .equalsString("Luk/ac/manchester/tornado/api/annotations/Parallel;"))
        .count();
  }

  private static List<BranchInstruction> branches(MethodModel method) {
    return code(method)
        .elementStream()
        .filter(BranchInstruction.class::isInstance)
        .map(BranchInstruction.class::cast)
        .toList();
  }

  @Test
  void arithmeticDoesNotBranch() throws IOException {
    assertThat(methods(Residues.class)).isNotEmpty().allMatch(method -> branches(method).isEmpty());
  }

  /// No unsigned shift, which would be generated as a signed one, no division, no call that is not
  /// an array's or our own.
  @Test
  void onlyWhatIsGeneratedRight() throws IOException {
    List<MethodModel> all = new ArrayList<>(kernels());
    all.addAll(methods(Residues.class));
    for (MethodModel method : all) {
      String name = method.methodName().stringValue();
      code(method)
          .elementStream()
          .forEach(element -> {
            if (element instanceof OperatorInstruction operator) {
              assertThat(OPERATORS).as(name).contains(operator.opcode());
            } else if (element instanceof InvokeInstruction call) {
              assertThat(call.owner().asInternalName())
                  .as(name)
                  .isIn(
                      "uk/ac/manchester/tornado/api/types/arrays/LongArray",
                      "uk/ac/manchester/tornado/api/types/arrays/IntArray",
                      "io/cloakwork/backend/tornado/kernels/Residues");
              assertThat(call.name().stringValue()).isNotEqualTo("getSize");
            }
          });
    }
  }
}
