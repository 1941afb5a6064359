package io.cloakwork.kernels.launch;

import java.util.List;

/// One launch of a kernel. Its arguments are the plan's integers, `at`, the plan's constants, and
/// then `buffers`.
///
/// @param program what has the kernel
/// @param kernel its name
/// @param at where its record starts in [LaunchPlan#integers]
/// @param buffers the operands, the result last
/// @param groupsX work-groups along the coefficients (where `launch.h` does not say otherwise)
/// @param groupsY work-groups along the limbs
/// @param groupsZ work-groups over items and polynomials
/// @param command the index of the command that it belongs to
/// @param after the launches of the plan, by index, that have to end before it starts; those which
///   they wait for are left out
/// @param traffic what it moves
public record Launch(
    KernelProgram program,
    String kernel,
    int at,
    List<BufferRef> buffers,
    int groupsX,
    int groupsY,
    int groupsZ,
    int command,
    List<Integer> after,
    Traffic traffic) {

  public Launch {
    buffers = List.copyOf(buffers);
    after = List.copyOf(after);
  }

  @Override
  public String toString() {
    return "%s [%s] on %d x %d x %d groups of %d items for command %d: %s"
        .formatted(
            kernel,
            program.name(),
            groupsX,
            groupsY,
            groupsZ,
            program.columns() * program.rows(),
            command,
            traffic);
  }
}
