package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects launches and writes their records as `launch.h` declares them.
final class LaunchWriter {

  private final int logN;
  private final List<Launch> launches = new ArrayList<>();
  private final Map<Modulus, Integer> moduli = new LinkedHashMap<>();
  private int[] integers = new int[256];
  private int integerCount;
  private long[] scalars = new long[256];
  private int scalarCount;
  // Where a record says where its scalars start: they move behind the moduli in the end.
  private final List<Integer> scalarPlaces = new ArrayList<>();
  private final Hazards hazards = new Hazards();
  private int command;

  LaunchWriter(int logN) {
    this.logN = logN;
  }

  int logN() {
    return logN;
  }

  /// The launches that follow belong to this command.
  void beginCommand(int index) {
    command = index;
  }

  /// Adds an index table and says where it starts.
  int addIntegers(int[] table) {
    int at = integerCount;
    integers = grown(integers, at + table.length);
    System.arraycopy(table, 0, integers, at, table.length);
    integerCount += table.length;
    return at;
  }

  private static int[] grown(int[] array, int length) {
    return length <= array.length
        ? array
        : Arrays.copyOf(array, Math.max(length, 2 * array.length));
  }

  private int addScalars(long[] words) {
    int at = scalarCount;
    if (at + words.length > scalars.length) {
      scalars = Arrays.copyOf(scalars, Math.max(at + words.length, 2 * scalars.length));
    }
    System.arraycopy(words, 0, scalars, at, words.length);
    scalarCount += words.length;
    return at;
  }

  /// A launch of `kernel` over limbs of these primes, for so many items and polynomials.
  Step step(KernelProgram program, String kernel, List<Modulus> limbs, int items, int polys) {
    return new Step(program, kernel, limbs, items, polys);
  }

  Step step(KernelProgram program, String kernel, RnsView<?> out) {
    return step(program, kernel, out.basis().moduli(), out.batch(), out.polys());
  }

  /// One launch being put together.
  final class Step {
    private final KernelProgram program;
    private final String kernel;
    private final List<Modulus> limbs;
    private final int items;
    private final int polys;
    private final List<Rows> operands = new ArrayList<>();
    private long rowsRead;
    private long rowsOfLast;
    private long[] ownScalars = {};
    private int count;
    private int extra;
    private int limbsOfGroup = 1;
    private boolean polysFirst;
    private boolean polysInGroup;

    private Step(KernelProgram program, String kernel, List<Modulus> limbs, int items, int polys) {
      this.program = program;
      this.kernel = kernel;
      this.limbs = limbs;
      this.items = items;
      this.polys = polys;
    }

    /// The next argument: operands in their order, the result last.
    Step with(Rows rows) {
      return with(rows, rows.distinctLimbs());
    }

    /// The same where another number of limbs is read than the rows name.
    Step with(Rows rows, int limbsRead) {
      rowsRead += rowsOfLast;
      rowsOfLast = rows.repetitions(items, polys) * limbsRead;
      operands.add(rows);
      return this;
    }

    Step scalars(long[] words) {
      ownScalars = words;
      return this;
    }

    Step count(int value) {
      count = value;
      return this;
    }

    Step extra(int value) {
      extra = value;
      return this;
    }

    /// How many limbs one work-group serves.
    Step limbsOfGroup(int value) {
      limbsOfGroup = value;
      return this;
    }

    /// Groups along z are items; each takes all polynomials.
    Step polysInGroup() {
      polysInGroup = true;
      return this;
    }

    /// Groups along x are items and polynomials, those along z coefficients.
    Step polysFirst() {
      polysFirst = true;
      return this;
    }

    /// Writes the launch, with `groups` work-groups along the coefficients.
    void launch(int groups) {
      int at = writeRecord();
      int rows = polysInGroup ? items : Math.multiplyExact(items, polys);
      launches.add(
          new Launch(
              program,
              kernel,
              at,
              operands.stream().map(Rows::buffer).toList(),
              polysFirst ? rows : groups,
              (limbs.size() + limbsOfGroup - 1) / limbsOfGroup,
              polysFirst ? groups : rows,
              command,
              hazards.next(operands),
              new Traffic(bytes(rowsRead), bytes(rowsOfLast))));
    }

    private long bytes(long rows) {
      return rows * Long.BYTES << logN;
    }

    /// Writes the launch of a kernel without tiles.
    void launch(Tuning tuning) {
      launch(Math.max(1, (1 << logN) / tuning.groupWords()));
    }

    private int writeRecord() {
      int[] header = {polys, logN, addScalars(ownScalars), count, extra};
      int at = addIntegers(header);
      scalarPlaces.add(at + 2);
      for (Rows rows : operands) {
        addIntegers(new int[] {rows.base(), rows.itemStride(), rows.polyStride()});
      }
      int[] entry = new int[1 + operands.size()];
      for (int limb = 0; limb < limbs.size(); limb++) {
        entry[0] = moduli.computeIfAbsent(limbs.get(limb), _ -> moduli.size());
        for (int i = 0; i < operands.size(); i++) {
          entry[1 + i] = operands.get(i).limb(limb);
        }
        addIntegers(entry);
      }
      return at;
    }
  }

  LaunchPlan finish(int scratchRows) {
    int modulusWords = moduli.size() * ModulusRecord.WORDS;
    long[] constants = new long[Math.max(1, modulusWords + scalarCount)];
    moduli.forEach(
        (modulus, index) -> ModulusRecord.write(modulus, constants, index * ModulusRecord.WORDS));
    System.arraycopy(scalars, 0, constants, modulusWords, scalarCount);
    for (int place : scalarPlaces) {
      integers[place] += modulusWords;
    }
    int[] records = Arrays.copyOf(integers, Math.max(1, integerCount));
    return new LaunchPlan(launches, records, constants, scratchRows);
  }
}
