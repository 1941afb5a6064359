package io.cloakwork.serve.server.call;

import io.grpc.Context;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// What a call is called in logs, traces and failures. The client may say; else the service does.
public final class CallId {

  static final Context.Key<String> KEY = Context.key("cloakwork-call-id");

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int RANDOM_BYTES = 8;

  private CallId() {}

  /// The id of the present call; empty outside of one.
  public static String current() {
    String id = KEY.get();
    return id == null ? "" : id;
  }

  /// `wanted` if it is an id, else a new one.
  static String orNew(String wanted) {
    return wanted != null && isValid(wanted) ? wanted : random();
  }

  static boolean isValid(String id) {
    return VALID.matcher(id).matches();
  }

  static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
