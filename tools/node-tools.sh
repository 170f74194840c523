# Functions by which programs of npm's run, in locked versions, from a folder of the user's cache. To be sourced.
# Needs bash, and Node.js 20 or later with npm; on Debian, where they are missing, a private copy is made, once per user and without root.
. "$(dirname "${BASH_SOURCE[0]}")/made.sh"

use_node() {
  if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null; then
    [ -f /etc/debian_version ] || { echo "This needs Node.js 20 or later with npm: install them." >&2; exit 1; }
    made node "$tools/node-bundle.sh" "$tools/../polyfills/Aspire.Hosting.AppHost/LocalServices/debian-programs.sh" -- "$tools/node-bundle.sh"
    PATH=$folder/usr/bin:$PATH
  fi
}

# install_packages <name> <folder with package.json and package-lock.json>: $folder holds them in node_modules.
install_packages() {
  use_node
  made "$1" "$2/package.json" "$2/package-lock.json" -- npm_ci "$2"
}

npm_ci() {
  mkdir "$2/bundle"
  cp "$1/package.json" "$1/package-lock.json" "$2/bundle"
  npm ci --prefix "$2/bundle" --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
}
