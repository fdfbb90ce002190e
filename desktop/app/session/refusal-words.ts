import { useUiText } from '@holdfast/ui';
import { en } from './messages/en.ts';

const known = Object.keys(en.session.refusals);

/** Plain words for the code of a refusal; a code nobody foresaw is shown as it is, so that it can be reported. */
export function useRefusalWords(): (code: string | null) => string | undefined {
  const { t } = useUiText();
  return (code) => (code === null ? undefined : known.includes(code) ? t(`session.refusals.${code}`) : t('session.refusals.other', { code }));
}
