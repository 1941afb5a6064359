/// The self-contained bundle: a Java runtime, the jars and a launcher in one compressed archive.
package io.cloakwork.cli.bundle;
