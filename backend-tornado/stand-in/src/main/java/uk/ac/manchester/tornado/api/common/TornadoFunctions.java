package uk.ac.manchester.tornado.api.common;

/// What a task may be: a static method of so many arguments.
public final class TornadoFunctions {

  private TornadoFunctions() {}

  /// A task of five arguments.
  @FunctionalInterface
  public interface Task5<T1, T2, T3, T4, T5> {
    void apply(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5);
  }

  /// A task of six arguments.
  @FunctionalInterface
  public interface Task6<T1, T2, T3, T4, T5, T6> {
    void apply(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6);
  }

  /// A task of seven arguments.
  @FunctionalInterface
  public interface Task7<T1, T2, T3, T4, T5, T6, T7> {
    void apply(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7);
  }

  /// A task of eight arguments.
  @FunctionalInterface
  public interface Task8<T1, T2, T3, T4, T5, T6, T7, T8> {
    void apply(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8);
  }
}
