/// Models, sessions and the scheduler between them.
package io.cloakwork.serve.host;
