// REST exchanges against the document's operations.
import { compilerFor } from "./schemas.mjs";
import { linesFor } from "./violations.mjs";

const ERROR_ANSWER = "#/components/schemas/ErrorResponse";

export function restChecker(document) {
  const sent = compilerFor(document, { closed: true });
  const answered = compilerFor(document, { closed: false });
  const compiled = new Map();
  const validator = (compiler, schema) => {
    if (!compiled.has(schema)) compiled.set(schema, compiler.compile(schema));
    return compiled.get(schema);
  };
  const violations = (compiler, schema, data) => {
    const isRight = validator(compiler, schema);
    return isRight(data) ? [] : linesFor(isRight.errors, data);
  };

  const routes = Object.entries(document.paths).map(([template, operations]) => ({ template, steps: template.split("/"), operations }));
  const find = (method, target) => {
    const [address, query = ""] = target.split("?");
    const steps = address.replace(/^\/api(\/v\d+)?(?=\/)/, "").replace(/\/$/, "").split("/");
    const matches = routes.filter((route) => route.steps.length === steps.length && route.steps.every((step, index) => step === steps[index] || isParameter(step)));
    // `/users/@me` is both itself and `/users/{user_id}`: the fewest parameters win.
    const route = matches.sort((a, b) => a.steps.filter(isParameter).length - b.steps.filter(isParameter).length)[0];
    const operation = route?.operations[method.toLowerCase()];
    return operation && { operation, query, title: `${method} ${route.template}`, parameters: [...(route.operations.parameters ?? []), ...(operation.parameters ?? [])] };
  };

  // A query carries text only: a parameter is right when its text, or what the text stands for, is.
  const parameterViolations = ({ query, parameters }) => [...new URLSearchParams(query)].flatMap(([name, text]) => {
    const parameter = parameters.find((candidate) => candidate.in === "query" && candidate.name === name);
    if (!parameter) return [`query parameter ${name} is unknown to Discord`];
    const readings = [text, ...(/^-?\d+(\.\d+)?$/.test(text) ? [Number(text)] : []), ...(/^(true|false)$/i.test(text) ? [/^true$/i.test(text)] : [])];
    const failures = readings.map((reading) => violations(sent, parameter.schema, { [name]: reading }[name]));
    return failures.some((lines) => lines.length === 0) ? [] : failures.at(-1).map((line) => line.replace("the body", `query parameter ${name}`));
  });

  const unknown = (method, path) => [`${method} ${path}: Discord's document has no such operation`];

  return {
    operation: ({ method, path }) => (find(method, path) ? [] : unknown(method, path)),

    request({ method, path, body }) {
      const found = find(method, path);
      if (!found) return unknown(method, path);
      const lines = parameterViolations(found);
      const expected = found.operation.requestBody;
      // Of a multipart request only `payload_json` is handed over; it follows the schema of the JSON request.
      const schema = expected?.content["application/json"]?.schema;
      if (body === undefined) {
        if (expected?.required && schema) lines.push("the body is missing");
      } else if (!expected) {
        lines.push("Discord expects no body");
      } else if (schema) {
        lines.push(...violations(sent, schema, body));
      }

      return lines.map((line) => `${found.title}: ${line}`);
    },

    response({ method, path, status, body }) {
      const found = find(method, path);
      if (!found) return unknown(method, path);
      if (status >= 500) return []; // a gateway's error page, not Discord's answer: no schema
      const title = `${found.title} → ${status}`;
      const known = found.operation.responses;
      const declared = known[status] ?? (status >= 400 ? known["4XX"] : undefined);
      if (!declared) return [`${title}: Discord answers ${Object.keys(known).join(", ")} only`];
      const answer = declared.$ref ? document.components.responses[declared.$ref.split("/").at(-1)] : declared;
      const schema = answer.content?.["application/json"]?.schema ?? (status >= 400 ? { $ref: ERROR_ANSWER } : undefined);
      if (!schema) return body === undefined || answer.content ? [] : [`${title}: the answer has no body at Discord`];
      if (body === undefined) return [`${title}: the body is missing`];
      return violations(answered, schema, body).map((line) => `${title}: ${line}`);
    },
  };
}

function isParameter(step) {
  return step.startsWith("{");
}
