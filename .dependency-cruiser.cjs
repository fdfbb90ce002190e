/**
 * Who may import whom (house-style §2). Every rule here has a planted violation in server/test/house/planted/ that must be
 * reported by it and by nothing else; server/test/house/boundaries.test.ts sees to that.
 *
 * Paths may start with ../ because the planted tree is cruised from its own folder.
 */
const up = '^(?:\\.\\./)*';
const room = (...names) => `${up}server/src/(?:${names.join('|')})/`;
const contract = `${up}server/contract/`;
const npm = (...names) => `(?:^|/)node_modules/(?:${names.join('|')})/`;
const tests = '\\.test\\.ts$';

const adapters = ['db', 'matrix', 'bridge', 'saga', 'jobs', 'net'];
const desk = (...names) => `${up}desktop/(?:${names.join('|')})/`;
const console_ = `${up}server/console/`;
const format = `${up}server/archive-format/`;
const auditor = `${up}server/auditor/`;
const core = { dependencyTypes: ['core'] };
const features = ['journal', 'gate', 'directory', 'ownership', 'audit', 'alerts', 'sessions', 'health', 'notices', 'devices', 'templates', 'client-imports', 'client-notices', 'records', 'looks', 'settings', 'alerting', 'handsets', 'overview', 'archive'];

/** A room's own code may import only what is listed; tests of a room may also use the house's fakes. */
const only = (name, comment, from, ...allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: { pathNot: allowed },
});
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { pathNot: tests, ...from }, to });
const value = { dependencyTypesNot: ['type-only'] };

const homes = [
  ['fastify-lives-in-http', ['fastify', '@fastify/[^/]+'], `${up}server/src/http/`],
  ['sqlite-lives-in-db', ['better-sqlite3', '@types/better-sqlite3'], [`${up}server/src/db/`, `${up}server/src/matrix/sqlite-event-source\\.ts$`, `${up}server/src/bridge/bridge-database\\.ts$`]],
  ['node-cron-lives-in-jobs', ['node-cron'], `${up}server/src/jobs/`],
  ['undici-lives-in-net', ['undici'], `${up}server/src/net/`],
  ['pg-lives-in-matrix', ['pg', '@types/pg'], `${up}server/src/matrix/postgres-event-source\\.ts$`],
  ['html-parsing-lives-in-gate', ['htmlparser2', 'domutils', 'domhandler', 'dom-serializer'], `${up}server/src/gate/`],
  ['nodemailer-lives-in-alerting', ['nodemailer', '@types/nodemailer'], [`${up}server/src/alerting/`, auditor]],
  ['csv-writing-lives-in-http', ['csv-stringify'], `${up}server/src/http/`],
  ['csv-reading-lives-in-client-imports', ['csv-parse'], `${up}server/src/client-imports/`],
  ['pino-lives-in-main', ['pino'], [`${up}server/src/main\\.ts$`, `${up}server/src/config/`]],
  ['vue-router-lives-in-console', ['vue-router', '@simplewebauthn/browser'], `${console_}src/`],
  ['electron-lives-in-main-electron', ['electron'], [`${up}desktop/main/electron/`, `${up}desktop/preload/`]],
  ['matrix-js-sdk-lives-in-app-matrix', ['matrix-js-sdk'], `${up}desktop/app/matrix/`],
  ['sqlcipher-lives-in-store', ['better-sqlite3-multiple-ciphers'], [`${up}desktop/store/`, auditor]],
  ['sodium-and-age-live-in-archive-format', ['libsodium-wrappers', 'age-encryption', 'shamir-secret-sharing'], format],
  ['printing-and-stems-live-in-auditor', ['pdfkit', 'dejavu-fonts-ttf', 'snowball-stemmers'], auditor],
  ['ws-lives-in-host', ['ws', '@types/ws'], `${up}desktop/host/`],
  ['dompurify-lives-in-conversation', ['dompurify'], `${up}desktop/app/conversation/`],
  ['reka-lives-in-ui', ['reka-ui', 'emojibase-data', '@lucide/vue', '@tanstack/vue-virtual'], `${up}desktop/ui/`],
  ['command-line-libraries-live-in-cli', ['commander', 'listr2', 'uqr'], [`${up}provisioning/cli/`, auditor, `${up}desktop/ui/src/components/UiQrImage\\.vue$`]],
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'What needs each other is one room.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    never(
      'product-needs-no-test-code',
      'What runs on a box imports neither tests, fakes nor development dependencies.',
      { path: [`${up}server/(?:src|contract|archive-format/src|auditor/src)/`, `${up}provisioning/`, desk('app', 'ipc', 'main', 'preload', 'store', 'host')] },
      { path: [`${up}server/(?:archive-format/|auditor/)?test/`, `${up}desktop/test/`, tests, npm('vitest', 'fast-check', 'eslint', 'dependency-cruiser')] },
    ),
    only('contract-knows-only-typebox', 'No I/O, no Node, no DOM: screens share it.', `${contract}src/`, `${contract}src/`, npm('typebox')),
    only(
      'kernel-knows-only-the-contract',
      'Time, ids, errors, actors. Random bytes and digests are the only things it takes from Node.',
      room('kernel'),
      room('kernel'),
      contract,
      '^(?:node:)?(?:crypto|util)$',
    ),
    never(
      'adapters-know-no-feature',
      'An adapter is used by features and never the other way round.',
      { path: room(...adapters) },
      { path: room(...features, 'http', 'config') },
    ),
    never(
      'db-knows-only-sqlite',
      'The record is below everything but the kernel.',
      { path: room('db') },
      { path: `${up}server/src/`, pathNot: [room('db', 'kernel')] },
    ),
    never(
      'adapters-stand-alone',
      'matrix and bridge may speak HTTP through net, saga and jobs may keep rows in db; none of them knows another.',
      { path: `${up}server/src/(matrix|bridge|saga|jobs|net)/` },
      { path: room(...adapters), pathNot: [room('net'), room('db'), `${up}server/src/$1/`] },
    ),
    never('messenger-adapters-keep-no-rows', 'What the homeserver and the bridges say is kept by features.', { path: room('matrix', 'bridge', 'net') }, { path: room('db') }),
    never('durable-adapters-speak-to-nobody', 'A step or job reaches the network only through what its feature hands it.', { path: room('saga', 'jobs') }, { path: room('net') }),
    never(
      'rooms-are-entered-by-the-front-door',
      'Another room is imported through its index.ts only.',
      { path: `${up}server/src/([^/]+)/` },
      { path: `${up}server/src/[^/]+/(?!index\\.ts$)`, pathNot: [`${up}server/src/$1/`] },
    ),
    never('audit-and-alerts-call-nobody', 'Anyone may call them, so they may call no one.', { path: room('audit', 'alerts') }, { path: `${up}server/src/`, pathNot: [room('audit', 'alerts', 'db', 'kernel')] }),
    never('sessions-know-no-other-feature', 'People come to it through a port.', { path: room('sessions') }, { path: room('journal', 'gate', 'directory', 'ownership', 'alerts') }),
    never('notices-and-devices-stand-alone', 'They know people by their ids; whether somebody may still sign in is a port.', { path: `${up}server/src/(notices|devices)/` }, { path: room(...features), pathNot: [room('audit'), `${up}server/src/$1/`] }),
    never('handsets-watch-and-touch-nothing', 'They know accounts and people, and read what is recorded.', { path: room('handsets') }, { path: room(...features, 'matrix', 'bridge', 'net', 'saga', 'jobs'), pathNot: [room('handsets', 'audit', 'directory'), `${up}server/src/journal/index\\.ts$`] }),
    never('overview-looks-and-nobody-looks-at-it', 'It reads across rooms for screens: it knows who is who and asks the rest through ports, and nobody depends on it.', { path: `${up}server/src/`, pathNot: [room('overview', 'http'), `${up}server/src/main\\.ts$`, tests] }, { path: room('overview') }),
    never('archive-seals-what-is-recorded', 'It reads what the journal and triggers wrote, and knows no other feature: whatever it misses would be missing from the record.', { path: room('archive') }, { path: room(...features), pathNot: [room('archive', 'audit', 'journal')] }),
    never('nobody-knows-the-archive', 'It is the end of the way: what is sealed is not read back.', { path: `${up}server/src/`, pathNot: [room('archive', 'http'), `${up}server/src/(?:main|wiring)\\.ts$`, tests] }, { path: room('archive') }),
    never('templates-stand-alone', 'Text with holes in it: whom it is for and what becomes of it is the business of screens.', { path: room('templates') }, { path: room(...features, 'matrix', 'bridge', 'net', 'saga', 'jobs'), pathNot: [room('audit', 'templates')] }),
    never('what-answers-for-the-record-asks-through-ports', 'Records, looks, settings and alerting serve everybody and so may need nobody: main.ts tells them where to ask.', { path: room('records', 'looks', 'settings', 'alerting') }, { path: room('gate', 'directory', 'ownership', 'sessions', 'health', 'notices', 'devices', 'templates', 'alerts') }),
    never('client-imports-know-who-is-who-and-who-answers', 'How a person is told of their new client is not theirs to know, nor what goes out.', { path: room('client-imports') }, { path: room(...features, 'matrix', 'bridge', 'net', 'saga'), pathNot: [room('client-imports', 'audit', 'directory', 'ownership')] }),
    never('client-notices-know-who-is-who', 'Sending is a port, and who answers is none of their business.', { path: room('client-notices') }, { path: room(...features, 'matrix', 'bridge', 'net', 'saga'), pathNot: [room('client-notices', 'audit', 'directory', 'journal')] }),
    never('health-asks-through-ports', 'It reports on everybody, so it may depend on nobody: main.ts tells it where to ask.', { path: room('health') }, { path: room('journal', 'gate', 'directory', 'ownership', 'alerts', 'sessions', 'matrix', 'bridge', 'saga', 'jobs', 'net') }),
    never('journal-knows-nobody-downstream', 'It records first; the others read what was recorded.', { path: room('journal') }, { path: room('gate', 'directory', 'ownership', 'sessions', 'health') }),
    never('directory-knows-nobody-downstream', 'Who is who does not depend on who answers, nor on what goes out.', { path: room('directory') }, { path: room('gate', 'ownership', 'sessions', 'health', 'notices', 'devices') }),
    never('ownership-never-knows-the-gate', 'What the cut does to waiting messages is a port handed in by main.ts.', { path: room('ownership') }, { path: room('gate', 'sessions', 'health') }),
    never('gate-never-knows-health', 'Whether all is well is asked of the gate, not by it.', { path: room('gate') }, { path: room('sessions', 'health') }),
    never(
      'only-the-gate-asks-the-journal',
      'Directory and ownership are readers that main.ts gives to the journal: they know the shape of an event and nothing else of it.',
      { path: room('directory', 'ownership', 'sessions') },
      { path: room('journal'), ...value },
    ),
    never(
      'http-speaks-to-services-only',
      'A route holds no rule and no SQL: from adapters and features it knows types.',
      { path: room('http') },
      { path: room(...adapters, ...features), ...value },
    ),
    never('nobody-below-knows-http', 'Features speak in AppError codes; HTTP is one edge.', { path: `${up}server/src/`, pathNot: [room('http'), `${up}server/src/main\\.ts$`, tests] }, { path: room('http') }),
    never('only-main-reads-the-configuration', 'Everybody else is told what they need.', { path: `${up}server/src/`, pathNot: [room('config'), `${up}server/src/main\\.ts$`, tests] }, { path: room('config') }),
    never('nobody-imports-main', 'It knows everybody; nobody knows it.', {}, { path: `${up}server/src/main\\.ts$` }),
    never('provisioning-sees-only-the-contract', 'What builds a box and what runs on it meet in files and in the API.', { path: `${up}provisioning/` }, { path: `${up}server/`, pathNot: [contract] }),
    never('server-never-sees-provisioning', 'A running box does not build boxes.', { path: `${up}server/(?:src|contract)/` }, { path: `${up}provisioning/` }),
    only(
      'planning-is-pure',
      'Same input, same bytes: a plan touches no disk, clock or network.',
      `${up}provisioning/plan/`,
      `${up}provisioning/plan/`,
      contract,
      npm('typebox', 'yaml'),
      '^(?:node:)?path(?:/posix)?$',
    ),
    never('planning-and-applying-know-no-command', 'The command line is the outermost layer.', { path: `${up}provisioning/(?:plan|apply)/` }, { path: `${up}provisioning/(?:cli|doctor)/` }),
    never('desktop-sees-only-the-contract', 'The app and the box meet in the API alone.', { path: `${up}desktop/`, pathNot: [tests, `${up}desktop/test/`] }, { path: `${up}(?:server|provisioning)/`, pathNot: [contract] }),
    never('nobody-sees-desktop-but-its-ui', 'The kit is shared with the console; the app is nobody’s library.', { path: `${up}(?:server|provisioning)/`, pathNot: [tests, `${up}server/test/`] }, { path: `${up}desktop/`, pathNot: [desk('ui')] }),
    never('console-sees-only-the-contract-and-the-ui', 'It speaks to the box through the API like everybody else.', { path: `${console_}src/` }, { path: [`${up}server/`, `${up}provisioning/`, `${up}desktop/`], pathNot: [`${console_}src/`, contract, desk('ui')] }),
    never('nobody-sees-the-console', 'The box serves its built files and imports nothing of it.', { path: `${up}`, pathNot: [console_, tests] }, { path: `${console_}src/` }),
    never('screens-have-no-node', 'What runs in the sandbox has neither Node nor Electron; their tsconfig says the same.', { path: [desk('app', 'ui', 'ipc'), `${console_}src/`], pathNot: [tests, `${up}desktop/ui/(?:test|gallery)/`] }, core),
    only('ipc-knows-only-the-contract', 'Three processes share it and nothing else.', desk('ipc'), desk('ipc'), contract, npm('typebox')),
    never('ui-knows-no-feature', 'The kit is below both screens.', { path: desk('ui') }, { path: desk('app', 'main', 'store', 'host', 'preload', 'ipc') }),
    never('app-speaks-through-ipc', 'A screen asks; it never reaches into the services.', { path: desk('app') }, { path: desk('main', 'store', 'host', 'preload') }),
    never('store-knows-only-ipc', 'It keeps and finds; when and why is main’s.', { path: desk('store') }, { path: desk('app', 'main', 'host', 'preload', 'ui') }),
    never('services-know-no-host', 'The same services run under Electron and under Node.', { path: desk('main'), pathNot: [`${up}desktop/main/electron/`] }, { path: [`${up}desktop/main/electron/`, desk('host', 'app', 'preload', 'ui')] }),
    never('the-product-holds-no-browser-host', 'The host that serves the app to a browser is for trials and tests.', { path: [`${up}desktop/main/electron/`, desk('preload')] }, { path: desk('host') }),
    never('nobody-imports-preload', 'Its types would drag Electron and Node into the sandbox.', {}, { path: desk('preload') }),
    only('archive-format-is-pure', 'Bytes in, bytes out: box and key holder must agree on every one of them, whatever they run on.', `${format}src/`, `${format}src/`, npm('libsodium-wrappers', 'age-encryption', 'shamir-secret-sharing'), '^(?:node:)?(?:crypto|zlib)$'),
    never('archive-format-is-entered-by-the-front-door', 'Its parts may change as long as the format does not.', { path: `${up}`, pathNot: [format, tests] }, { path: `${format}src/(?!(?:index|ranges)\\.ts$)` }),
    never('of-the-box-only-the-archive-knows-the-format', 'Everybody else records; how that is sealed is one room’s business.', { path: `${up}server/src/`, pathNot: [room('archive'), `${up}server/src/main\\.ts$`, tests] }, { path: format }),
    never('auditor-knows-only-the-format', 'It never runs on the box, and reads what any box wrote.', { path: auditor, pathNot: [tests, `${auditor}test/`] }, { path: [`${up}server/`, `${up}provisioning/`, `${up}desktop/`], pathNot: [auditor, format, 'node_modules/'] }),
    never('nobody-sees-the-auditor', 'What can read the archive is no part of what writes it.', { path: `${up}`, pathNot: [auditor, tests, `${up}server/test/`] }, { path: auditor }),
    ...homes.map(([name, packages, home]) =>
      never(name, 'One home per library, so that replacing it is one folder.', { pathNot: [tests, `${up}server/(?:archive-format/|auditor/)?test/`, `${up}desktop/test/`, `${up}desktop/ui/(?:test|gallery)/`, ...[home].flat()] }, { path: npm(...packages) }),
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)planted/|desktop/out/|server/console/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
