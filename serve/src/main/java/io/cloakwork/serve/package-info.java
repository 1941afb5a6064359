/// Serving compiled networks: sessions, key store, batching across requests, admission. In this
/// version: the package and its place in the house only.
package io.cloakwork.serve;
