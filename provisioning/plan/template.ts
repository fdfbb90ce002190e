/** What a `{{name}}` stands for. Names with a colon (`secret:x`, `setting:x`) are looked up the same way. */
export type TemplateLookup = (name: string) => unknown;

/** Thrown when a template names something this box does not have. */
export class UnknownTemplateName extends Error {
  readonly templateName: string;
  constructor(name: string) {
    super(`{{${name}}} stands for nothing here`);
    this.name = 'UnknownTemplateName';
    this.templateName = name;
  }
}

// Bridges use Go templates in their own values ({{.}}, {{or .PushName "x"}}): those have dots or spaces, ours never.
const PLACEHOLDER = /\{\{([a-z][a-z0-9_]*(?::[a-z0-9][a-z0-9_-]*)?)\}\}/g;
const WHOLE = new RegExp(`^${PLACEHOLDER.source}$`);

/** Fills in a value of any shape, map keys included. A value that is nothing but one placeholder keeps the type of what it stands for. */
export function fillTemplate(value: unknown, lookup: TemplateLookup): unknown {
  if (typeof value === 'string') return fillText(value, lookup);
  if (Array.isArray(value)) return value.map((item) => fillTemplate(item, lookup));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [String(fillText(key, lookup)), fillTemplate(item, lookup)]));
  }
  return value;
}

function fillText(text: string, lookup: TemplateLookup): unknown {
  const whole = WHOLE.exec(text);
  if (whole?.[1] !== undefined) return resolve(whole[1], lookup);
  return text.replace(PLACEHOLDER, (_match, name: string) => String(resolve(name, lookup)));
}

function resolve(name: string, lookup: TemplateLookup): unknown {
  const found = lookup(name);
  if (found === undefined) throw new UnknownTemplateName(name);
  return found;
}
