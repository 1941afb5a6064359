#pragma once

#include <cstddef>
#include <string>

namespace sim {

// In hexadecimal digits.
std::string sha256(const unsigned char *data, size_t bytes);

}  // namespace sim
