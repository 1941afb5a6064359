// Objects that the driver's user holds by address.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "abi.h"

namespace sim {

// Live objects of one kind in one context. An address that is not among them is refused, so that the
// use of something destroyed is an error and not luck. Safe for threads.
template <class T>
class Handles {
 public:
  explicit Handles(std::atomic<long> &count) : count_(count) {}

  T *add(std::shared_ptr<T> object) {
    std::lock_guard lock(mutex_);
    T *address = object.get();
    live_[address] = std::move(object);
    count_++;
    return address;
  }

  // Throws CUDA_ERROR_INVALID_HANDLE.
  std::shared_ptr<T> get(T *address) {
    std::lock_guard lock(mutex_);
    auto found = live_.find(address);
    if (found == live_.end()) throw CUDA_ERROR_INVALID_HANDLE;
    return found->second;
  }

  // Takes it out. Throws CUDA_ERROR_INVALID_HANDLE.
  std::shared_ptr<T> take(T *address) {
    std::lock_guard lock(mutex_);
    auto found = live_.find(address);
    if (found == live_.end()) throw CUDA_ERROR_INVALID_HANDLE;
    std::shared_ptr<T> object = found->second;
    live_.erase(found);
    count_--;
    return object;
  }

  std::vector<std::shared_ptr<T>> take_all() {
    std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<T>> all;
    for (auto &[address, object] : live_) all.push_back(object);
    count_ -= static_cast<long>(live_.size());
    live_.clear();
    return all;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<T *, std::shared_ptr<T>> live_;
  std::atomic<long> &count_;
};

}  // namespace sim
