#!/usr/bin/env bash
# Compiles the core into a library that programs can load: build-model.sh LOG_N LOG_LANES FILE.so
# Needs verilator (5 or later) and g++. Works in a folder beside FILE.so, which is removed again.
set -euo pipefail

log_n=$1
log_lanes=$2
library=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bits=$((log_n + 1)) # what a reduction step takes: q = 1 mod 2N
work=$(mktemp -d "$library.XXXXXX")
trap 'rm -rf "$work"' EXIT

# verilate TOP PARAMETERS...: the module as C++ in a folder of its own.
verilate() {
  local top=$1
  shift
  verilator --cc -O3 --output-split 0 --Mdir "$work" -I"$here/rtl" --top-module "$top" -GG="$bits" -GLOG_LANES="$log_lanes" "$@" "$top.sv"
}

verilate ntt_core -GLOG_N="$log_n"
verilate mul_stream

include=$(verilator --getenv VERILATOR_ROOT)/include
steps=$(((50 + bits - 1) / bits))
# One unit: the headers are what takes time.
printf '#include "%s"\n' "$include/verilated.cpp" "$include/verilated_threads.cpp" "$work"/*.cpp "$here/sim/harness.cpp" >"$work/all.cc"
mv "$work/all.cc" "$work/all.cpp"
g++ -std=c++17 -O1 -fPIC -shared -w -I"$work" -I"$include" -I"$include/vltstd" \
  -DCORE_WORD_BITS=50 -DCORE_LOG_N="$log_n" -DCORE_LOG_LANES="$log_lanes" -DCORE_MODMUL_CLOCKS=$((1 + 3 + 3 * steps + 1)) \
  "$work/all.cpp" -pthread -Wl,--no-undefined -o "$library"
