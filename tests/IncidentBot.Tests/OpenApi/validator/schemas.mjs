// Discord's OpenAPI document, made ready for ajv: one schema per component, in the 2020-12 dialect that OpenAPI 3.1 uses.
import Ajv2020 from "ajv/dist/2020.js";

// A bot writes 2,000 characters a message; the document names the 4,000 of a paying person.
const BOT_CONTENT_LENGTH = 2000;

// Where the document is narrower than Discord and its reference are.
const PERMISSIONS = new Set(["allow", "deny", "permissions", "default_member_permissions"]); // strings of digits in API v8 and later, also when they are sent
const CORRECTIONS = {
  // The codes of single fields are words, as in BASE_TYPE_MAX_LENGTH.
  InnerErrors: (schema) => withProperty(schema, "_errors", { type: "array", items: { type: "object", properties: { code: { type: ["integer", "string"] }, message: { type: "string" } }, required: ["code", "message"] } }),
  // Most rate limits have no code.
  RatelimitedResponse: ({ allOf: [, own], ...schema }) => ({ ...schema, ...withProperty(own, "message", { type: "string" }), required: [...own.required, "message"] }),
};

const FORMATS = {
  snowflake: (text) => /^\d{1,20}$/.test(text) && BigInt(text) < 1n << 64n,
  "date-time": (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text) => URL.canParse(text),
  nonce: true,
  int32: { type: "number", validate: (number) => number >= -(2 ** 31) && number < 2 ** 31 },
  int64: { type: "number", validate: Number.isInteger },
  double: { type: "number", validate: Number.isFinite },
};

/**
 * An ajv over the document's components, each under its own name.
 * @param closed whether fields that Discord does not know are errors: yes for what we send, no for what Discord answers (it adds fields at any time)
 * @param adapt changes a component before it is compiled
 */
export function compilerFor(document, { closed, adapt = (schema) => schema }) {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false, formats: FORMATS, inlineRefs: false, logger: false });
  ajv.addKeyword({ keyword: "union", errors: "full", compile: (branches) => union(ajv, branches) });
  for (const [name, schema] of Object.entries(document.components.schemas)) ajv.addSchema(prepare(adapt(CORRECTIONS[name]?.(schema) ?? schema, name), closed), name);
  return { compile: (schema) => ajv.compile(prepare(schema, closed)) };
}

function withProperty(schema, name, property) {
  return { ...schema, properties: { ...schema.properties, [name]: property } };
}

function prepare(node, closed, composed = false) {
  if (Array.isArray(node)) return node.map((item) => prepare(item, closed, composed));
  if (node === null || typeof node !== "object") return node;
  const result = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === "$ref") result.$ref = value.replace("#/components/schemas/", "");
    else if (key === "properties") result.properties = Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, prepare(corrected(name, schema), closed)]));
    else if (key === "oneOf" || key === "anyOf") Object.assign(result, alternatives(value, closed));
    else if (key === "allOf" && node.enum) continue; // says again, wider, what the enum says
    else if (key === "allOf") result.allOf = prepare(value, closed, true);
    else if (key === "enum" || key === "const" || key === "required") result[key] = value;
    else result[key] = prepare(value, closed);
  }

  if (closed && result.properties && !composed) {
    result.additionalProperties ??= false;
    if (result.properties.content?.maxLength > BOT_CONTENT_LENGTH && !node.required?.includes("content")) result.properties.content.maxLength = BOT_CONTENT_LENGTH;
  }

  return result;
}

function corrected(name, schema) {
  return PERMISSIONS.has(name) && [schema.type].flat().includes("integer") ? { ...schema, type: [...[schema.type].flat(), "string"], pattern: "^\\d+$" } : schema;
}

// Discord writes its enumerations as `oneOf` of constants, and its unions without a discriminator and not always disjoint (its own
// `x-discord-union`). Both would end in an error for each branch: the first becomes an enum, the second the keyword below.
function alternatives(branches, closed) {
  return branches.every((branch) => "const" in branch) ? { enum: branches.map((branch) => branch.const) } : { union: prepare(branches, closed) };
}

/** Right when any branch is; otherwise the errors of the one branch that was most likely meant. */
function union(ajv, branches) {
  const validators = branches.map(() => undefined); // compiled on first use: components refer to each other in circles
  return function validate(data, context) {
    const failures = [];
    for (const [index, branch] of branches.entries()) {
      const branchIsRight = (validators[index] ??= ajv.compile(branch));
      if (branchIsRight(data)) return true;
      failures.push(branchIsRight.errors);
    }

    validate.errors = likeliest(failures).map((error) => ({ ...error, instancePath: context.instancePath + error.instancePath }));
    return false;
  };
}

const isDiscriminator = (error) => error.keyword === "enum" && error.instancePath.split("/").length === 2;
const isOtherKind = (error) => error.keyword === "type" && error.instancePath === "";

function likeliest(failures) {
  const cost = (errors) => errors.reduce((sum, error) => sum + (isOtherKind(error) ? 10_000 : isDiscriminator(error) ? 100 : 1), 0);
  const best = failures.reduce((a, b) => (cost(b) < cost(a) ? b : a));
  if (best.every(isOtherKind)) return [{ ...best[0], params: { type: [...new Set(failures.flat().filter(isOtherKind).flatMap((error) => error.params.type))] } }];

  // None of the branches has this `type`: then that alone is what is wrong, and all of their types are what is allowed.
  const discriminator = best.find(isDiscriminator);
  const same = failures.map((errors) => errors.find((error) => isDiscriminator(error) && error.instancePath === discriminator?.instancePath));
  if (!discriminator || same.some((error, index) => !error && !failures[index].every(isOtherKind))) return best;
  return [{ ...discriminator, params: { allowedValues: [...new Set(same.flatMap((error) => error?.params.allowedValues ?? []))] } }];
}
