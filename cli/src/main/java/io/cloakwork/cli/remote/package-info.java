/// The key owner's side of a service: a folder of keys, requests that are encrypted here and run
/// there, jobs whose results are fetched later.
package io.cloakwork.cli.remote;
