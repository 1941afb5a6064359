/// Client and server of one encrypted inference in one process: set up once, then image by image
/// encrypt, run, decrypt, each timed, and compared with the network on clear values.
package io.cloakwork.cli.inference;
