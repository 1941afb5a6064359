package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.kernel.GatherWeights;
import io.cloakwork.backend.cpu.kernel.KernelTable;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.LinkedHashMap;
import java.util.Map;

/// The constants of base conversions, kept for the next graph that converts between the same primes
/// (every rotation at a level does). The least recently used are dropped beyond a bound.
public final class ConversionTables {

  private static final int MAX_ENTRIES = 1 << 14;

  private record GatherKey(Modulus target, RnsBasis source, long shift) {}

  private record ScaleKey(RnsBasis source, int index) {}

  private final KernelTable kernels;
  private final Map<GatherKey, GatherWeights> gathers = new Lru<>();
  private final Map<ScaleKey, Long> scales = new Lru<>();

  public ConversionTables(KernelTable kernels) {
    this.kernels = kernels;
  }

  /// The weights of a gather at `target` from the digits of `source`.
  synchronized GatherWeights gather(int logN, Modulus target, RnsBasis source, long shift) {
    return gathers.computeIfAbsent(
        new GatherKey(target, source, shift),
        key -> kernels.kernels(logN, target).conversionWeights(key.source(), key.shift()));
  }

  /// (Q/qᵢ)^−1 mod qᵢ for i = `index` of `source`.
  synchronized long scale(RnsBasis source, int index) {
    return scales.computeIfAbsent(
        new ScaleKey(source, index),
        _ -> {
          Modulus modulus = source.get(index);
          return modulus.invert(modulus.reduce(source.cofactor(index)));
        });
  }

  private static final class Lru<K, V> extends LinkedHashMap<K, V> {

    @java.io.Serial private static final long serialVersionUID = 1L;

    private Lru() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MAX_ENTRIES;
    }
  }
}
