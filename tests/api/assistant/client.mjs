// An assistant that uses every tool, with the protocol's own client: over standard input and output (PROGRAM, ROOT) and over HTTP (URL).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [program, root, url] = process.argv.slice(2);
const brief = { sentence: "Customers order books and pay by card", answers: { engineers: 9, target: "compose" }, name: "Book shop" };

async function connected(transport) {
  const client = new Client({ name: "assistant", version: "1" });
  await client.connect(transport);
  return client;
}

// What a tool answers, and what it refuses.
async function call(client, name, args = {}) {
  const { content, isError } = await client.callTool({ name, arguments: args });
  assert.ok(!isError, `${name}: ${content[0].text}`);
  return JSON.parse(content[0].text);
}
async function refusal(client, name, args) {
  const { content, isError } = await client.callTool({ name, arguments: args });
  assert.ok(isError, `${name} should refuse: ${content[0].text}`);
  return content[0].text;
}

// What is the same on both ways in.
async function everyTool(client) {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name), ["questions", "propose", "review", "explain_rule", "generate", "compare"]);
  for (const tool of tools) assert.equal(tool.inputSchema.type, "object", tool.name);

  const { questions } = await call(client, "questions");
  assert.ok(questions.length > 20 && questions.some((question) => question.id === "engineers"));
  const { question } = await call(client, "questions", { id: "target" });
  assert.ok(question.choices.length > 2 && question.help);

  const proposed = await call(client, "propose", { brief });
  assert.equal(proposed.name, "Book shop");
  const gateway = proposed.decisions.find((decision) => decision.topic === "gateway");
  const other = gateway.options.find((option) => option !== gateway.choice);
  const choose = [{ topic: gateway.topic, option: other, reason: "We know it" }];
  const otherwise = await call(client, "propose", { brief: { ...brief, choose }, design: true, records: [gateway.topic] });
  assert.equal(otherwise.records[0].choice, other);
  assert.match(otherwise.design, /^groundplan: 1\n/m);
  assert.match(await refusal(client, "propose", { brief: { ...brief, choose: [{ topic: gateway.topic, option: "paper" }] } }), /the options are /);
  assert.match(await refusal(client, "propose", { brief: { answers: { engineerz: 9 } } }), /did you mean “engineers”/);
  assert.match(await refusal(client, "propose", { breif: {} }), /brief/);

  const reviewed = await call(client, "review", { design: otherwise.design });
  assert.equal(reviewed.criteria.length, 10);
  const rule = await call(client, "explain_rule", { code: "REL104" });
  assert.equal(rule.code, "REL104");
  assert.match(await refusal(client, "explain_rule", { code: "XYZ999" }), /the codes are .*REL104/);

  const essential = await call(client, "generate", { brief, profile: "essential", file: "README.md" });
  assert.match(essential.text, /Book shop/);
  assert.match(await refusal(client, "generate", { brief, profile: "small" }), /the profiles are essential, full/);
  await assert.rejects(client.callTool({ name: "destroy", arguments: {} }), /there is no tool “destroy”; the tools are questions, /);
}

async function overStdio() {
  const client = await connected(new StdioClientTransport({ command: program, args: ["mcp", "--root", root], stderr: "inherit" }));
  await everyTool(client);
  const written = await call(client, "generate", { brief, folder: "systems/shop" });
  assert.ok(written.written_count > 20 && written.refused_count === 0, JSON.stringify(written));
  assert.match(readFileSync(join(root, "systems/shop/README.md"), "utf8"), /Book shop/);
  assert.equal((await call(client, "compare", { folder: "systems/shop" })).is_what_the_design_gives, true);
  const again = await call(client, "generate", { folder: "systems/shop" });
  assert.deepEqual([again.written_count, again.unchanged_count], [0, written.written_count]);
  assert.ok((await call(client, "review", { folder: "systems/shop" })).criteria.length === 10);
  assert.match(await refusal(client, "generate", { brief, folder: "../out" }), /not a path below the root/);
  await client.close();
}

async function overHttp() {
  const client = await connected(new StreamableHTTPClientTransport(new URL("/mcp", url)));
  await everyTool(client);
  const made = await call(client, "generate", { brief, profile: "essential" });
  assert.ok(made.files.length > 20 && made.files.length === made.file_count);
  const zip = await fetch(made.download);
  assert.deepEqual([zip.status, zip.headers.get("content-type")], [200, "application/zip"]);
  assert.equal((await fetch(made.studio, { redirect: "manual" })).status, 303);
  assert.match(await refusal(client, "generate", { brief, folder: "shop" }), /no folders over HTTP/);
  await client.close();
}

await overStdio();
await overHttp();
console.log("both ways in work");
