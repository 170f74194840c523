#!/usr/bin/env bash
# Runs an MCP client that nobody here wrote: tools/mcp-client.sh <script.cjs> [argument…], a script that requires the locked packages,
# or tools/mcp-client.sh inspector [argument…]. See tools/node-tools.sh for what it needs.
. "$(dirname "$0")/node-tools.sh"

install_packages mcp-clients "$tools/../CommonTrace.Tests/Mcp/clients"
# The inspector wants a Node.js that few systems have; it is among the packages where npm has one for the machine.
for node in "$folder"/node_modules/node-linux-*/bin/node node; do [ ! -x "$node" ] || break; done
[ "$1" != inspector ] || set -- "$folder/node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js" --cli "${@:2}"
# The inspector keeps files of its own, which are not for the home folder.
NODE_PATH=$folder/node_modules MCP_STORAGE_DIR=$cache/mcp-inspector exec "$node" "$@"
