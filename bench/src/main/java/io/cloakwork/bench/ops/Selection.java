package io.cloakwork.bench.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which rows are measured.
///
/// @param scheme operations on ciphertexts, plaintexts and keys
/// @param rns operations of the contract that they are made of
public record Selection(Set<Operation> scheme, Set<RnsCase> rns) {

  /// The group of all operations of the scheme.
  public static final String SCHEME = "scheme";

  /// The group of all operations of the contract.
  public static final String RNS = "rns";

  public Selection {
    scheme = scheme.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(scheme));
    rns = Collections.unmodifiableSet(new LinkedHashSet<>(rns));
  }

  /// Everything.
  public static Selection all() {
    return new Selection(EnumSet.allOf(Operation.class), new LinkedHashSet<>(RnsCase.all()));
  }

  /// What the names stand for: those of operations, [#SCHEME] and [#RNS]; everything if there are
  /// none.
  ///
  /// @throws IllegalArgumentException naming what there is, if a name is none
  public static Selection of(List<String> names) {
    if (names.isEmpty()) {
      return all();
    }
    Set<Operation> scheme = EnumSet.noneOf(Operation.class);
    List<RnsCase> rns = new ArrayList<>();
    for (String name : names) {
      List<RnsCase> cases =
          RnsCase.all().stream().filter(c -> name.equals(RNS) || c.isNamed(name)).toList();
      List<Operation> operations =
          Arrays.stream(Operation.values())
              .filter(operation -> name.equals(SCHEME) || operation.label().equals(name))
              .toList();
      if (cases.isEmpty() && operations.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no operation '%s'; there are %s".formatted(name, names()));
      }
      rns.addAll(cases);
      scheme.addAll(operations);
    }
    return new Selection(scheme, new LinkedHashSet<>(rns));
  }

  private static List<String> names() {
    return Stream.of(
            Stream.of(SCHEME, RNS),
            Arrays.stream(Operation.values()).map(Operation::label),
            Arrays.stream(RnsOperation.values()).map(RnsOperation::label))
        .flatMap(names -> names)
        .toList();
  }

  /// How many rows there are for a batch of so many items.
  public int rows(int batch) {
    long inBatch = scheme.stream().filter(each -> batch == 1 || each.isBatched()).count();
    return rns.size() + (int) inBatch;
  }
}
