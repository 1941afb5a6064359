package io.cloakwork.serve.store;

import java.io.IOException;
import java.io.Serial;

/// What a store refuses or cannot do. The message is one sentence with the values; it never names
/// another client, nor whether anything exists that the caller does not own.
public abstract sealed class StoreException extends IOException
    permits UnknownKeySetException,
        UnknownJobException,
        QuotaExceededException,
        StoreFullException,
        UploadRefusedException,
        UploadOffsetException,
        KeyRejectedException,
        DamagedFileException,
        KeysDoNotFitException,
        JobConflictException {

  @Serial private static final long serialVersionUID = 1L;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
