#!/usr/bin/env bash
# Starts Cloakwork from a bundle, which has its own Java runtime: nothing else needs to be installed.
#
#   cloakwork COMMAND ...           run a command (--help lists them)
#   cloakwork -JFLAG ... COMMAND    give a flag to the virtual machine, for instance -J-Xmx8g
set -u

# The file that $1 leads to, through whatever links.
target_of() {
  local path=$1 link
  while [ -L "$path" ]; do
    link=$(readlink "$path")
    case $link in
      /*) path=$link ;;
      *) path=$(dirname "$path")/$link ;;
    esac
  done
  printf '%s' "$path"
}

ROOT=$(cd -P "$(dirname "$(target_of "${BASH_SOURCE[0]}")")/.." && pwd)
readonly ROOT
# shellcheck source=cli/src/main/launcher/start.sh
. "$ROOT/lib/start.sh"

split_arguments "$@"
JAVA_HOME_HERE=$ROOT/runtime
CLASS_PATH=$(jars_in "$ROOT/lib")
# A bundle may lie where nobody can write, and be unpacked more than once.
CACHE_FOLDER=${HOME:-}/.cache/cloakwork/start-$(printf '%s' "$ROOT" | cksum | tr ' ' '-')
CACHE_KEY_FILES=("$ROOT/bin/cloakwork" "$ROOT/lib/start.sh" "$ROOT/release")
start_program
