package io.cloakwork.cli.command;

import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.serve.protocol.UploadListener;

/// Draws an upload and counts what was sent.
final class TransferBar implements UploadListener {

  private final Progress progress;
  private long sent;

  TransferBar(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void resumed(long there, long total) {
    progress.expect(total);
    progress.stepTo(there);
  }

  @Override
  public void sent(int bytes) {
    sent += bytes;
    progress.stepBy(bytes);
  }

  /// Bytes that were sent, those that got lost with a connection among them.
  long bytes() {
    return sent;
  }
}
