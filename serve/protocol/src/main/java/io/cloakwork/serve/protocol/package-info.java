/// The client's end of the service, and what both ends share: how objects are cut into chunks, put
/// together again within a limit, and sent no faster than the other side takes them.
package io.cloakwork.serve.protocol;
