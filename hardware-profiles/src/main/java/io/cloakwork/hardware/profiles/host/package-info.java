/// The machine that this program runs on: its processor and how caches and cores are arranged.
package io.cloakwork.hardware.profiles.host;
