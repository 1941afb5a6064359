/// Floors: what an operation asks of a machine, and how fast the machine could do that at best. A
/// roofline (Williams, Waterman and Patterson, CACM 52(4), 2009) with modular multiplications in
/// place of floating-point operations.
package io.cloakwork.bench.floors;
