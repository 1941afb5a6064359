/// Evaluation keys by content, cached in memory and on devices, and jobs until their results are
/// fetched.
package io.cloakwork.serve.store;
