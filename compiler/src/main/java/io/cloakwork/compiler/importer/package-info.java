/// From an ONNX model to the tensor IR.
package io.cloakwork.compiler.importer;
