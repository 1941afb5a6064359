/// From a command graph to a tile program, pass by pass:
/// [io.cloakwork.backend.cpu.tile.RowExpander] takes the graph apart into rows,
/// [io.cloakwork.backend.cpu.tile.StagePlan] and [io.cloakwork.backend.cpu.tile.Tiling] decide what
/// runs together, [ io.cloakwork.backend.cpu.tile.TileOrder] in which order, and [
/// io.cloakwork.backend.cpu.tile.TileEmitter] where each row lives.
///
/// Every operation but base conversion works limb by limb. A base conversion is a limb-local part
/// at the source limbs (the digits yᵢ) and one at the target limbs that reads the digits of all:
/// only there do workers meet. A key switch is three stages: digits | products and the digits of
/// the division by P | division.
package io.cloakwork.backend.cpu.tile;
