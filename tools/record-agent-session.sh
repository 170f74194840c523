#!/usr/bin/env bash
# Prints the session of docs/agents.md as it goes today: tools/record-agent-session.sh <server's address>, a server that lets anyone register.
# Needs what tools/mcp-client.sh needs, curl, and `commontrace` on the PATH; shows Claude Code too where `claude` is.
set -euo pipefail
tools=$(cd "$(dirname "$0")" && pwd)
export COMMONTRACE_URL=${1%/}
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

register() {
  curl -sSf -X POST "$COMMONTRACE_URL/api/v1/keys" -H 'Content-Type: application/json' -d "{\"display_name\": \"$1\"}" | sed -E 's/.*"api_key": *"([^"]+)".*/\1/'
}

inspector() { "$tools/mcp-client.sh" inspector "$@"; }

# Of a result only what a model reads.
text() { sed -nE 's/^ +"text": "(.*)"$/\1/p' | sed -E 's/\\n/\n/g; s/\\"/"/g'; }

agent() { "$tools/mcp-client.sh" "$tools/../CommonTrace.Tests/Mcp/clients/agent.cjs" "$@"; }

# Shows a command as it would be typed, and what it says; of keys only their beginning, and the address that readers have.
run() {
  printf '$ %s\n' "$1"
  eval "$1" 2>&1 | sed -E "s/ct_([A-Za-z0-9_-]{4})[A-Za-z0-9_-]{45}/ct_\1…/g; s#$COMMONTRACE_URL#http://localhost:5180#g; s#$PWD#~/project#g" || true
  echo
}

KEY=$(register alice) OTHER=$(register bob)
export COMMONTRACE_API_KEY=$KEY
export CLAUDE_CONFIG_DIR=$PWD/.claude DISABLE_AUTOUPDATER=1 CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1

if command -v claude >/dev/null; then
  run 'claude --version'
  run 'claude mcp add --transport http commontrace $COMMONTRACE_URL/mcp --header "X-API-Key: $KEY"'
  run 'claude mcp add commontrace-stdio -- commontrace mcp'
  run 'claude mcp list'
fi

MCP="$COMMONTRACE_URL/mcp --method tools/call --tool-name"
run 'inspector $MCP search_traces --header "X-API-Key: $KEY" --tool-args-json "{\"query\": \"57P01 on pgbouncer reload\", \"tags\": [\"npgsql\"]}" | text'
run 'inspector $MCP contribute_trace --header "X-API-Key: $KEY" --tool-args-json "{
    \"title\": \"Npgsql: 57P01 on every pgbouncer reload\",
    \"context_text\": \"Npgsql 10, .NET 10, pgbouncer 1.22 in transaction mode. After each RELOAD: 57P01 terminating connection due to administrator command.\",
    \"solution_text\": \"Set No Reset On Close=true in the connection string: pgbouncer resets the session itself, and DISCARD ALL fails in transaction mode.\",
    \"tags\": [\"npgsql\", \"pgbouncer\"]}"'
export COMMONTRACE_API_KEY=$OTHER
run 'agent "npgsql 57P01 after pgbouncer reload"'
ID=$(agent "npgsql 57P01 after pgbouncer reload" | sed -nE 's/.*trace ([0-9a-f-]{36}) .*/\1/p' | head -n 1)
run 'inspector $MCP get_trace --header "X-API-Key: $OTHER" --tool-arg trace_id=$ID | text'
run 'inspector $MCP report_outcome --header "X-API-Key: $OTHER" --tool-arg trace_id=$ID --tool-arg solved=true | text'
run 'inspector --method tools/call --tool-name my_traces -e COMMONTRACE_URL=$COMMONTRACE_URL -e COMMONTRACE_API_KEY=$KEY commontrace mcp | text'
run 'inspector --method tools/call --tool-name my_traces -e COMMONTRACE_URL=http://127.0.0.1:9 -e COMMONTRACE_API_KEY=$KEY commontrace mcp'
