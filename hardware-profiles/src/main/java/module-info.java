/// Facts and tuning data about devices, as JSON resources.
module io.cloakwork.hardware.profiles {
  exports io.cloakwork.hardware.profiles;
}
