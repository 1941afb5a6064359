/// Randomness of the key owner: the entropy stream and the distributions drawn from it.
package io.cloakwork.client.sampling;
