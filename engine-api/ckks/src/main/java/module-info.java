/// The CKKS scheme, server side: everything but the secret key.
module io.cloakwork.ckks {
  requires transitive io.cloakwork.spi;

  exports io.cloakwork.ckks;
  exports io.cloakwork.ckks.encoding;
  exports io.cloakwork.ckks.keyswitch;
  exports io.cloakwork.ckks.linear;
  exports io.cloakwork.ckks.noise;
  exports io.cloakwork.ckks.polynomial;
  exports io.cloakwork.ckks.polynomial.minimax;
  exports io.cloakwork.ckks.record;
  exports io.cloakwork.ckks.wire;
}
