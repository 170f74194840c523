#!/usr/bin/env bash
# A private headless Chromium with fonts from Debian's packages, without root and without touching the system.
# Arguments: the folder to build in, and the folder that its "bundle" will be renamed to.
. "$(dirname "$0")/../polyfills/Aspire.Hosting.AppHost/LocalServices/debian-programs.sh"
trap 'rm -rf "$work"' EXIT

# What draws on graphics cards, and what else a whole desktop needs.
unneeded='^(libllvm|libz3|mesa|libgl1-mesa|libglx-mesa|debconf|x11-|xdg|sysvinit|lsb)'
open_apt
unpack "Chromium" "$unneeded" chromium-headless-shell fonts-dejavu-core fonts-dejavu-mono fonts-droid-fallback

# Beside the libraries that it names it opens some while it runs, and one stands in a folder of its own.
libraries=$(dirname "$root"/usr/lib/*/libnss3.so)
ours=${libraries#"$root"}
mv "$libraries"/pulseaudio/*.so "$libraries"
mkdir -p "$bundle$ours" "$bundle"/usr/{lib,share}
cp -L "$libraries"/{libsoftokn3,libfreebl3,libfreeblpriv3}.so "$bundle$ours"
cp -a "$root/usr/lib/chromium" "$bundle/usr/lib/"
cp -a "$root/usr/share/fonts" "$bundle/usr/share/"
rm -rf "$bundle"/usr/lib/chromium/{locales,libVk*,*.TOC}
detach "$bundle"/usr/lib/chromium/{chromium-headless-shell,chrome_crashpad_handler} "$bundle$ours"/*.so

cat >"$bundle/fonts.conf" <<END
<fontconfig>
  <dir>$final/usr/share/fonts</dir>
  <cachedir>$final/fonts</cachedir>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family><family>Droid Sans Fallback</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
END
cat >"$bundle/chromium" <<END
#!/bin/sh
export FONTCONFIG_FILE="$final/fonts.conf" LD_LIBRARY_PATH="$final$ours"
exec "$final/usr/lib/chromium/chromium-headless-shell" "\$@"
END
chmod +x "$bundle/chromium"
