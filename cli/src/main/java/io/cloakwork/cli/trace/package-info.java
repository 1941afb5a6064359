/// Compiled networks as portable traces, and what replaying one showed.
package io.cloakwork.cli.trace;
