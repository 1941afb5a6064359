package io.cloakwork.backend.tornado.kernels;

/// The columns of a table of rows: for every row of a result the rows of the operands, counted in
/// rows of N words from the start of their arrays, and the place of the row's constants.
public final class Rows {

  /// The row that is written.
  public static final int OUT = 0;

  /// The row of the first operand.
  public static final int A = 1;

  /// The row of the second operand.
  public static final int B = 2;

  /// The row of the third operand.
  public static final int C = 3;

  /// Which entry of the command's constants belongs to the row.
  public static final int ENTRY = 4;

  /// The number of columns.
  public static final int COLUMNS = 5;

  private Rows() {}
}
