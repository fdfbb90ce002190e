import type { Catalogue } from '@holdfast/ui';
import { clientMessages } from './client/messages/index.ts';
import { composerMessages } from './composer/messages/index.ts';
import { conversationMessages } from './conversation/messages/index.ts';
import { inboxMessages } from './inbox/messages/index.ts';
import { notificationsMessages } from './notifications/messages/index.ts';
import { queueMessages } from './queue/messages/index.ts';
import { searchMessages } from './search/messages/index.ts';
import { sessionMessages } from './session/messages/index.ts';
import { settingsMessages } from './settings/messages/index.ts';
import { shellMessages } from './shell/messages/index.ts';
import { startingMessages } from './starting/messages/index.ts';
import { templatesMessages } from './templates/messages/index.ts';

/** Every feature's words. A feature that is missing here shows its keys instead of words. */
export const appMessages: readonly Catalogue[] = [
  clientMessages, composerMessages, conversationMessages, inboxMessages, notificationsMessages, queueMessages, searchMessages, sessionMessages, settingsMessages, shellMessages, startingMessages,
  templatesMessages,
];
