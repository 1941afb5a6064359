/// What the service says about itself.
package io.cloakwork.serve.server.log;
