import { useFormat } from '@holdfast/ui';

const makers = new Map<string, Intl.DisplayNames>();

/** The name of a language in the language of the screen, beginning as the screen's other facts do: 'Polish', 'Польский'. */
export function languageName(code: string, tag: string): string {
  let maker = makers.get(tag);
  if (!maker) makers.set(tag, (maker = new Intl.DisplayNames(tag, { type: 'language' })));
  const name = maker.of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

export function useLanguageName(): (code: string) => string {
  const format = useFormat();
  return (code) => languageName(code, format.value.tag);
}
