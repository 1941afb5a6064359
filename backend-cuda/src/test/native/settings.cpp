#include "settings.h"

#include <cctype>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "control.h"

namespace sim {
namespace {

constexpr std::pair<const char *, std::atomic<long> Settings::*> NAMES[] = {
    {"driver_version", &Settings::driver_version},
    {"devices", &Settings::devices},
    {"memory", &Settings::memory},
    {"compute_major", &Settings::compute_major},
    {"compute_minor", &Settings::compute_minor},
    {"multiprocessors", &Settings::multiprocessors},
    {"lazy", &Settings::lazy},
    {"jitter", &Settings::jitter},
    {"kernel_delay", &Settings::kernel_delay},
};

Settings *from_environment() {
  auto *result = new Settings;
  for (auto [name, setting] : NAMES) {
    std::string variable = "CLOAKWORK_SIM_";
    for (const char *c = name; *c != 0; c++) variable += static_cast<char>(toupper(*c));
    if (const char *value = getenv(variable.c_str())) result->*setting = atol(value);
  }
  return result;
}

}  // namespace

std::atomic<long> *Settings::named(const char *name) {
  for (auto [candidate, setting] : NAMES) {
    if (strcmp(candidate, name) == 0) return &(this->*setting);
  }
  return nullptr;
}

// Never destroyed: streams may still work while the process ends.
Settings &settings() {
  static Settings *instance = from_environment();
  return *instance;
}

}  // namespace sim

EXPORT long cloakwork_sim_set(const char *name, long value) {
  auto *setting = sim::settings().named(name);
  return setting == nullptr ? -1 : setting->exchange(value);
}
