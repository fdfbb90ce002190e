import { Type, type Static } from 'typebox';

/**
 * The schema of holdfast.yaml, the one file that describes a box. Its descriptions are the reference
 * (docs/reference/holdfast-yaml.md is generated from here), so every key has one. No secret is ever a value here:
 * a secret is named, and lives in a file of that name in the box's secrets directory.
 */
const strict = { additionalProperties: false } as const;
const SLUG = '^[a-z0-9][a-z0-9-]{0,39}$';
const Slug = (description: string) => Type.String({ pattern: SLUG, description });
const Port = (description: string, fallback: number) =>
  Type.Integer({ minimum: 1, maximum: 65535, default: fallback, description });
const Directory = (description: string, fallback: string) => Type.String({ minLength: 1, default: fallback, description });

/** A value of a bridge's own setting: plain, or the name of a secret file. */
export const BridgeSetting = Type.Union(
  [Type.String(), Type.Number(), Type.Boolean(), Type.Object({ secret: Slug('Name of a file in the secrets directory.') }, strict)],
  { description: 'A value, or `{secret: <name>}` for the content of `secrets/<name>`. Which settings exist is said by the bridge (docs/reference/bridges.md).' },
);
export type BridgeSetting = Static<typeof BridgeSetting>;

export const BridgeChoice = Type.Object(
  {
    enabled: Type.Boolean({ default: true, description: 'Whether the bridge is registered, configured and started.' }),
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535, description: "Port of the bridge's own listener on 127.0.0.1. Without it the port of its bridge.yaml." })),
    settings: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]*$' }), BridgeSetting, { default: {}, description: "The network's own settings, for instance Telegram's `api_id`." }),
  },
  { ...strict, default: {} },
);

export const BoxConfig = Type.Object(
  {
    server_name: Type.String({
      pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$',
      description: 'The part of every Matrix id after the colon. It can never be changed once the homeserver has started.',
    }),
    trial: Type.Boolean({ default: false, description: 'A box for trying things out: SQLite for the homeserver and the loopback messenger are allowed only here.' }),
    small_firm: Type.Boolean({ default: false, description: 'One person may hold two roles; every audit page then says so.' }),
    language: Type.Union([Type.Literal('en'), Type.Literal('ru'), Type.Literal('uk'), Type.Literal('pl')], { default: 'en', description: "The language of the box's own messages to people." }),
    live_history_months: Type.Integer({ minimum: 1, maximum: 120, default: 24, description: 'How long conversations stay readable in the live rooms.' }),
    offline_hours: Type.Integer({ minimum: 0, maximum: 720, default: 24, description: "How many hours an employee's app may go on without reaching the box. After that it destroys what it stored; 0 forbids working without the box." }),
    public_address: Type.Union([Type.String({ pattern: '^https://[^/\\s?#]+$' }), Type.Null()], {
      default: null,
      description: 'Where employees reach the box, for instance `https://messages.example.com`: an edge in front serves the API and the homeserver there. `null`: this machine only.',
    }),
    ports: Type.Object(
      {
        homeserver: Port('Synapse, client API, on 127.0.0.1.', 8008),
        gate: Port('Where the homeserver and the bridges reach the gate, on 127.0.0.1.', 8010),
        api: Port("The control plane's API for people, the command line and the console, on 127.0.0.1.", 8011),
        desktop: Port("The employee app in a browser, on 127.0.0.1; on trial boxes only.", 8012),
      },
      { ...strict, default: {}, description: 'Listeners of the box. Everything listens on loopback; an edge in front is a part of its own.' },
    ),
    paths: Type.Object(
      {
        secrets: Directory('One file per secret, mode 0600, in a directory of mode 0700.', 'secrets'),
        config: Directory('Rendered configuration. Never edited by hand: `holdfast render` writes it again.', 'config'),
        data: Directory("Databases and media: the homeserver's, the bridges' and the record.", 'data'),
        log: Directory('Log files of every part, rotated.', 'log'),
        run: Directory("The supervisor's socket and process id.", 'run'),
        bin: Directory('Bridge binaries installed with `holdfast bridges install`.', 'bin'),
        bridges: Directory('Definitions of bridges of your own, `<id>/bridge.yaml`; they come before the ones delivered with Holdfast.', 'bridges'),
      },
      { ...strict, default: {}, description: 'Where things are kept; relative paths start at the directory of holdfast.yaml.' },
    ),
    homeserver: Type.Object(
      {
        database: Type.Object(
          {
            kind: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres')], { default: 'postgres', description: '`sqlite` is for `trial: true` only.' }),
            connection: Type.Optional(Slug("Name of the secret that holds the homeserver's PostgreSQL connection string.")),
            reader_connection: Type.Optional(Slug('Name of the secret that holds the connection string of a role with SELECT on `events` and `event_json` only; the control plane reads the record with it.')),
          },
          { ...strict, default: {}, description: "Where the homeserver keeps its data." },
        ),
        max_upload_megabytes: Type.Integer({ minimum: 1, maximum: 2048, default: 100, description: 'Largest file somebody may send.' }),
        redaction_retention_days: Type.Integer({ minimum: 7, maximum: 3650, default: 30, description: 'How long the homeserver keeps the original of a redacted event. The journal must have read it before.' }),
      },
      { ...strict, default: {}, description: 'Synapse.' },
    ),
    desktop: Type.Object(
      {
        in_browser: Type.Boolean({ default: true, description: 'Whether a trial box serves the employee app to browsers of this machine, so that it can be tried without installing it. Never on a company\'s box.' }),
        people: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9.-]{0,39}$' }), {
          default: ['anna', 'boris', 'olena', 'new-1', 'new-2'],
          maxItems: 20,
          uniqueItems: true,
          description: 'Each is a place of its own in it, for whoever signs in there, behind the secret `desktop-<name>`. `new-1` and `new-2` are for people you invite.',
        }),
      },
      { ...strict, default: {}, description: 'The employee app in a browser, on trial boxes only.' },
    ),
    administrator: Type.Object(
      { name: Type.String({ pattern: SLUG, default: 'admin', description: 'Sign-in name of the first administrator; the password is the secret `administrator-password`.' }) },
      { ...strict, default: {}, description: 'The bootstrap administrator.' },
    ),
    log: Type.Object(
      {
        level: Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')], { default: 'info', description: "Level of the control plane's log. `debug` also makes homeserver and bridges talkative; they then log names and numbers." }),
        max_megabytes: Type.Integer({ minimum: 1, maximum: 1024, default: 20, description: 'Size at which a log file is rotated.' }),
        keep: Type.Integer({ minimum: 1, maximum: 100, default: 5, description: 'How many rotated files are kept.' }),
      },
      { ...strict, default: {}, description: 'Logs hold ids and codes, never message text.' },
    ),
    bridges: Type.Record(Type.String({ pattern: SLUG }), BridgeChoice, { default: {}, description: 'The messengers of this box: bridge id to its settings. An id is the name of a folder with a bridge.yaml.' }),
    teams: Type.Array(
      Type.Object({ slug: Slug('Short name, used in commands.'), name: Type.String({ minLength: 1, description: 'Name shown to people.' }) }, strict),
      { default: [], description: 'Teams the box starts with.' },
    ),
    accounts: Type.Array(
      Type.Object(
        {
          slug: Slug('Short name, used in commands and in the Matrix id `@acct_<bridge>_<slug>`.'),
          bridge: Slug('Id of the bridge that carries the account.'),
          label: Type.String({ minLength: 1, description: 'Name shown to people.' }),
          team: Type.Optional(Slug('Team that answers new conversations of the account.')),
          number: Type.Optional(Type.String({ pattern: '^\\+[0-9]{5,15}$', description: 'E.164 number that linking must yield.' })),
        },
        strict,
      ),
      { default: [], description: 'Company accounts the box starts with.' },
    ),
  },
  { ...strict, description: 'holdfast.yaml' },
);
export type BoxConfig = Static<typeof BoxConfig>;
