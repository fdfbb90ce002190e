import { archiveEn } from './archive-en.ts';

export const en = {
  records: {
    title: 'Records', number: 'Company number', noNumber: 'Without a number', who: 'Who', author: 'Written by', when: 'When', written: 'Written', conversation: 'Conversation', unnamed: 'Without a name', reason: 'Reason', code: 'Code',
    nothingFound: 'Nothing matches these filters.', goOn: 'Where to go on', toClient: 'Open the client', toAudit: 'All acts on this client',
    days: {
      title: 'By day', lead: 'How much was recorded on each company number and day. Texts are not shown.', day: 'Day', traffic: 'From clients and to them', empty: 'Nothing is recorded yet. It begins with the first message on a company number.', counting: 'Still counting: numbers are too small until it is done', barOf: '{count} messages', utc: 'Days begin and end at midnight UTC:',
      short: { received: 'Received', sentFromBox: 'Sent', sentFromHandset: 'By handset', refused: 'Refused', edits: 'Corrections', deletions: 'Withdrawals' },
      kinds: { received: 'From clients', sentFromBox: 'Sent from the box', sentFromHandset: 'Typed on the handset', refused: 'Refused', edits: 'Corrections', deletions: 'Withdrawals', reactions: 'Reactions', notes: 'Internal notes', media: 'Of them with a picture or file', other: 'Votes and the like', technical: 'Technical entries' },
    },
    refusals: {
      title: 'Refused', lead: 'What colleagues wrote and the box did not let out. Nothing of it reached a client.', why: 'Why', empty: 'Nothing was refused.', other: 'Refused ({code})',
      codes: { EVENT_TYPE_NOT_ALLOWED: 'Not a kind of message that clients get', STATE_CHANGE: 'Tried to change settings of the conversation', NOT_OWNER: 'The author does not answer this conversation', PORTAL_CLOSED: 'The conversation was deleted on the handset', ACCOUNT_UNKNOWN: 'No company number belongs to this conversation', CONTENT_INVALID: 'The message was damaged', CONTENT_KEY_NOT_ALLOWED: 'The message carried something hidden', MSGTYPE_NOT_ALLOWED: 'This kind of message is not sent to clients', BRIDGE_COMMAND: 'The text would have been a command to the messenger', REFERENCE_UNKNOWN: 'It answered something of another conversation', REFERENCE_NOT_DELIVERED: 'It answered something the client never got', NOT_OWN_EVENT: 'Tried to change somebody else’s message', INTERNAL: 'A fault of the box' },
    },
    decisions: {
      title: 'In doubt', lead: 'Messages that may have arrived or not, or that waited too long, and who decided what about them.', doubt: 'What was in doubt', verdict: 'Decision', open: 'To decide', decided: 'Decided', waits: 'Waits', by: 'Decided by', byAt: '{name}, {at}', kind: 'Kind', noneOpen: 'No message waits for a decision.', noneDecided: 'Nobody has had to decide about a message yet.', otherReason: 'In doubt ({code})',
      was: { uncertain: 'May have arrived or not', 'needs-confirmation': 'To send or discard', failed: 'Could not be sent' }, verdicts: { sent: 'Sent', discarded: 'Discarded' },
      kinds: { message: 'Message', edit: 'Correction', reaction: 'Reaction', redaction: 'Withdrawal', poll: 'Poll' },
      reasons: { HANDOVER: 'Left unsent by the one who answered before', STALE: 'Waited longer than allowed', BRIDGE_DIED: 'The messenger stopped while sending', NO_ANSWER: 'The network never confirmed it', NETWORK_REFUSED: 'The network refused it', UNSUPPORTED: 'The network cannot do this', REFERENCE_NOT_DELIVERED: 'What it refers to was not sent', PORTAL_CLOSED: 'The conversation was deleted on the handset', WITHDRAWN: 'Withdrawn before it went out', PRUNED: 'Its content is gone', NOT_OWNER: 'Its author no longer answers here' },
    },
    access: {
      title: 'Who looked', lead: 'Who looked at which client, when and why; and who took something out.', act: 'What they did', client: 'Client', empty: 'Nobody has looked at a client yet.',
      acts: { 'room-read': 'Read a page of the conversation', 'queue-read': 'Read an unassigned conversation', 'client-contact-revealed': 'Saw the client’s number', 'look-opened': 'Opened a live conversation', 'look-extended': 'Looked on, for another reason', 'look-ended': 'Stopped looking', 'audit-exported': 'Exported the audit trail' },
    },
    looks: {
      title: 'Look into a conversation', lead: 'Read one live conversation for {minutes} minutes, for a reason that stays on record.', search: 'Client or group', searchHint: 'Name, firm or tag of a client', found: 'Conversations', nothingFound: 'No conversation was found by this name.', own: 'Your looks', empty: 'You have not looked into a conversation yet. Find one above.', owner: 'Who answers', last: 'Last message', state: 'State', isOpen: 'Open now', isOver: 'Over',
      open: 'Look into the conversation', this: 'this conversation', askTitle: 'Look into {name}?', askText: 'You read it for {minutes} minutes. The look, each page you read and your reason are kept; who answers the conversation is told where the settings say so.',
      strip: 'You look into a live conversation. This is on record, and who answers it is told.', stripUntold: 'You look into a live conversation. This is on record.', left: '{time} left', extend: 'Look on', extendText: 'Another half hour from now, for another reason. It is kept like the first.', end: 'Stop looking', ranOut: 'The time is over. To read on, give another reason.', ended: 'This look is over. What you read and why is on record.',
      facts: '{owner} answers. Your reason: {reason}.', older: 'Older messages', messages: 'Messages', noMessages: 'There are no messages in this conversation.', media: 'Picture or file', before: 'Before:', corrected: 'Corrected {at}', withdrawn: 'Withdrawn {at}', notSent: 'Never left the box',
      sides: { box: 'The box', handset: 'From the handset', employee: 'The company' }, kinds: { message: 'message', sticker: 'sticker', poll: 'poll', note: 'internal note', edit: 'correction', reaction: 'reaction', other: 'another kind' },
    },
    archive: archiveEn,
    failure: { LOOK_ENDED: 'This look is over. To read on, give another reason.', ROOM_NOT_PORTAL: 'This conversation is no longer here.', BAD_REQUEST: 'Give a reason of at least three letters.' },
  },
};
