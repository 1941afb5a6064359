package io.cloakwork.hardware.profiles.facts;

import java.util.Optional;

/// What can be known about a device, with its unit and the range in which a figure is believed. A
/// unit of computation is what work is handed to: a streaming multiprocessor, a compute unit, an
/// Xe-core, a processor's core.
public enum Quantity {
  COMPUTE_UNITS("computeUnits", "units", 1, 1 << 16),
  THREADS_PER_UNIT("threadsPerUnit", "threads", 1, 1 << 12),
  VECTOR_BITS("vectorBits", "bits", 64, 1 << 14),
  BASE_CLOCK_HERTZ("baseClockHertz", "Hz", 50e6, 10e9),
  /// The highest clock that the vendor promises.
  CLOCK_HERTZ("clockHertz", "Hz", 50e6, 10e9),

  MEMORY_BYTES("memoryBytes", "B", 1 << 28, 1e14),
  MEMORY_BYTES_PER_SECOND("memoryBytesPerSecond", "B/s", 1e9, 1e14),
  MEMORY_CHANNELS("memoryChannels", "channels", 1, 1 << 10),
  MEMORY_BUS_BITS("memoryBusBits", "bits", 16, 1 << 16),
  /// What one data line carries.
  MEMORY_TRANSFERS_PER_SECOND("memoryTransfersPerSecond", "transfers/s", 1e8, 1e12),

  REGISTER_BYTES_PER_UNIT("registerBytesPerUnit", "B", 1 << 8, 1 << 24),
  L1_BYTES_PER_UNIT("l1BytesPerUnit", "B", 1 << 12, 1 << 24),
  /// Of the first level of cache, or beside it, what a work-group may use as its own memory.
  SHARED_BYTES_PER_UNIT("sharedBytesPerUnit", "B", 1 << 12, 1 << 24),
  L2_BYTES_PER_UNIT("l2BytesPerUnit", "B", 1 << 14, 1 << 28),
  L2_BYTES("l2Bytes", "B", 1 << 16, 1e12),
  L3_BYTES("l3Bytes", "B", 1 << 16, 1e12),

  FP64_FMA_PER_UNIT_PER_CLOCK("fp64FmaPerUnitPerClock", "operations", 0.25, 1 << 12),
  FP32_FMA_PER_UNIT_PER_CLOCK("fp32FmaPerUnitPerClock", "operations", 1, 1 << 12),
  /// Multiplications of 32-bit integers with an addition, or each alone where they are apart.
  INT32_MULADD_PER_UNIT_PER_CLOCK("int32MulAddPerUnitPerClock", "operations", 1, 1 << 12),
  FP64_FMA_PER_SECOND("fp64FmaPerSecond", "1/s", 1e8, 1e15),
  FP32_FMA_PER_SECOND("fp32FmaPerSecond", "1/s", 1e8, 1e16),
  INT32_MULADD_PER_SECOND("int32MulAddPerSecond", "1/s", 1e8, 1e16),

  BOARD_POWER_WATTS("boardPowerWatts", "W", 1, 1e4),
  /// To the host, one way.
  HOST_LINK_BYTES_PER_SECOND("hostLinkBytesPerSecond", "B/s", 1e8, 1e13),
  /// To devices of the same kind, one way, all links together.
  PEER_LINK_BYTES_PER_SECOND("peerLinkBytesPerSecond", "B/s", 1e8, 1e13),

  DSP_BLOCKS("dspBlocks", "blocks", 1, 1 << 20),
  LOGIC_CELLS("logicCells", "look-up tables or adaptive modules", 1, 1e9),
  BLOCK_RAM_BYTES("blockRamBytes", "B", 1 << 10, 1e12),
  ULTRA_RAM_BYTES("ultraRamBytes", "B", 1 << 10, 1e12),
  HBM_BANKS("hbmBanks", "banks", 1, 1 << 10);

  private final String jsonName;
  private final String unit;
  private final double least;
  private final double most;

  Quantity(String jsonName, String unit, double least, double most) {
    this.jsonName = jsonName;
    this.unit = unit;
    this.least = least;
    this.most = most;
  }

  /// The name of the field, which has the unit in it.
  public String jsonName() {
    return jsonName;
  }

  public String unit() {
    return unit;
  }

  /// The least value that is believed.
  public double least() {
    return least;
  }

  /// The greatest value that is believed.
  public double most() {
    return most;
  }

  /// The quantity of a field.
  static Optional<Quantity> named(String jsonName) {
    for (Quantity quantity : values()) {
      if (quantity.jsonName.equals(jsonName)) {
        return Optional.of(quantity);
      }
    }
    return Optional.empty();
  }
}
