import { fileNames } from './box-layout.ts';
import type { PlanInput, PlannedFile, PlannedProcess } from './box-plan.ts';

export const supervisorSocket = (run: string) => `${run}/supervisor.sock`;
export const supervisorPid = (run: string) => `${run}/supervisord.pid`;
export const partLog = (log: string, part: string) => `${log}/${part}.log`;
/** What a part says before its own log works, and when it dies. */
export const partOutput = (log: string, part: string) => (part === 'homeserver' ? `${log}/homeserver-output.log` : partLog(log, part));

/**
 * supervisord.conf. Nothing starts by itself: `holdfast up` starts the parts in order, each once the one before it is
 * healthy, which a supervisor's priorities cannot promise. From then on a part that dies is started again.
 */
export function planSupervisor({ config, layout }: PlanInput, processes: readonly PlannedProcess[]): PlannedFile {
  const bytes = `${config.log.max_megabytes}MB`;
  const sections = [
    section('unix_http_server', { file: supervisorSocket(layout.run), chmod: '0700' }),
    section('supervisord', {
      logfile: `${layout.log}/supervisord.log`,
      logfile_maxbytes: bytes,
      logfile_backups: config.log.keep,
      loglevel: 'info',
      pidfile: supervisorPid(layout.run),
      directory: layout.root,
      umask: '077',
      // Room for every client's connection beside the databases.
      minfds: 1024,
    }),
    section('rpcinterface:supervisor', { 'supervisor.rpcinterface_factory': 'supervisor.rpcinterface:make_main_rpcinterface' }),
    section('supervisorctl', { serverurl: `unix://${supervisorSocket(layout.run)}` }),
    ...processes.map((process) =>
      section(`program:${process.name}`, {
        command: process.command.map(quoteArgument).join(' '),
        directory: process.directory,
        environment: Object.entries(process.environment).map(([name, value]) => `${name}="${value}"`).join(','),
        priority: process.order,
        autostart: 'false',
        autorestart: 'true',
        startsecs: 1,
        // A part that keeps dying is tried again for minutes, with growing pauses, and then left for a person to see.
        startretries: 20,
        stopsignal: 'TERM',
        stopwaitsecs: 20,
        stopasgroup: 'true',
        killasgroup: 'true',
        redirect_stderr: 'true',
        stdout_logfile: partOutput(layout.log, process.name),
        stdout_logfile_maxbytes: bytes,
        stdout_logfile_backups: config.log.keep,
      }),
    ),
  ];
  return { path: `${layout.config}/${fileNames.supervisor}`, mode: 0o600, content: `${sections.join('\n')}` };

  function section(name: string, values: Record<string, string | number>): string {
    const lines = Object.entries(values).filter(([, value]) => value !== '').map(([key, value]) => `${key} = ${escapePercent(String(value))}\n`);
    return `[${name}]\n${lines.join('')}`;
  }
  function quoteArgument(argument: string): string {
    return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `"${argument.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  }
}

/** Supervisor expands `%(name)s` in values. */
const escapePercent = (text: string) => text.replaceAll('%', '%%');
