package io.cloakwork.backend.cpu.tile;

import io.cloakwork.spi.ring.Modulus;
import java.util.List;

/// What makes two rows equal: the same operation on the same rows.
record RowKey(RowOp op, Modulus modulus, List<RowNode> operands) {}
