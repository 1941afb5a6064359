/// Opens facts and tuning data about devices. The resources lie beside this package's classes, so
/// that they stay inside the module.
package io.cloakwork.hardware.profiles;
