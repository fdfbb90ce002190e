import { parseArgs } from 'node:util';
import { readHostConfig } from './config.ts';
import { startHost } from './host.ts';

const { values } = parseArgs({ options: { config: { type: 'string' } } });
if (values.config === undefined) {
  process.stderr.write('usage: node desktop/host/main.ts --config <desktop-host.json>\n');
  process.exit(2);
}
const host = await startHost(readHostConfig(values.config));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void host.stop().then(() => process.exit(0), () => process.exit(1)));
