/// Passes over the tensor IR, one a file, each with its assumptions.
package io.cloakwork.compiler.pass;
