package io.cloakwork.serve.server.access;

import io.cloakwork.serve.store.Owner;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// The client that a certificate names: the common name of its subject. That the certificate is
/// good, the handshake has seen to.
final class ClientCertificate {

  private static final String COMMON_NAME = "CN";

  private ClientCertificate() {}

  /// Empty if there is no certificate, or its common name cannot be a client's.
  static Optional<Owner> owner(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      if (chain.length == 0 || !(chain[0] instanceof X509Certificate certificate)) {
        return Optional.empty();
      }
      LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
      return subject.getRdns().stream()
          .filter(part -> part.getType().equalsIgnoreCase(COMMON_NAME))
          .map(Rdn::getValue)
          .filter(String.class::isInstance)
          .map(String.class::cast)
          .reduce((_, last) -> last)
          .map(Owner::new);
    } catch (SSLPeerUnverifiedException | InvalidNameException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
