import { ready } from '@holdfast/archive-format';
import type { Command } from 'commander';
import { handInAccess, type HandIn } from '../access/index.ts';
import { sourceRef } from '../archive-copy/index.ts';
import { archiveHome, chooseArchive } from '../home.ts';
import { signerOf } from '../keys/index.ts';
import { bringIndexUp, copyAndVerify, openArchiveIndex, type Indexed } from '../sync/index.ts';
import { globalsOf, holderKey } from './common.ts';
import { createProgress } from './progress.ts';
import { count, plain, say, sayJson } from './show.ts';
import { keyGiven } from './verify.ts';

type Options = { logKey?: string; policyHash?: string; tokenFile?: string; requireQuorum?: boolean; json?: boolean };

const unopenedWords: Readonly<Record<string, string>> = {
  NOT_MINE: 'not sealed to your key: recorded before you were a key holder, or the box seals to other keys than the policy says', SHARES_NEEDED: 'need the shares of other key holders (holdfast-auditor release, collect)',
  SLOT_SWAPPED: 'hold another key than they say: tell the others', SLOT_DAMAGED: 'are damaged',
};

export function addSyncCommand(program: Command): void {
  program
    .command('sync [archive]')
    .description('copy what is new from a folder or address, verify it, open it and put it into the index; hand in the access log')
    .option('--log-key <key or file>', 'the key of the log; needed the first time')
    .option('--policy-hash <hex>', 'hash of the first policy, as you got it; the first time')
    .option('--token-file <file>', 'bearer token for an address')
    .option('--require-quorum', 'refuse a head that too few witnesses have signed')
    .option('--json', 'for programs')
    .action(async (archive: string | undefined, { logKey, policyHash, tokenFile, requireQuorum, json }: Options, command: Command) => {
      await ready();
      const { home, archive: origin } = globalsOf(command);
      const where = archive ?? chooseArchive(home, origin).source;
      const source = sourceRef(where, tokenFile);
      const key = await holderKey(command);
      const progress = createProgress();
      const vkey = keyGiven(logKey);
      const { known, before, verified } = await copyAndVerify({ home, source, where, ...(vkey === undefined ? {} : { vkey }), ...(policyHash === undefined ? {} : { genesis: policyHash }), requireQuorum: requireQuorum === true, onProgress: progress.step });
      const index = openArchiveIndex(home, known, key);
      let indexed: Indexed;
      try {
        indexed = await bringIndexUp({ home, known, erased: verified.erased, key, index, onProgress: progress.step });
      } finally {
        index.close();
        progress.end();
      }
      const handed = await handInAccess(archiveHome(home, known.origin).accessLog, { source, origin: known.origin, signer: signerOf(key) });
      if (json) return sayJson({ origin: known.origin, before, size: verified.records, ...indexed, cosignedBy: verified.cosignedBy, policy: verified.policy?.sequence ?? null, handedIn: handed });
      say(plain(`${known.origin}: ${count(verified.records - before, 'new record')}, ${verified.records.toLocaleString('en-US')} in all, as they were written.`));
      say(`${count(indexed.messages, 'message')} can be searched.${indexed.purged > 0 ? ` ${count(indexed.purged, 'record')} erased here too.` : ''}${indexed.opened > 0 ? ` ${count(indexed.opened, 'part')} opened now with the shares of others.` : ''}`);
      for (const [code, n] of Object.entries(indexed.unopened)) say(`${count(n, 'part')} of the archive ${unopenedWords[code] ?? code}.`);
      say(verified.cosignedBy.length > 0 ? `Head seen by ${verified.cosignedBy.map(({ name }) => name).join(', ')}.` : 'No witness has signed this head.');
      for (const line of handedWords(handed)) say(line);
    });
}

function handedWords(handed: HandIn): string[] {
  if (handed.how === 'nothing') return [];
  if (handed.how === 'posted') return [`${count(handed.count, 'look')} handed in to the archive.`];
  return [`${count(handed.count, 'look')} not handed in yet (${handed.because}): give ${handed.path} to whoever runs the box.`];
}
