import { useUiText, useToasts } from '@holdfast/ui';
import { useBoxApi } from '../host/box-api.ts';
import { safeTarget } from './links.ts';

/** Hands a link to main, which checks it again and opens it outside of the app. What may not leave is not handed over. */
export function useOpenLink(): (href: string) => void {
  const api = useBoxApi();
  const { show } = useToasts();
  const { t } = useUiText();
  return (href) => {
    const url = safeTarget(href);
    if (url === null) return;
    api.openLink({ url }).catch(() => show({ text: t('conversation.action.failed', { reason: url }), tone: 'failed' }));
  };
}
