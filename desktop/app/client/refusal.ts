import { useUiText } from '@holdfast/ui';

const known: ReadonlySet<string> = new Set(['OFFLINE', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT']);

/** Half a sentence that says why something about a client was refused. */
export function useClientRefusal(): (code: string) => string {
  const { t } = useUiText();
  return (code) => (known.has(code) ? t(`client.errors.${code}`) : t('client.errors.other', { code }));
}
