package io.cloakwork.serve.server.call;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Hands on bytes that are no message as null, which [CallGuard] refuses like anything else that
/// makes no sense. The transport would end the call without a reason, and log a stack trace for
/// every such message that anyone sends.
public final class LenientParsing {

  private LenientParsing() {}

  /// A request, or null.
  private record Lenient<Q>(MethodDescriptor.Marshaller<Q> strict)
      implements MethodDescriptor.Marshaller<Q> {

    @Override
    public InputStream stream(Q value) {
      return strict.stream(value);
    }

    @Override
    public Q parse(InputStream stream) {
      try {
        return strict.parse(stream);
      } catch (StatusRuntimeException e) {
        return null;
      }
    }
  }

  /// The same service.
  public static ServerServiceDefinition of(BindableService service) {
    ServerServiceDefinition strict = service.bindService();
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    strict.getMethods().forEach(method -> methods.add(lenient(method)));
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(strict.getServiceDescriptor().getName())
            .setSchemaDescriptor(strict.getServiceDescriptor().getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder builder = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(builder::addMethod);
    return builder.build();
  }

  private static <Q, R> ServerMethodDefinition<Q, R> lenient(ServerMethodDefinition<Q, R> method) {
    MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        descriptor.toBuilder()
            .setRequestMarshaller(new Lenient<>(descriptor.getRequestMarshaller()))
            .build(),
        method.getServerCallHandler());
  }
}
