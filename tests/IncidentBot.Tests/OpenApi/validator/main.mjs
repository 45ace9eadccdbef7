// Checks what is sent to and received from Discord against its OpenAPI document: one JSON question a line on standard input,
// { "id", "kind": "request" | "response" | "event", ... }, one JSON answer a line on standard output, { "id", "violations": [] }.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { gatewayChecker } from "./gateway.mjs";
import { restChecker } from "./rest.mjs";

const document = JSON.parse(readFileSync(process.argv[2], "utf8"));
const checks = { ...restChecker(document), ...gatewayChecker(document) };
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  try {
    say({ id: question.id, violations: checks[question.kind](question) });
  } catch (error) {
    say({ id: question.id, violations: [`the checker itself failed: ${error.stack}`] });
  }
}
