package io.cloakwork.backend.cuda.sim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/// What a shared library expects of others, read from its dynamic symbol table (ELF-64,
/// little-endian; System V ABI, chapter 4).
final class ElfImports {

  private static final int SECTION_TABLE = 40;
  private static final int SECTION_ENTRY_BYTES = 58;
  private static final int SECTIONS = 60;
  private static final int DYNAMIC_SYMBOLS = 11;
  private static final int SYMBOL_BYTES = 24;

  private final ByteBuffer file;

  private ElfImports(byte[] file) {
    this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The undefined symbols that start with `prefix`, in order.
  static Set<String> of(byte[] file, String prefix) {
    return new ElfImports(file).undefined(prefix);
  }

  private Set<String> undefined(String prefix) {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < file.getShort(SECTIONS); i++) {
      int section = section(i);
      if (file.getInt(section + 4) == DYNAMIC_SYMBOLS) {
        int first = (int) file.getLong(section + 24);
        int bytes = (int) file.getLong(section + 32);
        int strings = (int) file.getLong(section(file.getInt(section + 40)) + 24);
        for (int symbol = first; symbol < first + bytes; symbol += SYMBOL_BYTES) {
          boolean isDefined = file.getShort(symbol + 6) != 0;
          String name = string(strings + file.getInt(symbol));
          if (!isDefined && name.startsWith(prefix)) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }

  private int section(int index) {
    return (int) file.getLong(SECTION_TABLE) + index * file.getShort(SECTION_ENTRY_BYTES);
  }

  private String string(int at) {
    int end = at;
    while (file.get(end) != 0) {
      end++;
    }
    return new String(file.array(), at, end - at, StandardCharsets.US_ASCII);
  }
}
