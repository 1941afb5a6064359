/// One class a command. A command parses its options, calls what does the work, and writes; results
/// go to standard output, everything else to standard error.
package io.cloakwork.cli.command;
