import { useFormat } from '@holdfast/ui';

const makers = new Map<string, Intl.DisplayNames>();

/** The name of a language in the language of the screen; alone it begins as other facts do ('Польский'), inside of a sentence as sentences do ('польский'). */
export function languageName(code: string, tag: string, isInside = false): string {
  let maker = makers.get(tag);
  if (!maker) makers.set(tag, (maker = new Intl.DisplayNames(tag, { type: 'language' })));
  const name = maker.of(code) ?? code;
  return isInside ? name : name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

export function useLanguageName(): (code: string, isInside?: boolean) => string {
  const format = useFormat();
  return (code, isInside = false) => languageName(code, format.value.tag, isInside);
}
