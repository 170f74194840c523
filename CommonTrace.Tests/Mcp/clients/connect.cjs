// The two generations of the MCP project's own SDK, at the version asked for, over HTTP or a process of its own.
const generations = {
  first: {
    ...require("@modelcontextprotocol/sdk/client/index.js"),
    ...require("@modelcontextprotocol/sdk/client/streamableHttp.js"),
    ...require("@modelcontextprotocol/sdk/client/stdio.js"),
  },
  second: { ...require("@modelcontextprotocol/client"), ...require("@modelcontextprotocol/client/stdio") },
};

/** What to connect to: { url } or { command: [program, ...arguments], environment }; the key is sent as the generation's users would. */
exports.connect = async ({ sdk, version, url, command, environment }, key) => {
  const { Client, StreamableHTTPClientTransport, StdioClientTransport } = generations[sdk];
  const isModern = version >= "2026-07-28";
  const client = new Client({ name: "commontrace-tests", version: "1.0.0" }, {
    supportedProtocolVersions: [version],
    versionNegotiation: { mode: isModern ? { pin: version } : "legacy" },
  });
  const header = sdk === "first" ? { "X-API-Key": key } : { Authorization: `Bearer ${key}` };
  const transport = url
    ? new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: key ? header : {} } })
    : new StdioClientTransport({
        command: command[0], args: command.slice(1), stderr: "ignore",
        env: { ...process.env, ...environment, ...(key ? { COMMONTRACE_API_KEY: key } : {}) },
      });
  if (sdk === "first") {
    askFor(transport, version);
  }

  const tell = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = (agreed) => {
    client.version = agreed;
    tell?.(agreed);
  };
  await client.connect(transport);
  client.version ??= client.getNegotiatedProtocolVersion?.();
  return client;
};

// The first generation always asks for its newest version.
function askFor(transport, version) {
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    if (message.method === "initialize") {
      message.params.protocolVersion = version;
    }

    return send(message, options);
  };
}

/** What the call comes to, as JSON: its result, or the error that the client throws. */
exports.outcome = async (call) => {
  try {
    return await call();
  } catch (error) {
    return { thrown: { name: error.name, code: error.code, message: error.message } };
  }
};
