package io.cloakwork.cli.trace;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.compiler.SegmentRecording;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.trace.BufferContent;
import io.cloakwork.spi.trace.SideFile;
import java.io.IOException;
import java.util.Optional;

/// Where the words come from that a network's runs do not compute.
public interface TraceContents {

  /// Of the encrypted input.
  BufferContent input(RnsShape shape) throws IOException;

  /// Of an evaluation key.
  BufferContent key(KeyId id, RnsShape shape) throws IOException;

  /// Of an encoded weight.
  BufferContent constant(SegmentRecording.Constant constant, RnsShape shape) throws IOException;

  /// The file that holds words, if any does; asked at the end.
  Optional<SideFile> sideFile();
}
