/** Words of the page about the archive's state; part of the words of the records. */
export const archiveEn = {
  title: 'State of the archive', lead: 'Whether everything is sealed, who can open it, and whether it is still as it was written.', copy: 'Copy: {name}',
  tabs: { state: 'State', gaps: 'Gaps', days: 'Daily certificates' },
  states: { sealing: 'Sealing', 'no-policy': 'No key holders', frozen: 'Frozen' },
  says: {
    sealing: 'What is recorded is sealed at once. This box cannot open it again; only the key holders can.',
    'no-policy': 'No key holders are named. Nothing is recorded and nothing that colleagues write leaves the box; what clients write waits in the message server.',
    frozen: 'What is recorded is still sealed and kept, but no longer signed.',
  },
  remedies: { 'no-policy': 'Name them on the machine:', frozen: 'Change nothing on the machine. Whoever looks after the box decides which copy holds.' },
  freezes: { FOLDER_MISSING: 'The folder of the archive is gone.', FOLDER_BEHIND: 'The folder of the archive is older than what was signed last.', RECORD_BEHIND: 'The record is older than the archive, as after a restore from a copy.', DIFFERENT: 'The archive and the record do not belong together.', WITNESS_AHEAD: 'A witness has signed more than this box has, as after a restore from a copy.' },
  frozenSince: 'Frozen since',
  sealed: { title: 'Sealed', records: '{count} record | {count} records', sinceBegin: 'sealed since the archive began', head: '{count} record is signed | {count} records are signed', last: 'last', noHead: 'Nothing is signed yet.' },
  waiting: {
    title: 'Waiting', none: 'Nothing waits.', records: '{count} record to be signed | {count} records to be signed', facts: '{count} act to be sealed | {count} acts to be sealed', earlier: '{count} message of an earlier release to be sealed | {count} messages of an earlier release to be sealed',
    files: '{count} file of a message to be kept | {count} files of messages to be kept', oldest: 'the oldest for', failing: '{count} of them: fetching failed several times',
    slots: '{count} sealing key is ready | {count} sealing keys are ready', slotsEmpty: 'Sealing keys have run out: conversations that begin anew wait. Since',
  },
  holders: { title: 'Key holders', none: 'Nobody yet.', alone: 'Each of them opens the archive alone.', only: 'Opens the archive alone.', together: '{threshold} of {count} must come together to open anything.', policy: 'Policy {sequence}, in force since', postQuantum: 'The keys also resist a quantum computer.' },
  compare: { title: 'To be told to key holders', text: 'Once, in person or by another way they trust. With these two their tool notices an archive that is not yours.', logKey: 'Key of the log', genesis: 'Fingerprint of the first policy' },
  witnesses: { title: 'Witnesses', none: 'No witness is named: nobody outside the box would notice if the whole archive were put in another’s place.', quorum: '{quorum} of {count} must sign each head of the archive.', free: 'They sign each head of the archive; none is required.', signs: 'Signs', awaited: 'Not signed yet', away: 'Away', last: 'last signed', since: 'since', size: '{count} record | {count} records' },
  verification: {
    title: 'Looked over by the box', never: 'The box has not looked its archive over yet.', fine: 'As it was written', faulty: 'Not as it was written', over: '{count} record looked over | {count} records looked over', faults: '{count} fault | {count} faults',
    first: 'The first bad record is number {index}.', whole: 'What is bad concerns the archive as a whole, not one record.', good: 'Records before number {index} are as they were written.', noneGood: 'No record is proven to be as it was written.', tell: 'Tell the key holders, and change nothing on the machine.',
    causes: { missing: 'Something is missing.', altered: 'Something was altered.', rule: 'Something breaks the rules of the archive.' }, code: 'Code', path: 'File',
    run: 'Verify now', running: 'The archive is being looked over', leave: 'It may take minutes. You can leave this page; the result will stand here.', askTitle: 'Look the whole archive over now?', askText: 'The box reads all of its archive that can be judged without a key. Recording goes on meanwhile, and the result is on record.', done: 'The archive is as it was written.', doneFaulty: 'The archive is not as it was written.',
  },
  gaps: {
    title: 'Gaps', lead: 'Times in which something may be missing, because a part of the box was away.', empty: 'No gap was found: every part has been there all the time.', part: 'What was away', cause: 'Why', from: 'From', to: 'Until', still: 'Goes on', clients: 'Clients', late: 'Came late',
    parts: { account: 'A company number', homeserver: 'Message server', box: 'The box itself' }, causes: { 'no-answer': 'Did not answer', 'not-running': 'Did not run' },
    about: 'During this time {clients} had conversations over it.', clientsOver: '{count} client | {count} clients', lateMore: '{count} entry of this time was recorded afterwards. | {count} entries of this time were recorded afterwards.', lateNone: 'Nothing of this time was recorded afterwards.',
  },
  days: {
    title: 'Daily certificates', lead: 'Each night the box compares, for each company number, what the messenger, the message server and the archive have of the day before.', empty: 'There is no certificate yet. The first comes in the night after the first day.', day: 'Day', bridge: 'Messenger', homeserver: 'Message server', archive: 'Archive', result: 'Result',
    unread: 'cannot be read', equal: 'The same', partly: 'Messenger unread', differ: '{count} differs | {count} differ', at: 'Compared', differences: 'What differs', missing: 'Missing in',
  },
};
