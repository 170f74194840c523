#!/usr/bin/env bash
# Lints an OpenAPI document with Spectral: tools/lint-openapi.sh <document.json>
# Needs bash, and Node.js 20 or later with npm; on Debian, where they are missing, a private copy is made, once per user and without root.
set -euo pipefail
document=$(realpath "$1")
tools=$(cd "$(dirname "$0")" && pwd)
rules=$tools/../CommonTrace.Tests/OpenApi/spectral
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

make() {
  local stage=$folder.$$
  rm -rf "$stage"
  mkdir "$stage"
  if ! "$@" "$stage" "$folder" >&2; then
    rm -rf "$stage"
    exit 1
  fi
  # Another run may have been quicker.
  [ -d "$folder" ] || mv "$stage/bundle" "$folder"
  rm -rf "$stage"
}

install_spectral() {
  mkdir "$1/bundle"
  cp "$rules/package.json" "$rules/package-lock.json" "$1/bundle"
  npm ci --prefix "$1/bundle" --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
}

if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null; then
  [ -f /etc/debian_version ] || { echo "Linting needs Node.js 20 or later with npm: install them." >&2; exit 1; }
  made node "$tools/node-bundle.sh" "$tools/../polyfills/Aspire.Hosting.AppHost/LocalServices/debian-programs.sh" -- "$tools/node-bundle.sh"
  PATH=$folder/usr/bin:$PATH
fi

made spectral "$rules/package.json" "$rules/package-lock.json" -- install_spectral
node "$folder/node_modules/@stoplight/spectral-cli/dist/index.js" lint "$document" --ruleset "$rules/.spectral.yaml" --fail-severity hint
