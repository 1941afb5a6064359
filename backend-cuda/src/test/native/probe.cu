// Kernels for the simulator's own test.

extern "C" __global__ void add(const unsigned long long *a, const unsigned long long *b,
                               unsigned long long *out, unsigned count) {
  unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < count) out[i] = a[i] + b[i];
}

// Each block turns its part round, through shared memory.
extern "C" __global__ __launch_bounds__(8 * 32) void reverse(const unsigned long long *in,
                                                             unsigned long long *out) {
  __shared__ unsigned long long tile[256];
  unsigned first = blockIdx.x * blockDim.x;
  tile[threadIdx.x] = in[first + threadIdx.x];
  __syncthreads();
  out[first + threadIdx.x] = tile[blockDim.x - 1 - threadIdx.x];
}

// The same, with the barrier forgotten.
extern "C" __global__ void racy_reverse(const unsigned long long *in, unsigned long long *out) {
  __shared__ unsigned long long tile[256];
  unsigned first = blockIdx.x * blockDim.x;
  tile[threadIdx.x] = in[first + threadIdx.x];
  out[first + threadIdx.x] = tile[blockDim.x - 1 - threadIdx.x];
}

// Half of the threads do not come to the barrier.
extern "C" __global__ void half_barrier(unsigned long long *out) {
  if (threadIdx.x % 2 == 0) __syncthreads();
  out[threadIdx.x] = threadIdx.x;
}

// Rotation by one place, twice: two barriers a turn, and values that live across them.
extern "C" __global__ void rotate(unsigned long long *data, unsigned turns) {
  __shared__ unsigned long long tile[256];
  unsigned long long mine = data[threadIdx.x];
  for (unsigned turn = 0; turn < turns; turn++) {
    tile[threadIdx.x] = mine;
    __syncthreads();
    mine = tile[(threadIdx.x + 1) % blockDim.x];
    __syncthreads();
  }
  data[threadIdx.x] = mine;
}

extern "C" __global__ void store(unsigned long long *out, long long at, unsigned long long value) {
  out[at] = value;
}

// Buffers by table, as the backend's kernels take them.
struct arguments {
  unsigned long long *const *buffers;
  unsigned slots[2];
};

extern "C" __global__ void increment_by_table(const arguments a) {
  a.buffers[a.slots[1]][threadIdx.x] = a.buffers[a.slots[0]][threadIdx.x] + 1;
}

// Says in three dimensions where it is.
extern "C" __global__ void indices(unsigned *out) {
  unsigned block = blockIdx.x + gridDim.x * (blockIdx.y + gridDim.y * blockIdx.z);
  unsigned thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
  out[block * blockDim.x * blockDim.y * blockDim.z + thread] = block << 16 | thread;
}
