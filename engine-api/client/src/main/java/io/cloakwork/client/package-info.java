/// The key owner's side: secret keys, key generation, encryption and decryption. Sampling happens
/// on the host, arithmetic on the context's device, one submission an object.
package io.cloakwork.client;
