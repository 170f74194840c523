// A trace's life by every tool, as two agents would have it: life.cjs <JSON of connect.cjs, with authorKey and readerKey>.
const { connect } = require("./connect.cjs");

async function main(target) {
  const author = await connect(target, target.authorKey);
  const reader = await connect(target, target.readerKey);
  const { tools } = await author.listTools();
  await reader.listTools();
  const calls = {};
  const call = async (client, name, args) => (calls[name] = await client.callTool({ name, arguments: args })).structuredContent;

  const { id } = await call(author, "contribute_trace", target.trace);
  await call(reader, "search_traces", { query: target.trace.title, tags: target.trace.tags, limit: 5, detail: "full" });
  await call(reader, "get_trace", { trace_id: id });
  await call(reader, "vote_trace", { trace_id: id, vote_type: "up", voter_context: { os: "linux" } });
  await call(reader, "report_outcome", { trace_id: id, solved: true, note: "at once" });
  await call(reader, "amend_trace", { trace_id: id, improved_solution: `${target.trace.solution_text} Then restart.`, explanation: "It is read at the start." });
  await call(reader, "flag_trace", { trace_id: id, reason: "There is one like it.", category: "duplicate" });
  await call(author, "list_tags", {});
  await call(author, "my_traces", {});
  const resources = {
    listed: (await author.listResources()).resources,
    templates: (await author.listResourceTemplates()).resourceTemplates,
    trace: await reader.readResource({ uri: `trace://${id}` }),
    tags: await reader.readResource({ uri: "tags://all" }),
  };
  const prompts = {};
  for (const { name, arguments: wanted = [] } of (await author.listPrompts()).prompts) {
    prompts[name] = await author.getPrompt({ name, arguments: Object.fromEntries(wanted.map((argument) => [argument.name, "a timeout"])) });
  }

  await call(author, "delete_trace", { trace_id: id });
  console.log(JSON.stringify({ version: author.version, server: author.getServerVersion(), instructions: author.getInstructions(), tools, calls, resources, prompts }));
  await Promise.all([author.close(), reader.close()]);
}

main(JSON.parse(process.argv[2]));
