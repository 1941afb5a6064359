package io.cloakwork.serve.protocol;

import io.cloakwork.ckks.wire.WireSource;
import java.io.IOException;

/// Takes the results of a job, each item's once, in ascending order.
public interface JobResultSink {

  /// An item's result.
  ///
  /// @param output the wire object of the encrypted output, not yet looked at
  void result(int item, int lane, WireSource output) throws IOException;

  /// An item that failed for good.
  void failure(int item, RemoteException why) throws IOException;
}
