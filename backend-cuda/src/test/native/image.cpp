#include "image.h"

#include <cstdint>
#include <cstring>

#include "context.h"

namespace sim {
namespace {

constexpr uint32_t FATBIN = 0xBA55ED50;

// At the start of a fatbin; then come its parts.
struct FatbinHeader {
  uint32_t magic;
  uint16_t version;
  uint16_t header_bytes;
  uint64_t payload_bytes;
};

// At the start of a part, as nvcc 13 writes it.
struct PartHeader {
  uint16_t kind;
  uint16_t version;
  uint32_t header_bytes;
  uint64_t payload_bytes;
  uint32_t unknown[3];
  uint32_t architecture;  // 90 for 9.0
};
constexpr uint16_t PTX = 1;

template <class T>
T read(const unsigned char *from) {
  T value;
  memcpy(&value, from, sizeof value);
  return value;
}

bool is_elf(const unsigned char *image) { return memcmp(image, "\177ELF", 4) == 0; }

// Sections come last in what nvcc writes.
size_t elf_bytes(const unsigned char *image) {
  auto table = read<uint64_t>(image + 40);
  auto entry = read<uint16_t>(image + 58), entries = read<uint16_t>(image + 60);
  auto programs = read<uint64_t>(image + 32);
  auto program = read<uint16_t>(image + 54), count = read<uint16_t>(image + 56);
  uint64_t end = table + static_cast<uint64_t>(entry) * entries;
  uint64_t program_end = programs + static_cast<uint64_t>(program) * count;
  return end > program_end ? end : program_end;
}

bool part_runs_on(const PartHeader &part, unsigned major, unsigned minor) {
  unsigned device = 10 * major + minor;
  if (part.architecture > device) return false;
  return part.kind == PTX || part.architecture / 10 == major;
}

}  // namespace

size_t image_bytes(const unsigned char *image) {
  if (read<uint32_t>(image) == FATBIN) {
    auto header = read<FatbinHeader>(image);
    return header.header_bytes + header.payload_bytes;
  }
  if (is_elf(image)) return elf_bytes(image);
  size_t length = strlen(reinterpret_cast<const char *>(image));
  require(length > 0, CUDA_ERROR_INVALID_IMAGE);
  return length;
}

bool runs_on(const unsigned char *image, unsigned major, unsigned minor) {
  if (read<uint32_t>(image) != FATBIN) return true;
  const unsigned char *end = image + image_bytes(image);
  for (const unsigned char *part = image + read<FatbinHeader>(image).header_bytes; part < end;) {
    auto header = read<PartHeader>(part);
    require(header.header_bytes > 0, CUDA_ERROR_INVALID_IMAGE);
    if (part_runs_on(header, major, minor)) return true;
    part += header.header_bytes + header.payload_bytes;
  }
  return false;
}

}  // namespace sim
