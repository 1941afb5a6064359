#!/usr/bin/env bash
# What yosys makes of the core for UltraScale+ devices: resources.sh TOP LOG_N LOG_LANES
# TOP is butterfly, modmul, mul_stream or ntt_core. Needs yosys. Counts are of synthesis: nothing is placed or routed, so
# there is no clock.
set -euo pipefail

top=$1
log_n=$2
log_lanes=$3
cd "$(dirname "${BASH_SOURCE[0]}")/rtl"

parameters="-set G $((log_n + 1))"
case $top in
  ntt_core) parameters="$parameters -set LOG_N $log_n -set LOG_LANES $log_lanes" ;;
  mul_stream) parameters="$parameters -set LOG_LANES $log_lanes" ;;
esac

yosys -q -p "read_verilog -sv -I. *.sv; chparam $parameters $top; hierarchy -top $top
  synth_xilinx -family xcup -noiopad -flatten; tee -q -o /dev/stdout stat" 2> >(grep -v Resizing >&2) |
  awk '/DSP48E2|LUT[1-6] |FDRE|FDSE|CARRY|SRL|RAMB|URAM|RAM32|RAM64|MUXF/ {print $1, $2}'
