/// Facts about devices, tuning data, and the topology of the host.
module io.cloakwork.hardware.profiles {
  requires com.fasterxml.jackson.databind;
  requires org.lwjgl;
  requires org.lwjgl.hwloc;

  exports io.cloakwork.hardware.profiles;
  exports io.cloakwork.hardware.profiles.facts;
  exports io.cloakwork.hardware.profiles.host;
  exports io.cloakwork.hardware.profiles.tuning;
}
