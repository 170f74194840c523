# Folders of the user's cache that are made once. To be sourced.
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/commontrace
mkdir -p "$cache"

# made <name> <files it depends on> -- <command>…: the cached folder of that name, made by the command, which is given a folder to build
# in and the folder that its "bundle" will be renamed to. Other files are another folder, and an interrupted one is none.
made() {
  local name=$1 files=()
  shift
  while [ "$1" != -- ]; do files+=("$1"); shift; done
  shift
  folder=$cache/$name-$(cat "${files[@]}" | cksum | cut -d ' ' -f 1)
  [ -d "$folder" ] || make "$@"
}

make() (
  stage=$folder.$$
  # Of runs that were killed.
  for left in "$folder".*; do kill -0 "${left##*.}" 2>/dev/null || rm -rf "$left"; done
  mkdir "$stage"
  trap 'rm -rf "$stage"' EXIT
  "$@" "$stage" "$folder" >&2 || exit 1
  # Another run may have been quicker.
  [ -d "$folder" ] || mv "$stage/bundle" "$folder"
)
