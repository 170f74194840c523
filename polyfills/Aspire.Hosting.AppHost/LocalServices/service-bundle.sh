# A private PostgreSQL 17 with pgvector and Redis from Debian's packages, without root and without touching the system.
# Arguments: the folder to build in, and the folder it will be renamed to (its path is written into the programs).
# Standard input stays open as long as the result is wanted: when it closes, everything started here ends.
set -euo pipefail
umask 022
stage=$1 final=$2 suite=trixie
work=$stage/work root=$stage/work/root
mkdir -p "$root" "$work/tmp"
export TMPDIR=$work/tmp

exec 3<&0 </dev/null
fail() { echo "$1" >&2; exit 1; }
( trap '' TERM; read -r _ <&3 || true; kill -TERM -- -$$; rm -rf "$stage" || { sleep 1; rm -rf "$stage"; } ) 2>/dev/null &
watch=$!
trap 'kill -KILL $watch' EXIT
trap 'trap - EXIT; exit 143' TERM

command -v apt-get >/dev/null && command -v dpkg >/dev/null || fail "this system has no apt"

# This system's own sources, as far as they are Debian's, with the suite that carries all three. Whatever else they say
# (mirror, keys, options) stays as it is.
debian='(debian|debian-security)(\.list)?/?'
suites="s#\b(bullseye|bookworm|trixie|stable|testing|sid|unstable)\b#$suite#g"
apt=$work/apt; mkdir -p "$apt"/{lists/partial,cache/archives/partial,sources,empty,debs}; : >"$apt/status"
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ ! -f "$list" ] || grep -E "^deb .*://[^ ]*$debian +[^ ]+ (.* )?main\b" "$list" | sed -E "$suites" || true
done | sort -u >"$apt/sources/one-line.list"
for stanzas in /etc/apt/sources.list.d/*.sources; do
  [ ! -f "$stanzas" ] || awk -v RS= -v ORS='\n\n' -v uri="\nURIs:[^\n]*$debian *(\n|\$)" \
    '("\n" $0) ~ uri && /Components:.*main/ && !/Enabled: *no/' "$stanzas" | sed -E "/^Suites:/$suites"
done >"$apt/sources/stanzas.sources"
cat "$apt"/sources/* | grep -q . || fail "this system's apt sources name no Debian mirror"

arch=$(dpkg --print-architecture)
# The system's settings hold here too (a proxy, say), but not its hooks: they are meant for the system's own lists and caches.
cp -r /etc/apt/apt.conf.d "$apt/parts" 2>/dev/null || mkdir -p "$apt/parts"
printf '#clear APT::Update::%s;\n' Pre-Invoke Post-Invoke Post-Invoke-Success >"$apt/parts/zz-private"
printf 'Dir::Etc::Parts "%s";\n' "$apt/parts" >"$apt/conf"
get() {
  APT_CONFIG=$apt/conf apt-get -qq -o Dir::State="$apt" -o Dir::State::lists="$apt/lists" -o Dir::State::status="$apt/status" \
    -o Dir::Cache="$apt/cache" -o Dir::Log="$apt" -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$apt/sources" \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts="$apt/empty" -o Debug::NoLocking=1 \
    -o Acquire::Languages=none -o Acquire::Retries=2 -o APT::Sandbox::User= -o APT::Architecture="$arch" \
    -o APT::Update::Error-Mode=any "$@"
}
get update

# What the installer would do, and what else a whole system needs, is not downloaded.
unneeded='^(lib(llvm|z3|perl)|perl|locales|openssl|ssl-cert|debconf|adduser|passwd|postgresql-(client-)?common|sysvinit|init-system|lsb|tzdata|ucf|sensible|netbase|logrotate|cron|systemd|dpkg|tar|mount|login)'
get install -y --no-install-recommends --print-uris postgresql-17-pgvector redis-server patchelf >"$apt/uris"
sed -E "s/^'[^']*' ([^_]+)_[^ ]+ ([0-9]+) .*/\1 \2/" "$apt/uris" | grep -vE "$unneeded" >"$apt/wanted"
echo "Downloading PostgreSQL 17 with pgvector and Redis ($(awk '{ n += $2 } END { print int(n / 1e6 + 0.5) }' "$apt/wanted") MB) …"
( cd "$apt/debs" && get download $(awk '{ print $1 }' "$apt/wanted") )

echo "Unpacking …"
for deb in "$apt"/debs/*.deb; do dpkg -x "$deb" "$root"; done
loader=$(find "$root"/usr/lib/*/ -maxdepth 1 -name 'ld-linux*.so.*' | head -1)
[ -n "$loader" ] || fail "Debian's C library for $arch has no loader where it is expected"
libraries=$(dirname "$loader") place=$(dirname "${loader#"$root"}")
# Newer than this system's C library may be: run through its own loader.
patch() { "$loader" --library-path "$libraries" "$root/usr/bin/patchelf" "$@"; }

bundle=$stage/bundle
mkdir -p "$bundle"/usr/{lib,share}/postgresql "$bundle$place" "$bundle/usr/bin"
cp -a "$root/usr/lib/postgresql/17" "$bundle/usr/lib/postgresql/"
cp -a "$root/usr/share/postgresql/17" "$bundle/usr/share/postgresql/"
rm -rf "$bundle"/usr/lib/postgresql/17/lib/{bitcode,llvmjit*} "$bundle/usr/share/postgresql/17/man"
cp -L "$root/usr/bin/redis-server" "$root/usr/bin/redis-cli" "$bundle/usr/bin/"

programs=()
for file in "$bundle"/usr/lib/postgresql/17/bin/* "$bundle"/usr/bin/*; do
  ! head -c 4 "$file" | grep -q ELF || programs+=("$file")
done
for file in "${programs[@]}" "$bundle"/usr/lib/postgresql/17/lib/*.so; do
  "$loader" --library-path "$libraries" --list "$file" 2>/dev/null || true
done | grep -F '=>' | sed -E 's/ \(0x[0-9a-f]+\)$//' | sort -u >"$work/libraries"
! grep -F 'not found' "$work/libraries" >&2 || fail "libraries are missing"
sed 's/^.* => //' "$work/libraries" | grep "^/" | while IFS= read -r library; do cp -L "$library" "$bundle$place/"; done
cp -L "$loader" "$bundle$place/"
for file in "${programs[@]}"; do
  patch --set-interpreter "$final$place/$(basename "$loader")" --force-rpath --set-rpath "$final$place" "$file"
done
printf '%s' "$final" >"$bundle/path"
rm -rf "$work"
