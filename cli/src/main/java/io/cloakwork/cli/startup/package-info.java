/// What makes a start of the program fast.
package io.cloakwork.cli.startup;
