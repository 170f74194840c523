#!/usr/bin/env bash
# Prints the path of a Chromium: the one that COMMONTRACE_CHROMIUM names, else one on the PATH; on Debian, where there is none, a private
# copy is made, once per user and without root.
. "$(dirname "$0")/made.sh"

if [ -n "${COMMONTRACE_CHROMIUM:-}" ]; then
  command -v "$COMMONTRACE_CHROMIUM" && exit
  echo "COMMONTRACE_CHROMIUM names '$COMMONTRACE_CHROMIUM', which is no program: let it name a Chromium, or unset it." >&2
  exit 1
fi

for name in chromium-headless-shell chromium chromium-browser google-chrome; do
  ! command -v "$name" || exit 0
done

recipe=$tools/chromium-bundle.sh
if [ -f /etc/debian_version ] && made chromium "$recipe" "$tools/../polyfills/Aspire.Hosting.AppHost/LocalServices/debian-programs.sh" -- "$recipe"; then
  echo "$folder/chromium"
  exit
fi

echo "This needs Chromium: install it (on Debian the package chromium), or let COMMONTRACE_CHROMIUM name one." >&2
exit 1
