// The client of docs/agents.md: agent.cjs <words>, with COMMONTRACE_URL and COMMONTRACE_API_KEY set.
const { Client, StreamableHTTPClientTransport } = require("@modelcontextprotocol/client");

async function main(query) {
  const client = new Client({ name: "my-agent", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  const headers = { "X-API-Key": process.env.COMMONTRACE_API_KEY };
  await client.connect(new StreamableHTTPClientTransport(new URL("mcp", process.env.COMMONTRACE_URL), { requestInit: { headers } }));

  const found = await client.callTool({ name: "search_traces", arguments: { query, limit: 3 } });
  console.log(found.content[0].text);
  if (!found.isError) {
    console.log(found.structuredContent.results.map((trace) => `${trace.id} trust ${trace.trust_score}`));
  }

  await client.close();
}

main(process.argv[2]);
