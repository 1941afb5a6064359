/// The one hash of the engine.
package io.cloakwork.spi.hash;
