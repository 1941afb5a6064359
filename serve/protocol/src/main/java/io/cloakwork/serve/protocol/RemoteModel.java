package io.cloakwork.serve.protocol;

import io.cloakwork.serve.protocol.v1.Model;
import io.cloakwork.spi.hash.Sha256;
import java.util.HexFormat;

/// A model as a service describes it; texts are fit to be shown.
///
/// @param name under which it is asked for
/// @param programSha256 changes whenever the model does, hexadecimal
/// @param parametersId of the parameters that keys are made for
/// @param keyCount of a key set
/// @param keyBytes of a key set as it travels
/// @param lanes requests of one client that can share a run; 1: none
/// @param predictedSeconds of one run
public record RemoteModel(
    String name,
    String programSha256,
    String parametersId,
    int keyCount,
    long keyBytes,
    int lanes,
    double predictedSeconds) {

  static RemoteModel of(Model model) {
    byte[] hash =
        model
            .getProgramSha256()
            .substring(0, Math.min(Sha256.BYTES, model.getProgramSha256().size()))
            .toByteArray();
    return new RemoteModel(
        RemoteText.clean(model.getName()),
        HexFormat.of().formatHex(hash),
        RemoteText.clean(model.getParametersId()),
        model.getKeyCount(),
        model.getKeyBytes(),
        model.getLanes(),
        model.getPredictedSeconds());
  }
}
