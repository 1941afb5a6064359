# What both launchers do to start the program: `cloakwork` in a checkout and `bin/cloakwork` in a bundle
# source this file. It runs nothing; before `start_program`, the launcher sets
#
#   JAVA_HOME_HERE  the Java runtime
#   CLASS_PATH      jars only and in a fixed order: a class cache is for exactly one class path
#   CACHE_FOLDER    where the class cache goes; made if it is not there
#   CACHE_KEY_FILES files whose contents a class cache depends on, this one among them
#   ARGUMENTS, JVM_FLAGS  by `split_arguments "$@"`
#
# Runs on the bash of Linux and macOS (3.2 or later), with sed and the usual small tools.
# shellcheck shell=bash disable=SC2034,SC2154 # set here and used there, and the other way round

fail() {
  printf 'cloakwork: %s\n' "$1" >&2
  exit 1
}

# Sets JVM_FLAGS, what follows -J at the start of the command line, and ARGUMENTS, the rest.
split_arguments() {
  JVM_FLAGS=()
  while [ $# -gt 0 ]; do
    case $1 in
      -J?*) JVM_FLAGS+=("${1#-J}"); shift ;;
      *) break ;;
    esac
  done
  ARGUMENTS=("$@")
}

# The jars of the folder $1 as a class path, in an order that is the same in every language.
jars_in() {
  local LC_ALL=C IFS=:
  set -- "$1"/*.jar
  printf '%s' "$*"
}

# Sets FLAGS, what the virtual machine is started with. Flags of the user come after and win.
find_flags() {
  FLAGS=(
    --add-modules jdk.incubator.vector
    --enable-native-access=ALL-UNNAMED
    # Netty and protobuf use what a later JDK will take away; until then it is no news to anyone.
    --sun-misc-unsafe-memory-access=allow
    -XX:MaxRAMPercentage=50
    -XX:+UseParallelGC
    # Buffers are kept and used again, so there is little young garbage; room for more of it would
    # only be more pages to fill with zeros (5 s of processor time while kernels warm up).
    -XX:NewSize=192m -XX:MaxNewSize=192m
    # What the virtual machine itself has to say would go to standard output, where results are.
    -XX:+DisplayVMOutputToStderr
    -Xlog:disable
    # A class cache that cannot be used is no news: 'doctor' tells.
    "-Xlog:all=warning,cds*=off,aot*=off:stderr"
  )
  # Code of the Vector API is a hundred times slower until C2 has compiled it, and it is the same on
  # the tenth call as on the thousandth: the compiler need not wait for that, and who calls it
  # meanwhile, which is the warm-up, had better wait than run it. Then the library code underneath
  # does not get hot too, nor loops that would be compiled for themselves.
  # Other code is compiled four times later than by default, so that C2, which has one thread on a
  # small machine, comes to the kernels first; what runs for minutes is compiled all the same.
  local kernels
  FLAGS+=(
    -XX:CompileCommand=quiet
    -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400
    -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=160000
  )
  for kernels in FastVectorOps DigitVectorOps WideVectorOps; do
    kernels="io.cloakwork.backend.cpu.kernel.$kernels*::*"
    FLAGS+=(
      "-XX:CompileCommand=CompileThresholdScaling,$kernels,0.002"
      "-XX:CompileCommand=BackgroundCompilation,$kernels,false"
    )
  done
  # What a request meets on its way is called a few times a request, so that it would run in the
  # first compiler's code, with counters, for a thousand of them: a millisecond each.
  local wire
  for wire in io.cloakwork.ckks.wire io.cloakwork.serve io.grpc com.google.protobuf; do
    FLAGS+=("-XX:CompileCommand=CompileThresholdScaling,$wire*::*,0.1")
  done
  [ "$(uname -s)" = Linux ] && FLAGS+=(-XX:+UseTransparentHugePages)
}

# What a class cache was made for: a Java runtime, and a launcher with its flags.
class_cache_key() {
  printf '%s\n' "$JAVA_HOME_HERE"
  cat "$JAVA_HOME_HERE/release" "${CACHE_KEY_FILES[@]}"
}

# Whether the key in the file $1 is that of this program, and no jar has changed since.
is_about_this() {
  local jar
  local IFS=:
  [ -f "$1" ] || return 1
  for jar in $CLASS_PATH; do
    [ "$jar" -nt "$1" ] && return 1
  done
  [ "$(class_cache_key)" = "$(cat "$1")" ]
}

# Makes the class cache: lists the classes of a rehearsal, then has the virtual machine store them.
# It is put in place whole or not at all. Prints why not.
make_class_cache() {
  local new=$CLASS_CACHE.$$ log=$CLASS_CACHE.log
  [ -t 2 ] && printf '\r\033[KPreparing faster starts' >&2
  if ! "$JAVA_HOME_HERE/bin/java" "${FLAGS[@]}" "-XX:DumpLoadedClassList=$new.list" \
    -cp "$CLASS_PATH" io.cloakwork.cli.startup.Rehearsal </dev/null >"$log" 2>&1; then
    printf 'the rehearsal failed, see %s' "$log"
  elif ! "$JAVA_HOME_HERE/bin/java" "${FLAGS[@]}" -Xshare:dump "-XX:SharedClassListFile=$new.list" \
    "-XX:SharedArchiveFile=$new" -cp "$CLASS_PATH" </dev/null >>"$log" 2>&1 || [ ! -s "$new" ]; then
    printf 'the virtual machine could not write it, see %s' "$log"
  elif ! { mv "$new" "$CLASS_CACHE" && class_cache_key >"$CLASS_CACHE.key"; } 2>>"$log"; then
    printf 'it could not be put in place, see %s' "$log"
  fi
  rm -f "$new" "$new.list"
  [ -t 2 ] && printf '\r\033[K' >&2
  return 0
}

# Adds the class cache to FLAGS, making it first if there is none for this build and this JDK. Where
# that fails the program starts without: more slowly, and 'doctor' says why.
use_class_cache() {
  local reason
  CLASS_CACHE=$CACHE_FOLDER/cloakwork.jsa
  if ! { [ -s "$CLASS_CACHE" ] && is_about_this "$CLASS_CACHE.key"; }; then
    if is_about_this "$CLASS_CACHE.failed.key"; then
      reason=$(cat "$CLASS_CACHE.failed")
    elif ! { mkdir -p "$CACHE_FOLDER" && [ -w "$CACHE_FOLDER" ]; } 2>/dev/null; then
      reason="$CACHE_FOLDER cannot be written"
    elif command -v flock >/dev/null && exec 8>"$CLASS_CACHE.lock" && ! flock -n 8; then
      reason='another process is making it'
    else
      rm -f "$CLASS_CACHE.key"
      reason=$(make_class_cache)
      if [ -n "$reason" ]; then
        printf '%s' "$reason" >"$CLASS_CACHE.failed"
        class_cache_key >"$CLASS_CACHE.failed.key"
      fi
    fi
    exec 8>&-
  fi
  if [ -n "${reason:-}" ]; then
    FLAGS+=("-Dcloakwork.class.cache=$reason")
  else
    # Without the check a damaged file would be taken for classes.
    FLAGS+=("-XX:SharedArchiveFile=$CLASS_CACHE" -XX:+VerifySharedSpaces)
  fi
}

# The class path of the service: what knows secret keys is not on it.
server_class_path() {
  local jar
  local IFS=:
  local -a jars=()
  for jar in $CLASS_PATH; do
    case ${jar##*/} in
      cloakwork-cli-* | cloakwork-client-* | cloakwork-bench-* | cloakwork-conformance-*) ;;
      *) jars+=("$jar") ;;
    esac
  done
  printf '%s' "${jars[*]}"
}

# Starts the program in place of this process: the service, or the commands.
start_program() {
  local main=io.cloakwork.cli.Main
  find_flags
  if [ "${ARGUMENTS[0]:-}" = serve ]; then
    main=io.cloakwork.serve.server.ServerMain
    CLASS_PATH=$(server_class_path)
    ARGUMENTS=("${ARGUMENTS[@]:1}")
    # It is started rarely and has another class path than the cache is for.
  else
    use_class_cache
  fi
  # The virtual machine cannot be kept from announcing the incubating Vector API while it starts. So
  # it starts with a standard error that drops that line, and the program takes the real one back
  # from descriptor 3 as the first thing it does.
  exec "$JAVA_HOME_HERE/bin/java" "${FLAGS[@]}" -Dcloakwork.stderr.fd=3 ${JVM_FLAGS[@]+"${JVM_FLAGS[@]}"} \
    -cp "$CLASS_PATH" "$main" ${ARGUMENTS[@]+"${ARGUMENTS[@]}"} \
    3>&2 2> >(sed '/^WARNING: Using incubator modules: jdk.incubator.vector$/d' >&3)
}
