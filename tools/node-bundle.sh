#!/usr/bin/env bash
# A private Node.js with npm from Debian's packages, without root and without touching the system.
# Arguments: the folder to build in, and the folder that its "bundle" will be renamed to.
. "$(dirname "$0")/../polyfills/Aspire.Hosting.AppHost/LocalServices/debian-programs.sh"
trap 'rm -rf "$work"' EXIT

# What compiles native modules, what npm's own packages were built and tested with, and what else a whole system needs.
unneeded='^(lib[a-z0-9.+-]*-dev|lib(python|perl|db)|python|gyp|perl|dpkg|tar|tzdata|debconf|eslint|webpack|handlebars|node-(babel|caniuse|core-js|es-abstract|istanbul|lodash|tap|terser|types|webassemblyjs|corepack))'
open_apt
unpack "Node.js and npm" "$unneeded" nodejs npm

mkdir -p "$bundle"/usr/{bin,share}
cp -L "$root/usr/bin/node" "$bundle/usr/bin/node-program"
cp -a "$root/usr/share/nodejs" "$bundle/usr/share/"
detach "$bundle/usr/bin/node-program"

# Debian's Node.js reads parts of itself from /usr/share/nodejs, a path that stands in its library. Where there is none, a path of the
# same length leads to ours: the folder that whoever starts it opens as file 9.
library=$(find "$bundle" -name 'libnode.so.*')
LC_ALL=C sed -i 's#/usr/share/nodejs/#/proc/self/fd/9///#g' "$library"
cat >"$bundle/usr/bin/node" <<END
#!/bin/sh
exec "$final/usr/bin/node-program" "\$@" 9<"$final/usr/share/nodejs"
END
cat >"$bundle/usr/bin/npm" <<END
#!/bin/sh
NODE_PATH=$final/usr/share/nodejs exec "$final/usr/bin/node" "$final/usr/share/nodejs/npm/bin/npm-cli.js" "\$@"
END
chmod +x "$bundle/usr/bin/node" "$bundle/usr/bin/npm"
