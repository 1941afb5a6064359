/// A stand-in for TornadoVM's interface, of Cloakwork's own making, for building and testing
/// without its SDK: the types and methods that `backend-tornado` uses under the names that they
/// have there, with task graphs run one task after the other on the host. Not TornadoVM, and no
/// part of the product.
module tornado.api {
  exports uk.ac.manchester.tornado.api;
  exports uk.ac.manchester.tornado.api.annotations;
  exports uk.ac.manchester.tornado.api.common;
  exports uk.ac.manchester.tornado.api.enums;
  exports uk.ac.manchester.tornado.api.exceptions;
  exports uk.ac.manchester.tornado.api.runtime;
  exports uk.ac.manchester.tornado.api.types.arrays;
}
