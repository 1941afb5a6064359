/// What TornadoVM compiles, and the tables that it reads. Its generator writes every right shift as
/// C's `>>`, knows no high word of a product and leaves what overflows to the C compiler, so
/// kernels keep to a part of Java whose meaning is the same everywhere: signed words that never
/// overflow, `+`, `-`, `*`, `&`, `>>`, and no branch but the loop's.
///
/// A table of rows says which rows a command reads and writes; its columns are in [Rows].
package io.cloakwork.backend.tornado.kernels;
