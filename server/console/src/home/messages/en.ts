export const en = {
  home: {
    title: 'Home', asked: 'As of', all: 'All {count}',
    calm: 'Nothing waits.', calmMore: '{count} company number, and all is well with it. | {count} company numbers, and all is well with them.',
    waiting: { title: 'Clients waiting', none: 'No client waits.', nobody: 'nobody answers', unnamed: 'Without a name' },
    unassigned: { title: 'Unassigned' },
    accounts: { title: 'Company numbers in trouble', of: 'of {total}', paused: 'Paused: nothing goes out', warning: 'The network warns', unlinks: 'Its phone has been away: the network unlinks it in {count} day | Its phone has been away: the network unlinks it in {count} days' },
    messages: { title: 'Messages', notSent: '{count} not sent yet | {count} not sent yet', noAccount: 'Without a number', uncertain: '{count} may have arrived | {count} may have arrived', uncertainMore: 'Its owner decides whether to send again.', confirm: '{count} to send or discard | {count} to send or discard', confirmMore: 'Left by a predecessor, or too old to go out unasked.' },
    handovers: { title: 'Handovers', rooms: '{count} conversation | {count} conversations', somebody: 'Somebody', failed: '{count} did not move yet | {count} did not move yet' },
    alerts: {
      title: 'Alerts', other: 'Something needs a look',
      kinds: { 'delivery-stuck': 'A message does not go out', 'delivery-uncertain': 'A message may have arrived or not', 'gate-failed': 'The way to a messenger is broken', 'journal-fault': 'An event was recorded and could not be understood', 'archive-no-policy': 'No key holders are named: nothing is recorded, and messages wait', 'archive-policy-refused': 'A policy of the archive was not taken', 'archive-frozen': 'The archive and the record do not belong together: nothing is signed any more', 'archive-failed': 'The archive cannot be written', 'archive-unverified': 'The archive is not as it was written', 'archive-witness-away': 'A witness of the archive has not answered for 15 minutes', 'archive-media-missing': 'A file of a message could not be kept', 'job-stuck': 'Work of the box does not get done', 'account-state': 'A company number is not connected', 'account-warning': 'A network warns about a company number', 'account-replaced': 'A company number is linked elsewhere', 'portal-without-account': 'A conversation belongs to no company number', 'old-chat-refused': 'An old chat could not be brought in', 'unknown-login': 'Somebody unknown is linked to a messenger', 'account-unlinks-soon': 'The network will soon unlink a company number', 'handset-message': 'Somebody wrote from a company handset', 'handset-message-from-safe': 'Somebody wrote from a handset that is in the safe', 'handset-message-from-lost': 'Somebody wrote from a lost handset' },
    },
  },
};
