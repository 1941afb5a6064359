/// What is known about devices: limits with their sources, read and checked.
package io.cloakwork.hardware.profiles.facts;
