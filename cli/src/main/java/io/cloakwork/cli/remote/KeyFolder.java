package io.cloakwork.cli.remote;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.wire.AtomicFile;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.LocalKey;
import io.cloakwork.serve.protocol.LocalKeySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A key owner's folder for one model, for its owner only: `secret.key`, the evaluation keys in
/// `keys/`, what they are in `index.json`, and `jobs/`.
///
/// The index names a key once its file is complete, so making keys goes on where it was stopped.
public final class KeyFolder {

  private static final String INDEX = "index.json";

  private final Path folder;

  private KeyFolder(Path folder) {
    this.folder = folder;
  }

  /// The folder, made if it is not there.
  public static KeyFolder create(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.createDirectories(folder.resolve("keys"));
    return new KeyFolder(folder);
  }

  /// A folder with keys.
  ///
  /// @throws CommandFailure if there are none
  public static KeyFolder open(Path folder) {
    if (!Files.isRegularFile(folder.resolve(INDEX))) {
      throw new CommandFailure(
          "there are no keys in %s: 'client keygen --out %s' makes them".formatted(folder, folder));
    }
    return new KeyFolder(folder);
  }

  public Path secretKey() {
    return folder.resolve("secret.key");
  }

  /// Where jobs are remembered.
  public Path jobs() {
    return folder.resolve("jobs");
  }

  private Path file(KeyIndex.Entry key) {
    return folder.resolve("keys").resolve(key.fileName());
  }

  private Optional<KeyIndex> index() throws IOException {
    Path file = folder.resolve(INDEX);
    return Files.isRegularFile(file) ? Optional.of(KeyIndex.read(file)) : Optional.empty();
  }

  /// Checks that keys of this model can be made here.
  ///
  /// @throws CommandFailure if the folder has keys of another model or other parameters, or
  ///   evaluation keys whose secret key is gone
  public void requireFor(String model, String parametersId) throws IOException {
    Optional<KeyIndex> index = index();
    if (index.isEmpty()) {
      return;
    }
    if (!index.get().model().equals(model) || !index.get().parametersId().equals(parametersId)) {
      throw new CommandFailure(
          "%s has keys of model '%s' with parameters %s, which are not those of '%s' with %s: choose another folder"
              .formatted(
                  folder, index.get().model(), index.get().parametersId(), model, parametersId));
    }
    if (!Files.exists(secretKey())) {
      throw new CommandFailure(
          "%s has evaluation keys, but the secret key that they belong to is gone: choose another folder"
              .formatted(folder));
    }
  }

  /// Makes the keys of a request that are not there yet, one at a time: made, written, closed.
  ///
  /// @param progress takes a step for each key, there or made
  /// @return how many were made
  public int make(
      CkksContext context, SecretKey secret, String model, KeyRequest request, Progress progress)
      throws IOException {
    List<KeyIndex.Entry> written = new ArrayList<>();
    KeyIndex known = index().orElse(new KeyIndex(model, request.parametersId(), List.of()));
    int made = 0;
    try (KeyGenerator generator = new KeyGenerator(context, secret)) {
      for (Map.Entry<KeyId, Integer> wanted : request.levels().entrySet()) {
        Optional<KeyIndex.Entry> there =
            known.find(wanted.getKey().code(), wanted.getValue()).filter(this::isComplete);
        if (there.isPresent()) {
          written.add(there.get());
        } else {
          written.add(make(generator, wanted.getKey(), wanted.getValue()));
          made++;
          writeIndex(model, request.parametersId(), merged(known.keys(), written));
        }
        progress.step();
      }
    }
    writeIndex(model, request.parametersId(), written);
    return made;
  }

  /// What is written now, and what was before and may still be wanted.
  private static List<KeyIndex.Entry> merged(
      List<KeyIndex.Entry> before, List<KeyIndex.Entry> now) {
    List<KeyIndex.Entry> all = new ArrayList<>(now);
    before.stream()
        .filter(old -> now.stream().noneMatch(key -> key.fileName().equals(old.fileName())))
        .forEach(all::add);
    all.sort(Comparator.comparingInt(KeyIndex.Entry::code));
    return all;
  }

  private boolean isComplete(KeyIndex.Entry key) {
    try {
      return Files.isRegularFile(file(key)) && Files.size(file(key)) == key.bytes();
    } catch (IOException e) {
      return false;
    }
  }

  private KeyIndex.Entry make(KeyGenerator generator, KeyId id, int level) throws IOException {
    KeyIndex.Entry name = new KeyIndex.Entry(id.code(), level, 0, "");
    try (KeySwitchKey key =
        switch (id) {
          case KeyId.Relinearization _ -> generator.relinearizationKey(level);
          case KeyId.Galois galois -> generator.galoisKey(galois.element(), level);
        }) {
      LocalKey written = LocalKey.write(key, file(name));
      return new KeyIndex.Entry(id.code(), level, written.bytes(), written.sha256());
    }
  }

  private void writeIndex(String model, String parametersId, List<KeyIndex.Entry> keys)
      throws IOException {
    byte[] bytes = new KeyIndex(model, parametersId, keys).write();
    AtomicFile.write(folder.resolve(INDEX), stream -> stream.write(bytes));
  }

  /// The evaluation keys of the folder.
  ///
  /// @throws CommandFailure if a file is not there or not as long as it was
  public LocalKeySet keySet() throws IOException {
    KeyIndex index = index().orElseThrow();
    List<LocalKey> keys = new ArrayList<>();
    for (KeyIndex.Entry key : index.keys()) {
      if (!isComplete(key)) {
        throw new CommandFailure(
            "key file %s is missing or damaged: 'client keygen' makes it again"
                .formatted(file(key)));
      }
      keys.add(new LocalKey(key.code(), key.level(), key.sha256(), ByteSource.of(file(key))));
    }
    return new LocalKeySet(index.model(), index.parametersId(), keys);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
