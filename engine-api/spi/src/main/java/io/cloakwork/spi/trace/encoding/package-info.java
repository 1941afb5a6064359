/// The two encodings of protocol buffers, binary and JSON, for messages of one schema: the text of
/// `trace.proto`, which is read when a trace is. Nothing here knows what a trace is.
package io.cloakwork.spi.trace.encoding;
