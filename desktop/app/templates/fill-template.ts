/** What a template's fields are filled from. */
export type TemplateFacts = { readonly clientName: string; readonly meName: string; readonly date: string };

const field = /\{\{\s*(client\.name|me\.name|date|\?[^{}]{1,80})\s*\}\}/g;

/** What must be asked before the template can be inserted, in the order of first appearance. Pure. */
export function askedFields(body: string): string[] {
  const asked = [...body.matchAll(field)].map((match) => match[1]!.trim()).filter((name) => name.startsWith('?')).map((name) => name.slice(1).trim());
  return [...new Set(asked)].filter((name) => name !== '');
}

/** The text with its fields filled in. What is no field stays as it was written; an answer that is missing leaves its question in sight. Pure. */
export function fillTemplate(body: string, facts: TemplateFacts, answers: Readonly<Record<string, string>> = {}): string {
  return body.replace(field, (whole: string, name: string) => {
    const plain = name.trim();
    if (plain === 'client.name') return facts.clientName;
    if (plain === 'me.name') return facts.meName;
    if (plain === 'date') return facts.date;
    return answers[plain.slice(1).trim()] || whole;
  });
}
