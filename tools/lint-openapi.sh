#!/usr/bin/env bash
# Lints an OpenAPI document with Spectral: tools/lint-openapi.sh <document.json>; see tools/node-tools.sh for what it needs.
. "$(dirname "$0")/node-tools.sh"
rules=$tools/../CommonTrace.Tests/OpenApi/spectral
document=$(realpath "$1")

install_packages spectral "$rules"
node "$folder/node_modules/@stoplight/spectral-cli/dist/index.js" lint "$document" --ruleset "$rules/.spectral.yaml" --fail-severity hint
