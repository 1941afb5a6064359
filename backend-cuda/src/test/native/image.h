// Images of modules, as the driver is handed them: by address, without a length.
#pragma once

#include <cstddef>

namespace sim {

// The bytes of a fatbin, of a cubin, or of PTX without its zero. Throws CUDA_ERROR_INVALID_IMAGE.
size_t image_bytes(const unsigned char *image);

// Whether a fatbin has code for the architecture, or PTX of an older one; other images are taken as
// they are.
bool runs_on(const unsigned char *image, unsigned major, unsigned minor);

}  // namespace sim
