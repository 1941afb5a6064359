/// What tuners found, and which of it a device uses.
package io.cloakwork.hardware.profiles.tuning;
