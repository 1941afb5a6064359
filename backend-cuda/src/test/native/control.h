// What tests ask of the simulator, through functions that no driver has.
#pragma once

#include "abi.h"

// Changes a setting (settings.h); gives what it was, or -1 if there is none of this name.
EXPORT long cloakwork_sim_set(const char *name, long value);

// The nth thing from now on (1: the next) fails with `result`; allocations fail `times` in a row. An
// allocation is of device or pinned memory. A launch is of a kernel or of a graph and fails at the
// call; if `asynchronous`, it is of a kernel, alone or in a graph, and fails when the device reaches
// it: then every later call on the context fails in the same way.
EXPORT void cloakwork_sim_fail_allocation(long nth, long times, int result);
EXPORT void cloakwork_sim_fail_launch(long nth, int result, int asynchronous);
EXPORT void cloakwork_sim_fail_module_load(long nth, int result);

// Every context in use fails with `result` from now on, until its device's primary context is reset
// or released.
EXPORT void cloakwork_sim_lose_device(int result);

// Forgets the failures that have not happened yet.
EXPORT void cloakwork_sim_clear_faults();

// A count of what lives, or of what has happened since the library was loaded (see NAMES in
// control.cpp); -1 if there is none of this name.
EXPORT long cloakwork_sim_count(const char *name);
