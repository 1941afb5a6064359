/// Who calls: tokens, certificates, rates.
package io.cloakwork.serve.server.access;
