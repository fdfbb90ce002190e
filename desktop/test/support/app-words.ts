import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const languages = ['en', 'ru', 'uk', 'pl'] as const;
export type Language = (typeof languages)[number];
type Words = { readonly [key: string]: string | Words };

const app = fileURLToPath(new URL('../../app', import.meta.url));
const features = readdirSync(app).filter((feature) => existsSync(join(app, feature, 'messages/en.ts')));
const all = new Map<Language, ReadonlyMap<string, string>>();
// Each language's own file: the catalogues' index needs the kit of components, which only a browser can load.
for (const language of languages) {
  const words = await Promise.all(features.map(async (feature) => ((await import(join(app, feature, `messages/${language}.ts`))) as Record<Language, Words>)[language]));
  all.set(language, new Map(words.flatMap((each) => flat(each))));
}

function flat(words: Words, before = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [[`${before}${key}`, value] as [string, string]] : flat(value, `${before}${key}.`)));
}

/** What the app says in a language, as a person would look for it on the screen. Throws for a key that does not exist. */
export function say(language: Language, key: string): string {
  const found = all.get(language)?.get(key);
  if (found === undefined) throw new Error(`no words ${key} in ${language}`);
  return found;
}

/** A language is called by its own name, in the choice of languages. */
const ownName = 'English';

/** Whole lines of a screen that are English where the language has other words for them, or keys that stand there instead of words. */
export function leftOver(language: Language, screen: string): string[] {
  const own = new Set(all.get(language)?.values());
  const foreign = new Set([...(all.get('en') ?? [])].filter(([key, text]) => all.get(language)?.get(key) !== text && !own.has(text) && text !== ownName && !text.includes('{')).map(([, text]) => text));
  const keys = new Set(all.get('en')?.keys());
  return screen.split('\n').map((line) => line.trim()).filter((line) => foreign.has(line) || keys.has(line));
}
