# Functions by which programs run from Debian's packages without being installed: no root, and the system untouched.
# $stage is the folder to build in; what is wanted comes to stand in $stage/bundle, and $final is what that will be renamed to (its
# path is written into the programs). Arguments of the script: those two.
set -euo pipefail
umask 022
stage=$1 final=$2 suite=trixie
work=$stage/work root=$stage/work/root bundle=$stage/bundle apt=$stage/work/apt

fail() { echo "$1" >&2; exit 1; }

get() {
  APT_CONFIG=$apt/conf apt-get -qq -o Dir::State="$apt" -o Dir::State::lists="$apt/lists" -o Dir::State::status="$apt/status" \
    -o Dir::Cache="$apt/cache" -o Dir::Log="$apt" -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$apt/sources" \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts="$apt/empty" -o Debug::NoLocking=1 \
    -o Acquire::Languages=none -o Acquire::Retries=2 -o APT::Sandbox::User= -o APT::Architecture="$arch" \
    -o APT::Update::Error-Mode=any "$@"
}

# This system's own sources, as far as they are Debian's, with the suite that carries what is wanted. Whatever else they say (mirror,
# keys, options) stays as it is.
write_sources() {
  local debian='(debian|debian-security)(\.list)?/?' list stanzas
  local suites="s#\b(bullseye|bookworm|trixie|stable|testing|sid|unstable)\b#$suite#g"
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -f "$list" ] || grep -E "^deb .*://[^ ]*$debian +[^ ]+ (.* )?main\b" "$list" | sed -E "$suites" || true
  done | sort -u >"$apt/sources/one-line.list"
  for stanzas in /etc/apt/sources.list.d/*.sources; do
    [ ! -f "$stanzas" ] || awk -v RS= -v ORS='\n\n' -v uri="\nURIs:[^\n]*$debian *(\n|\$)" \
      '("\n" $0) ~ uri && /Components:.*main/ && !/Enabled: *no/' "$stanzas" | sed -E "/^Suites:/$suites"
  done >"$apt/sources/stanzas.sources"
  cat "$apt"/sources/* | grep -q . || fail "this system's apt sources name no Debian mirror"
}

# A private apt root: its own state, lists and cache.
open_apt() {
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || fail "this system has no apt"
  mkdir -p "$root" "$work/tmp" "$apt"/{lists/partial,cache/archives/partial,sources,empty,debs}
  export TMPDIR=$work/tmp
  : >"$apt/status"
  arch=$(dpkg --print-architecture)
  write_sources
  # The system's settings hold here too (a proxy, say), but not its hooks: they are meant for the system's own lists and caches.
  cp -r /etc/apt/apt.conf.d "$apt/parts" 2>/dev/null || mkdir -p "$apt/parts"
  printf '#clear APT::Update::%s;\n' Pre-Invoke Post-Invoke Post-Invoke-Success >"$apt/parts/zz-private"
  printf 'Dir::Etc::Parts "%s";\n' "$apt/parts" >"$apt/conf"
  get update
}

# unpack <what it is called> <packages left out, a pattern> <package>…: the packages and what they depend on, under $root.
unpack() {
  local title=$1 unneeded=$2 deb
  shift 2
  get install -y --no-install-recommends --print-uris "$@" patchelf >"$apt/uris"
  sed -E "s/^'[^']*' ([^_]+)_[^ ]+ ([0-9]+) .*/\1 \2/" "$apt/uris" | grep -vE "$unneeded" >"$apt/wanted"
  echo "Downloading $title ($(awk '{ n += $2 } END { print int(n / 1e6 + 0.5) }' "$apt/wanted") MB) …"
  ( cd "$apt/debs" && get download $(awk '{ print $1 }' "$apt/wanted") )
  echo "Unpacking …"
  for deb in "$apt"/debs/*.deb; do dpkg -x "$deb" "$root"; done
}

# detach <file>…: copies the libraries that these programs and libraries need beside them, and has the programs use no others: Debian's
# C library may be newer than this system's.
detach() {
  local loader libraries place file library programs=()
  loader=$(find "$root"/usr/lib/*/ -maxdepth 1 -name 'ld-linux*.so.*' | head -1)
  [ -n "$loader" ] || fail "Debian's C library for $arch has no loader where it is expected"
  libraries=$(dirname "$loader") place=$(dirname "${loader#"$root"}")
  mkdir -p "$bundle$place"
  for file in "$@"; do "$loader" --library-path "$libraries" --list "$file" 2>/dev/null || true; done |
    grep -F '=>' | sed -E 's/ \(0x[0-9a-f]+\)$//' | sort -u >"$work/libraries"
  ! grep -F 'not found' "$work/libraries" >&2 || fail "libraries are missing"
  sed 's/^.* => //' "$work/libraries" | grep "^/" | while IFS= read -r library; do cp -L "$library" "$bundle$place/"; done
  cp -L "$loader" "$bundle$place/"
  for file in "$@"; do
    [[ $file != *.so ]] && head -c 4 "$file" | grep -q ELF || continue
    "$loader" --library-path "$libraries" "$root/usr/bin/patchelf" \
      --set-interpreter "$final$place/$(basename "$loader")" --force-rpath --set-rpath "$final$place" "$file"
  done
}
