# A private PostgreSQL 17 with pgvector and Redis, with the functions of debian-programs.sh before it.
# Standard input stays open as long as the result is wanted: when it closes, everything started here ends.
exec 3<&0 </dev/null
( trap '' TERM; read -r _ <&3 || true; kill -TERM -- -$$; rm -rf "$stage" || { sleep 1; rm -rf "$stage"; } ) 2>/dev/null &
watch=$!
trap 'kill -KILL $watch' EXIT
trap 'trap - EXIT; exit 143' TERM

# What the installer would do, and what else a whole system needs, is not downloaded.
unneeded='^(lib(llvm|z3|perl)|perl|locales|openssl|ssl-cert|debconf|adduser|passwd|postgresql-(client-)?common|sysvinit|init-system|lsb|tzdata|ucf|sensible|netbase|logrotate|cron|systemd|dpkg|tar|mount|login)'
open_apt
unpack "PostgreSQL 17 with pgvector and Redis" "$unneeded" postgresql-17-pgvector redis-server

mkdir -p "$bundle"/usr/{lib,share}/postgresql "$bundle/usr/bin"
cp -a "$root/usr/lib/postgresql/17" "$bundle/usr/lib/postgresql/"
cp -a "$root/usr/share/postgresql/17" "$bundle/usr/share/postgresql/"
rm -rf "$bundle"/usr/lib/postgresql/17/lib/{bitcode,llvmjit*} "$bundle/usr/share/postgresql/17/man"
cp -L "$root/usr/bin/redis-server" "$root/usr/bin/redis-cli" "$bundle/usr/bin/"
detach "$bundle"/usr/lib/postgresql/17/bin/* "$bundle"/usr/bin/* "$bundle"/usr/lib/postgresql/17/lib/*.so
printf '%s' "$final" >"$bundle/path"
rm -rf "$work"
