/// Reads images, tables and labels from files that nobody vouches for: every size is checked before
/// memory is taken for it, compressed files are streamed, and every refusal names the file and the
/// values.
package io.cloakwork.cli.input;
