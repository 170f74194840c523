// What a client makes of calls that are refused: refusals.cjs <JSON of connect.cjs, with authorKey>.
const { connect, outcome } = require("./connect.cjs");

async function main(target) {
  const call = async (key, name, args) => outcome(async () => {
    const client = await connect(target, key);
    try {
      await client.listTools();
      return await client.callTool({ name, arguments: args });
    } finally {
      await client.close();
    }
  });
  console.log(JSON.stringify({
    noKey: await call(undefined, "search_traces", { query: "a timeout" }),
    badKey: await call("ct_no-such-key", "search_traces", { query: "a timeout" }),
    badId: await call(target.authorKey, "get_trace", { trace_id: "no id" }),
    unknownId: await call(target.authorKey, "get_trace", { trace_id: "00000000-0000-7000-8000-000000000000" }),
    missing: await call(target.authorKey, "contribute_trace", { title: "only a title" }),
    wrongType: await call(target.authorKey, "search_traces", { query: ["no", "text"] }),
    unknownTool: await call(target.authorKey, "no_such_tool", {}),
  }));
}

main(JSON.parse(process.argv[2]));
