export const en = {
  nav: {
    label: 'Main navigation', open: 'Menu', close: 'Close menu', skip: 'To the content', commands: 'Go to or do', account: 'Your account', signOut: 'Sign out', theme: 'Theme', language: 'Language',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    groups: { now: 'Now', people: 'People', record: 'Record', box: 'The box' },
    home: 'Home', queue: 'Unassigned', clients: 'Clients', people: 'People', handovers: 'Handovers', accounts: 'Company numbers', routing: 'Routing', records: 'Records', audit: 'Audit trail', health: 'Health', settings: 'Settings',
  },
  shell: {
    nothingHere: 'There is nothing at this address, or it is not yours to see.', toHome: 'Go to Home',
    unreachable: 'The box does not answer. Nothing that was done is lost; this page goes on as soon as it answers.',
    boxAway: 'The box does not answer. What you see may be out of date.',
    backAgain: 'The box answers again.',
    palette: { go: 'Go to', do: 'Do', look: 'Look' },
    keys: { title: 'Keyboard shortcuts', scope: 'Everywhere', palette: 'Go to or do anything', help: 'This list', goTo: 'Go to {name}', search: 'Search this page' },
    reason: 'Reason', reasonHint: 'Kept in the audit trail with your name and the time.', reasonMissing: 'Say why: it is kept in the audit trail.',
    loading: 'Loading', refresh: 'Ask again', exportCsv: 'Export as CSV', search: 'Search', filters: 'Filters', clearFilters: 'Clear filters', chosen: '{count} chosen | {count} chosen', rows: '{count} row | {count} rows', rowsSoFar: '{count} shown, more below',
    nobody: 'Nobody', personLocked: 'locked', unknown: 'Unknown', never: 'Never', yes: 'Yes', no: 'No', save: 'Save', back: 'Back', next: 'Next', done: 'Done', edit: 'Change', copy: 'Copy', copied: 'Copied',
    roles: { employee: 'Employee', 'team-lead': 'Team lead', administrator: 'Administrator', 'compliance-officer': 'Compliance officer' },
    accountStates: { unlinked: 'Not linked', connecting: 'Connecting', connected: 'Connected', 'transient-disconnect': 'Interrupted', 'bad-credentials': 'Signed out by the network', 'logged-out': 'Logged out', unknown: 'Unknown' },
    handoverStates: { 'awaiting-approval': 'Waits for approval', scheduled: 'Planned', running: 'Running', done: 'Done', undoing: 'Being undone', undone: 'Undone', rejected: 'Rejected', refused: 'Could not start' },
    liveRooms: 'Live conversations can be read by whoever administers the server of this box; the archive cannot.',
  },
  failure: {
    UNREACHABLE: 'The box does not answer. It is not known whether this was done.', INTERNAL: 'The box made a mistake. Number for the people who look after it: {request}', BAD_REQUEST: 'Something in this form cannot be taken: {detail}', FORBIDDEN: 'You may not do this.', NOT_FOUND: 'This is not here any more.', CONFLICT: 'Something else happened meanwhile. Look again before you go on.',
    CHANGED_MEANWHILE: 'Somebody changed this while you were at it. Nothing was overwritten: look at what is there now.', TOO_MANY_REQUESTS: 'Too many tries. Try again in {seconds} s.', HOMESERVER_UNAVAILABLE: 'The message server does not answer. Nothing was changed.', BRIDGE_UNAVAILABLE: 'The connection to the messenger does not answer. Nothing was changed.', REAUTHENTICATION_REQUIRED: 'Not done: you did not confirm who you are.', PAYLOAD_TOO_LARGE: 'This is too large.', REASON_REQUIRED: 'Say why: it is kept in the audit trail.', other: 'Not done ({code}).',
  },
};
