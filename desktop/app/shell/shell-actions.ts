import { computed } from 'vue';
import { localeNames, locales, useToasts, useUiText } from '@holdfast/ui';
import { useInboxView } from '../inbox/inbox-view.store.ts';
import { useSessionStore } from '../session/session.store.ts';
import { useSettingsStore } from '../settings/settings.store.ts';
import { useActions, type Action } from './actions.ts';
import { useNavigation } from './navigation.store.ts';

type Parts = {
  readonly toggleList: () => void;
  readonly toggleClient: () => void;
  readonly reply: () => void | false;
  readonly signOut: () => void;
};

/** What can be done wherever one is. */
export function useShellActions({ toggleList, toggleClient, reply, signOut }: Parts): { lock: () => Promise<void> } {
  const { t, locale } = useUiText();
  const { show } = useToasts();
  const navigation = useNavigation();
  const session = useSessionStore();
  const settings = useSettingsStore();
  const inboxView = useInboxView();
  const hasPin = computed(() => session.session.state === 'ready' && session.session.pin.isSet);

  /** Without a PIN there is nothing to unlock with. */
  async function lock(): Promise<void> {
    if (hasPin.value) return void (await session.lockNow());
    show({ text: t('shell.lockNeedsPin'), action: { label: t('shell.setPin'), run: () => navigation.openPanel('settings', { text: 'security' }) } });
  }

  const themes = (['light', 'dark', 'system'] as const).map((theme): Action => ({
    id: `shell.theme.${theme}`, group: 'app', icon: theme === 'light' ? 'sun' : theme === 'dark' ? 'moon' : 'monitor', when: () => settings.settings.theme !== theme,
    label: () => t('shell.theme', { name: t(`shell.actions.theme${theme === 'light' ? 'Light' : theme === 'dark' ? 'Dark' : 'System'}`) }), run: () => void settings.change({ theme }),
  }));
  const languages = locales.map((language): Action => ({
    id: `shell.language.${language}`, group: 'app', icon: 'languages', when: () => locale.value !== language,
    label: () => t('shell.language', { name: localeNames[language] }), run: () => void settings.change({ language }),
  }));

  useActions([
    { id: 'shell.palette', group: 'app', label: () => t('shell.actions.palette'), icon: 'command', keys: ['mod+k', 'mod+p'], whileTyping: true, run: () => navigation.openPanel('palette') },
    { id: 'shell.shortcuts', group: 'app', label: () => t('shell.actions.shortcuts'), icon: 'keyboard', keys: '?', run: () => navigation.openPanel('shortcuts') },
    { id: 'shell.search', group: 'go', label: () => t('shell.actions.search'), icon: 'search', keys: ['/', 'mod+shift+f'], run: () => navigation.openPanel('search') },
    { id: 'shell.start', group: 'app', label: () => t('shell.actions.start'), icon: 'square-pen', keys: 'n', run: () => navigation.openPanel('start') },
    { id: 'shell.settings', group: 'app', label: () => t('shell.actions.settings'), icon: 'settings', keys: 'mod+,', whileTyping: true, run: () => navigation.openPanel('settings') },
    { id: 'shell.inbox', group: 'go', label: () => t('inbox.actions.goInbox'), icon: 'inbox', keys: 'g i', run: () => { inboxView.clear(); navigation.show('inbox'); } },
    { id: 'shell.queue', group: 'go', label: () => t('inbox.actions.goUnassigned'), icon: 'hand', keys: 'g u', run: () => navigation.show('queue') },
    { id: 'shell.waiting', group: 'go', label: () => t('inbox.actions.goWaiting'), icon: 'clock', keys: 'g w', run: () => { navigation.show('inbox'); inboxView.clear(); inboxView.narrow({ waiting: true }); } },
    { id: 'shell.reply', group: 'conversation', label: () => t('shell.actions.reply'), icon: 'reply', keys: 'r', run: reply },
    { id: 'shell.previous', group: 'go', label: () => t('shell.actions.previous'), icon: 'history', keys: 'alt+arrowleft', run: () => navigation.previous() },
    { id: 'shell.back', group: 'go', label: () => t('shell.actions.back'), keys: 'escape', isHidden: true, run: () => (navigation.panel !== null || navigation.open !== null || navigation.queuedRoomId !== null ? navigation.back() : false) },
    { id: 'shell.toggle-list', group: 'app', label: () => t('shell.actions.toggleList'), icon: 'panel-left', keys: '[', run: toggleList },
    { id: 'shell.toggle-client', group: 'app', label: () => t('shell.actions.toggleClient'), icon: 'panel-right', keys: ']', when: () => navigation.open !== null, run: toggleClient },
    { id: 'shell.lock', group: 'app', label: () => t('shell.actions.lock'), icon: 'lock', keys: 'mod+shift+l', whileTyping: true, run: () => void lock() },
    { id: 'shell.sign-out', group: 'app', label: () => t('shell.actions.signOut'), icon: 'log-out', run: signOut },
    ...themes,
    ...languages,
  ]);
  return { lock };
}
