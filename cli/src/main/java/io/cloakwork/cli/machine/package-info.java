/// Facts about the machine and the virtual machine, for `doctor` and beside every measurement.
package io.cloakwork.cli.machine;
