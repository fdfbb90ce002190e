import { test } from 'vitest';
import { killInTurn } from '../support/kill-in-turn.ts';

test('20 times kill -9 of control plane, homeserver and bridge in turn, while everybody writes', { timeout: 600_000 }, async () => {
  const { sent, uncertain, fromClients } = await killInTurn(20);
  process.stdout.write(`crash: ${sent} sent, ${uncertain} uncertain, ${fromClients} from clients\n`);
});
