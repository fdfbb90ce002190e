import { en as home } from '../../home/messages/en.ts';

export const en = {
  health: {
    title: 'Health',
    kinds: home.home.alerts.kinds, otherKind: home.home.alerts.other,
    severities: { info: 'Notice', warning: 'Warning', critical: 'Urgent' },
    places: { account: 'Open the company number', handset: 'Open the handset', room: 'Open the conversation', records: 'See the messages in doubt', archive: 'See how the archive is', parts: 'See the parts of the box', checks: 'See the checks and remedies' },
    groups: { versions: 'Versions', ports: 'Ports', disk: 'Disk', memory: 'Memory', clock: 'Clock', secrets: 'Secrets', homeserver: 'Message server', bridges: 'Messengers', gate: 'Way out', desktop: 'Employee app' },
    parts: {
      title: 'Parts', answers: 'Answers', silent: 'Does not answer', messageServer: 'Message server', messageServerFine: 'Colleagues can read and write.', messageServerSilent: 'Nobody can read or write. The checks say how to mend it.',
      record: 'Record', upToDate: 'Up to date', behind: '{count} behind', faults: '{count} not understood | {count} not understood', recorded: '{count} events recorded', last: 'last',
      outgoing: 'Outgoing messages', nothingWaits: 'Nothing waits', waiting: '{count} waits | {count} wait', oldest: 'The oldest waits for {time}.', undecided: '{count} to decide', toDecisions: 'See them',
      messengers: 'Messengers', noMessengers: 'No messenger is set up.', heard: 'last heard', unconfirmed: 'does not confirm deliveries', probe: 'Send a probe', probeOk: 'There and back in {ms} ms', probeFailed: 'Did not come back ({code})',
      numbers: 'Company numbers', numbersFine: '{count} company number, and all is well with it. | {count} company numbers, and all is well with them.', since: 'since', paused: 'Paused',
    },
    checks: {
      title: 'Checks', run: 'Run the checks', again: 'Run again', running: 'The checks are running', asOf: 'As of', never: 'The checks have not been run yet. They change nothing and take about half a minute.', mend: 'How to mend it:',
      states: { ok: 'Fine', warning: 'Take a look', failed: 'Not right', skipped: 'Left out' },
      counts: { ok: '{count} fine | {count} fine', warning: '{count} to look at | {count} to look at', failed: '{count} not right | {count} not right', skipped: '{count} left out | {count} left out' },
      failures: { TIMEOUT: 'The last run took too long and was ended. What is below is older.', NOT_STARTED: 'The last run could not be started. What is below is older.', ANSWER_UNREADABLE: 'The last run gave no readable answer. What is below is older.', NOT_CONFIGURED: 'This box does not say where its checks are: run `holdfast doctor` on the machine.' },
    },
    alerts: {
      title: 'Alerts', open: 'Open', past: 'Over', what: 'What', about: 'About', since: 'Since', over: 'Over', severity: 'How grave', code: 'Code', solve: 'Where it is solved',
      none: 'Nothing needs a look.', nonePast: 'There has been no alert yet.', endsByItself: 'This alert ends by itself when its cause is gone.', endsBySeen: 'This alert tells of a moment. It ends when somebody says that it was seen.',
      acknowledge: 'I have seen it', acknowledged: 'The alert is over', acknowledgeTitle: 'Has this been looked at?', acknowledgeText: 'The alert moves to those that are over. Your name, the time and the reason are kept.',
    },
    failure: { DOCTOR_UNAVAILABLE: 'The checks cannot be run from here: run `holdfast doctor` on the machine.', ALERT_NOT_ACKNOWLEDGEABLE: 'This alert ends by itself when its cause is gone.' },
  },
};
