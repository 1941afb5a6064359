package io.cloakwork.serve.server.access;

import io.cloakwork.serve.store.Owner;
import io.grpc.Context;
import java.util.OptionalDouble;

/// Who makes a call, as the service has authenticated it.
///
/// @param owner whose keys and jobs the call may touch
/// @param callsPerSecond the caller's own limit, if it has one
public record Caller(Owner owner, OptionalDouble callsPerSecond) {

  /// Everybody where nobody has to say who they are.
  static final Caller LOCAL = new Caller(new Owner("local"), OptionalDouble.empty());

  private static final Context.Key<Caller> KEY = Context.key("cloakwork-caller");

  /// The caller of the present call.
  ///
  /// @throws IllegalStateException outside of a call that was authenticated
  public static Caller current() {
    Caller caller = KEY.get();
    if (caller == null) {
      throw new IllegalStateException("nobody was authenticated for this call");
    }
    return caller;
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }
}
