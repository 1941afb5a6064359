#!/bin/sh
# usage: compile-kernels.sh source.cu library.so
# Compiles CUDA C++ for the host. Which kernels there are is read from the preprocessed source.
set -e
here=$(dirname "$0")
kernels=$(g++ -E -P -x c++ "$1" |
  sed -nE 's/.*extern "C" __global__ (__launch_bounds__\((.*)\) )?void ([A-Za-z0-9_]+) *\(.*/KERNEL_ENTRY(\3, \2),/p' |
  sed 's/, )/)/; $ s/,$//')
{
  echo '#include "cuda_on_host.h"'
  cat "$1"
  echo "KERNEL_LIBRARY($kernels)"
} | g++ -std=c++17 -O2 -march=native -ffp-contract=off -w -fPIC -shared -fvisibility=hidden \
  -I "$here" -x c++ - -o "$2.$$"
mv "$2.$$" "$2"
