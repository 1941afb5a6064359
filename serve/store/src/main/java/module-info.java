/// What a service keeps on disk: evaluation keys by content, and jobs until their results are
/// fetched.
module io.cloakwork.serve.store {
  requires transitive io.cloakwork.ckks;
  requires org.lwjgl;
  requires org.lwjgl.lmdb;

  exports io.cloakwork.serve.store;
}
