/// The commands behind `./cloakwork`.
package io.cloakwork.cli;
