/// The client's end of the service.
package io.cloakwork.serve.protocol;
