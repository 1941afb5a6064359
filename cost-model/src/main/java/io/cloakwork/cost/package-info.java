/// The cost model: what a command graph makes a machine do, and how long that takes by the named
/// profile of the machine.
package io.cloakwork.cost;
