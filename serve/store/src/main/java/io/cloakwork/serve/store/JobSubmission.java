package io.cloakwork.serve.store;

import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;

/// A job's input on its way in: a part file, or, of a job that is there already, only its hash.
final class JobSubmission implements JobWriter {

  /// What is to be done at the end.
  interface End {

    /// Accepts the input.
    StoredJob accept(JobSubmission submission, ContentHash input) throws IOException;

    /// Gives back what was reserved.
    void drop(JobSubmission submission);
  }

  private final Disk disk;
  private final JobId id;
  private final JobDescription description;
  private final Path part;
  private final FileChannel channel;
  private final End end;
  private final long bytes;
  private final MessageDigest digest = Sha256.digest();
  private long received;
  private boolean open = true;

  /// @param part where to write, or null to compare only
  JobSubmission(Disk disk, JobId id, JobDescription description, Path part, End end)
      throws IOException {
    this.disk = disk;
    this.id = id;
    this.description = description;
    this.part = part;
    this.channel = part == null ? null : disk.openForWriting(part);
    this.end = end;
    this.bytes = JobRow.inputBytes(description.items());
  }

  JobId id() {
    return id;
  }

  JobDescription description() {
    return description;
  }

  /// Where the input lies, or null if it was only compared.
  Path part() {
    return part;
  }

  @Override
  public void append(ByteBuffer data) throws IOException {
    requireOpen();
    int count = data.remaining();
    if (count > bytes - received) {
      throw new UploadRefusedException(
          "job %s: its items have %,d bytes, more came".formatted(id.name(), bytes));
    }
    digest.update(data.duplicate());
    if (channel != null) {
      append(channel, data);
    } else {
      data.position(data.limit());
    }
    received += count;
  }

  private void append(FileChannel file, ByteBuffer data) throws IOException {
    boolean done = false;
    try {
      disk.append(file, received, data);
      done = true;
    } finally {
      if (!done) {
        close(); // the digest is ahead of the file
      }
    }
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public StoredJob commit() throws IOException {
    requireOpen();
    if (received < bytes) {
      throw new UploadRefusedException(
          "job %s: its items have %,d bytes, only %,d came".formatted(id.name(), bytes, received));
    }
    if (channel != null) {
      try {
        disk.force(channel);
      } catch (IOException e) {
        throw Disk.asFull(e);
      }
    }
    StoredJob job = end.accept(this, ContentHash.of(digest.digest()));
    open = false;
    closeFile();
    return job;
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the submission of job %s is over".formatted(id.name()));
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      closeFile();
      end.drop(this);
    }
  }

  private void closeFile() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException _) {
      // What was to be forced was forced before.
    }
  }
}
