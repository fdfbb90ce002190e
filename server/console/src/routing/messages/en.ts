export const en = {
  routing: {
    title: 'Routing', rules: 'Rules',
    lead: 'Asked from the top about every new conversation; the first rule that fits decides.',
    empty: 'No rules yet. New clients go the usual way below.',
    add: 'New rule', discard: 'Undo my changes', saved: 'The rules hold from now on', up: 'Move {name} up', down: 'Move {name} down', on: '{name} holds', off: 'Switched off', movedTo: '{name} is now number {place} of {count}',
    changedMeanwhile: 'Somebody else changed the rules while you were at it. Yours are kept here; theirs stand below.', takeTheirs: 'Take theirs', keepMine: 'Save mine over theirs', theirs: 'The rules as somebody else saved them',
    leaveTitle: 'The rules are not saved', leaveText: 'What you changed is lost when you leave this page.', leave: 'Leave without saving', stay: 'Stay here',
    otherwise: 'When no rule fits',
    builtIn: { lastOwner: 'Whoever answered this client last', accountOwner: 'Whoever the company number belongs to', leastLoaded: 'Whoever of its team has the fewest clients, by language where it is known', unassigned: 'Nobody: it waits among the unassigned' },
    name: 'Name', nameMissing: 'Give it a name.', when: 'When', who: 'Who writes', whos: { any: 'Anybody', new: 'New clients', known: 'Known clients' },
    accounts: 'To these company numbers', networks: 'Over these networks', languages: 'In these languages', tags: 'With one of these tags', hours: 'Only at certain hours', hoursHint: 'In the time of the box ({zone}).', days: 'Days', from: 'From', until: 'Until', nextDay: 'On the next day',
    then: 'Then it goes to', actions: { person: 'A person', personHint: 'As long as they can answer; otherwise the next rule is asked.', 'least-loaded': 'The least busy of a team', 'least-loadedHint': 'Whoever has the fewest conversations and is not away.', queue: 'The queue of a team', queueHint: 'Nobody gets it by itself; somebody of the team takes it.' },
    person: 'Person', choosePerson: 'Letters of a name', personMissing: 'Choose who gets it.', team: 'Team', teamMissing: 'Choose a team.', keep: 'Put into the list',
    sentence: {
      who: { any: 'Every client who writes', new: 'A new client who writes', known: 'A known client who writes' }, language: 'in {list}', account: 'to {list}', network: 'over {list}', tag: ', tagged {list}', hours: ', {hours}',
      'least-loaded': 'least busy of {team}', queue: 'queue of {team}',
    },
    problems: { PERSON_UNAVAILABLE: 'This person no longer answers clients', ACCOUNT_UNKNOWN: 'This company number is gone', TEAM_UNKNOWN: 'This team is gone', NETWORK_UNKNOWN: 'This network is gone' },
    faults: { action: 'Whoever should get it cannot: choose somebody else.', conditions: 'Something in its conditions does not exist any more.', name: 'Look at this rule again.' },
    misses: {
      disabled: 'switched off', account: 'other company number', network: 'other network', language: 'other language', tag: 'no such tag', client: 'other kind of client', hours: 'other hours', 'person-unavailable': 'person cannot answer', 'nobody-free': 'nobody of the team is free', 'team-unknown': 'team is gone', 'not-reached': 'not asked any more',
    },
    test: {
      title: 'Who would get this?', account: 'Somebody writes to', client: 'Client', newClient: 'Somebody new', language: 'Language', tag: 'Tag', at: 'When', atHint: 'Left empty: now. The box goes by {zone}.', noNumber: 'Link a company number first.', queue: 'Nobody: unassigned', queueOf: 'Queue of {team}',
      byRule: 'by rule {place}, {name}', fits: 'decides',
      by: { 'imported-owner': 'named when the client was imported', rule: 'by a rule', 'last-owner': 'answered this client last', 'account-owner': 'the company number is theirs', 'least-loaded': 'fewest clients of the team', unassigned: 'nobody is left who could answer' },
    },
    texts: { stray: 'Nothing is filled in for {list}: the client would read it.', missing: 'Write at least one language.', conflict: 'Somebody else changed this while you were typing. Nothing was overwritten: what is there now stands under each text.', thereNow: 'There now: {value}', saveMine: 'Save what I typed' },
    greetings: {
      title: 'Greetings', lead: 'What clients read when somebody else takes over; a handover chooses one, or none.', add: 'New greeting', empty: 'No greetings yet. Handovers then say nothing, or what is written with each.',
      name: 'Name', languages: 'Languages', updated: 'Changed', how: 'Each client reads it in their language; without a text in it they read nothing.', placeholders: '{client}: the client. {employee}: who takes over. {firm}: the client’s firm.', saved: '{name} is saved',
      remove: 'Delete', removeTitle: 'Delete {name}?', removeText: 'Handovers that were requested with it keep their words. New ones can no longer choose it.',
    },
    notice: {
      title: 'Recording notice', lead: 'What clients are told of recording: an ordinary message in the name of the company number, once to each.', who: 'Who gets it',
      policies: {
        off: 'Nobody', offHint: 'Clients are told nothing.', 'first-contact': 'New clients', 'first-contactHint': 'With the first answer they get from now on.', 'next-message': 'Everybody', 'next-messageHint': 'Each with the next message, also those who have been clients for long.',
      },
      groups: 'Also in groups', groupsHint: 'Once to each group.', fallback: 'Language for all others', fallbackHint: 'For clients whose language is not known or has no text.', fallbackMissing: 'Write the text in this language: {language}.',
      sent: 'client has it | clients have it', waiting: 'client about to get it | clients about to get it', since: 'This holds since {date}.',
      saved: 'This holds from now on', askTitle: 'What clients are told from now on',
      will: { off: 'Nobody gets a notice any more. Whoever has it keeps it.', 'first-contact': 'Clients who write for the first time from now on get the notice once. Nobody else does.', 'next-message': 'Every client gets the notice once, with their next message. It cannot be called back from their phones.' },
      verbs: { off: 'Send it to nobody', 'first-contact': 'Send it to new clients', 'next-message': 'Send it to everybody' },
      sameWording: 'Only a misprint was mended', sameWordingHint: '{count} client who has it does not get it again. | {count} clients who have it do not get it again.',
      show: 'Show', shows: { all: 'All', sent: 'Have it', waiting: 'About to get it' }, list: 'Who got the notice', nobody: 'Nobody got it yet.', group: 'Group',
      columns: { client: 'Client', language: 'Language', wording: 'Wording', at: 'When', state: 'State' }, states: { sent: 'Sent', waiting: 'On its way' },
    },
    failure: {
      ROUTING_RULE_INVALID: 'One rule cannot be saved as it is; it says why.', GREETING_EXISTS: 'There is a greeting of this name already.', GREETING_INVALID: 'One of the texts cannot be sent: only the three names shown above them may stand in braces.',
      NOTICE_TEXT_MISSING: 'The language for all others has no text.',
    },
  },
};
