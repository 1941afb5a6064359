/// What people see while they wait and when it is done.
package io.cloakwork.cli.terminal;
