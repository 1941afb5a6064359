/// The conformance suite for people who have a program and no source folder.
package io.cloakwork.cli.selftest;
