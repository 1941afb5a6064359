/// Hand-written digits drawn by a program, so that the demo needs no data from outside.
package io.cloakwork.cli.digits;
