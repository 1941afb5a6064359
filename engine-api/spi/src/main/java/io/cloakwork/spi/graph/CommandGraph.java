package io.cloakwork.spi.graph;

import io.cloakwork.spi.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An immutable, validated list of commands over values: what a backend compiles. Commands are in
/// an order in which they may run; any order that respects who writes what gives the same bytes.
public final class CommandGraph {

  private final int logN;
  private final int batch;
  private final List<Value> values;
  private final List<RnsOp> commands;
  private final Map<String, Value> boundByName = new LinkedHashMap<>();
  private final List<Value> boundValues;
  private final Lifetimes lifetimes;

  CommandGraph(int logN, int batch, List<Value> values, List<RnsOp> commands) {
    this.logN = logN;
    this.batch = batch;
    this.values = List.copyOf(values);
    this.commands = List.copyOf(commands);
    GraphValidator.validate(this);
    for (Value value : this.values) {
      if (value.isBound()) {
        boundByName.put(value.name(), value);
      }
    }
    this.boundValues = List.copyOf(boundByName.values());
    this.lifetimes = Lifetimes.of(this);
  }

  /// Starts a graph over the ring of degree 2^logN for `batch` items.
  public static GraphBuilder builder(int logN, int batch) {
    return new GraphBuilder(logN, batch);
  }

  public int logN() {
    return logN;
  }

  /// The number of items.
  public int batch() {
    return batch;
  }

  /// All values; a value's id is its index.
  public List<Value> values() {
    return values;
  }

  public List<RnsOp> commands() {
    return commands;
  }

  /// The value that `name` binds.
  ///
  /// @throws GraphException if there is no input, constant or output of that name
  public Value bound(String name) {
    Value value = boundByName.get(name);
    if (value == null) {
      throw new GraphException(
          "'%s' is not an input, constant or output of this graph; it has %s"
              .formatted(name, boundByName.keySet()));
    }
    return value;
  }

  /// The inputs, constants and outputs, in the order of their declaration.
  public List<Value> boundValues() {
    return boundValues;
  }

  /// When each value lives, and the words that temporaries need at the worst moment.
  public Lifetimes lifetimes() {
    return lifetimes;
  }

  /// A listing: one line a value, one a command, the same on every machine. Equal listings mean
  /// equal graphs.
  public String listing() {
    StringBuilder text = new StringBuilder("graph logN=%d batch=%d\n".formatted(logN, batch));
    for (Value value : values) {
      text.append(
          "%s %s: %s %s\n"
              .formatted(value.role(), value, value.shape(), value.shape().basis().moduli()));
    }
    for (RnsOp command : commands) {
      text.append(command).append('\n');
    }
    return text.toString();
  }

  /// SHA-256 of the listing, in hexadecimal: the identity of the graph's structure.
  public String fingerprint() {
    return Sha256.hex(listing().getBytes(StandardCharsets.UTF_8));
  }
}
