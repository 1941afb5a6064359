/// Reading ONNX files: bounded, without generated code, only the messages that a network needs.
package io.cloakwork.compiler.onnx;
