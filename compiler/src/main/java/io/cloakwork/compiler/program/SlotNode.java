package io.cloakwork.compiler.program;

/// One value of a segment.
///
/// @param level of the result
/// @param scale of the result, exactly as the scheme tracks it
public record SlotNode(SlotOp op, int level, double scale) {}
