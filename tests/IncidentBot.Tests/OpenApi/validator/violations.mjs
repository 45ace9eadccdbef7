// From ajv's errors to lines a person can act on.

export function linesFor(allErrors, data) {
  const errors = allErrors.filter((error) => error.keyword !== "if" && !(error.keyword === "pattern" && allErrors.some((other) => other.keyword === "format" && other.instancePath === error.instancePath)));
  const missing = errors.filter((error) => error.keyword === "required");
  const places = [...new Set(missing.map((error) => error.instancePath))];
  const lines = places.map((path) => missingLine(path, missing.filter((error) => error.instancePath === path)));
  return [...new Set([...lines, ...errors.filter((error) => error.keyword !== "required").map((error) => line(error, data))])];
}

function missingLine(path, errors) {
  const names = errors.map((error) => pathOf([...stepsOf(path), error.params.missingProperty]));
  return `${names.join(", ")} ${names.length === 1 ? "is" : "are"} missing`;
}

function stepsOf(path) {
  return path.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function pathOf(steps) {
  return steps.map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index ? `.${step}` : step)).join("") || "the body";
}

function line(error, root) {
  const steps = stepsOf(error.instancePath);
  const value = steps.reduce((node, step) => node?.[step], root);
  const at = (...more) => pathOf([...steps, ...more]);
  const { params } = error;
  const count = (size, kind, word) => `${at()} has ${size} ${kind}; ${word} ${params.limit} ${params.limit === 1 ? "is" : "are"} allowed`;
  switch (error.keyword) {
    case "additionalProperties": return `${at(params.additionalProperty)} is unknown to Discord`;
    case "type": return `${at()} is ${kindOf(value)}; Discord expects ${[params.type].flat().join(" or ")}`;
    case "enum": return `${at()} is ${shown(value)}; Discord knows ${params.allowedValues.map((allowed) => JSON.stringify(allowed)).join(", ")}`;
    case "const": return `${at()} is ${shown(value)}; Discord expects ${JSON.stringify(params.allowedValue)}`;
    case "format": return `${at()} is ${shown(value)}, which is no ${params.format}`;
    case "pattern": return `${at()} is ${shown(value)}, which does not match ${params.pattern}`;
    case "maxLength": return count([...value].length, "characters", "at most");
    case "minLength": return count([...value].length, "characters", "at least");
    case "maxItems": return count(value.length, "items", "at most");
    case "minItems": return count(value.length, "items", "at least");
    case "minimum":
    case "maximum": return `${at()} is ${value}; it must be ${params.comparison} ${params.limit}`;
    default: return `${at()} ${error.message}`;
  }
}

function kindOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${shown(value)}`;
}

function shown(value) {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
