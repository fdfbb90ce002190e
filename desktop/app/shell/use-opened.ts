import { onScopeDispose } from 'vue';
import { useBoxApi } from '../host/box-api.ts';
import { useNavigation } from './navigation.store.ts';

/** Clicks outside of the page: on a notification, a deep link, an item of the menu. */
export function useOpened(): void {
  const api = useBoxApi();
  const navigation = useNavigation();
  onScopeDispose(
    api.subscribe((push) => {
      if (push.push !== 'open') return;
      const { target } = push;
      if (target.kind === 'conversation') navigation.openConversation(target.roomId, target.eventId ?? null);
      else if (target.kind === 'settings' || target.kind === 'search') navigation.openPanel(target.kind);
    }),
  );
}
