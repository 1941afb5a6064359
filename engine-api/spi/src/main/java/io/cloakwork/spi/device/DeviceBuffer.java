package io.cloakwork.spi.device;

import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformSource;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Words that live on a device. How they are held there is the backend's affair; what is uploaded
/// and downloaded is canonical residues, 64-bit words in native byte order, in the order of
/// [RnsShape].
///
/// An upload or a download comes after the submissions that use the buffer, and is over when it
/// returns. Threads that submit a buffer while another uploads to it or downloads from it agree
/// among themselves on who is first.
public interface DeviceBuffer extends AutoCloseable {

  RnsShape shape();

  /// Sets every word from `words` (heap or native, of any alignment, at least `shape().bytes()`
  /// long).
  ///
  /// @throws IllegalArgumentException if the segment is too short or a word is not in [0, q) of its
  ///   limb, which the message names; then the content is undefined
  void upload(MemorySegment words);

  /// Sets one row of N words.
  ///
  /// @throws IllegalArgumentException as [#upload(MemorySegment)], or if there is no such row
  void upload(int item, int poly, int limb, MemorySegment row);

  /// Reads every word into `words` (as long as for [#upload(MemorySegment)]; what lies beyond is
  /// not touched).
  void download(MemorySegment words);

  /// Reads one row of N words.
  ///
  /// @throws IllegalArgumentException if there is no such row
  void download(int item, int poly, int limb, MemorySegment row);

  /// [#upload(MemorySegment)] from an array of `shape().words()` words.
  default void upload(long[] words) {
    upload(MemorySegment.ofArray(words));
  }

  /// Every word, as a new array.
  default long[] download() {
    long[] words = new long[Math.toIntExact(shape().words())];
    download(MemorySegment.ofArray(words));
    return words;
  }

  /// Sets whole polynomials to the uniform rows that a seed stands for ([UniformRows], which says
  /// what they are). This makes them on the host and uploads them; a device with memory of its own
  /// makes them where they are needed, and only the seed crosses.
  ///
  /// @throws IllegalArgumentException if the source has another number of limbs than the buffer, or
  ///   a target is not in it
  default void expand(UniformSource source, List<UniformSource.Target> targets) {
    source.requireFits(shape(), targets);
    HostExpansion.expand(this, source, targets);
  }

  /// Gives the words back once the submissions that use them are done. Closing twice is harmless;
  /// every other use of a closed buffer throws [IllegalStateException].
  @Override
  void close();
}
