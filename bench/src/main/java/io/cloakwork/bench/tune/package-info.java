/// Searches for the values of a device's tunables with which real command graphs run fastest.
package io.cloakwork.bench.tune;
