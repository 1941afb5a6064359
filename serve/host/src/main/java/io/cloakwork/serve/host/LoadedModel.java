package io.cloakwork.serve.host;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.NetworkRunner;
import io.cloakwork.compiler.NetworkWorkspace;
import io.cloakwork.spi.device.Device;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A network on the device: its runner, and a workspace for each batch that runs.
final class LoadedModel implements HostedModel, AutoCloseable {

  private final String name;
  private final CompiledNetwork network;
  private final CkksContext context;
  private final NetworkRunner runner;
  private final InputAssembly assembly;
  private final RunCosts costs;
  private final int warmUpRuns;

  /// By the number of inputs. Used while loading, then by the device's worker only.
  private final Map<Integer, NetworkWorkspace> workspaces = new HashMap<>();

  private final ModelLife life = new ModelLife();

  private LoadedModel(
      String name, CompiledNetwork network, CkksContext context, HostSettings settings) {
    this.name = name;
    this.network = network;
    this.context = context;
    this.runner = new NetworkRunner(context, network);
    this.assembly = new InputAssembly(context);
    this.costs = new RunCosts(network.report().predictedSeconds());
    this.warmUpRuns = settings.warmUpRuns();
  }

  /// Loads a network with the workspaces that the settings ask for at once.
  static LoadedModel load(
      String name, CompiledNetwork network, Device device, HostSettings settings) {
    CkksContext context = new CkksContext(network.parameters(), device);
    LoadedModel model;
    try {
      model = new LoadedModel(name, network, context, settings);
    } catch (RuntimeException | Error e) {
      context.close();
      throw e;
    }
    try {
      int most = settings.batchAtLoad() ? settings.maxInputs() : 1;
      for (int inputs = 1; inputs <= most; inputs *= 2) {
        model.workspace(inputs);
      }
      return model;
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /// The workspace for so many inputs, made and warmed up when it is first asked for.
  NetworkWorkspace workspace(int inputs) {
    NetworkWorkspace workspace = workspaces.get(inputs);
    if (workspace == null) {
      workspace = runner.workspace(inputs);
      workspaces.put(inputs, workspace);
      if (warmUpRuns > 0) {
        costs.restart(inputs, WarmUp.seconds(context, network, workspace, inputs, warmUpRuns));
      }
    }
    return workspace;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompiledNetwork network() {
    return network;
  }

  @Override
  public CkksContext context() {
    return context;
  }

  ModelLife life() {
    return life;
  }

  InputAssembly assembly() {
    return assembly;
  }

  RunCosts costs() {
    return costs;
  }

  @Override
  public Duration runTime() {
    return Duration.ofNanos((long) (costs.secondsPerInput() * 1e9));
  }

  @Override
  public long requestBytes() {
    return bytes(network.program().inputForm()) + bytes(network.program().outputForm());
  }

  private long bytes(CipherForm form) {
    return Ciphertext.shape(
            network.parameters(), form.level(), Ciphertext.LINEAR_SIZE, form.ciphertexts())
        .bytes();
  }

  @Override
  public void close() {
    workspaces.values().forEach(NetworkWorkspace::close);
    workspaces.clear();
    runner.close();
    context.close();
  }
}
