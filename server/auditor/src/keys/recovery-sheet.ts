import { escapeHtml } from '../escape-html.ts';
import type { HolderKey } from './holder-key.ts';
import { recoveryLines } from './recovery-code.ts';

export type Sheet = { readonly title: string; readonly intro: readonly string[]; readonly lines: readonly string[]; readonly card: string };

export function sheetOf(key: HolderKey, card: string, madeAt: Date): Sheet {
  return {
    title: `Recovery sheet of ${key.name}`,
    intro: [
      `Made ${madeAt.toISOString().slice(0, 10)}. Whoever holds this sheet can open and sign everything that ${key.name} can. It is not under the passphrase.`,
      'Print it, check one line against the screen, lock it away in another place than the key file, and delete the file that was printed.',
      'If the key file or its passphrase is lost: holdfast-auditor recover, and type the lines as they stand here. The two letters behind the dash tell at once whether a line is right.',
    ],
    lines: recoveryLines(key),
    card: card.trim(),
  };
}

export const sheetHtml = ({ title, intro, lines, card }: Sheet): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{font:12pt/1.5 Georgia,serif;max-width:17cm;margin:2cm auto;color:#111;background:#fff}h1{font-size:18pt}pre{font:13pt/2 'DejaVu Sans Mono',Menlo,Consolas,monospace;border:1px solid #999;padding:.6cm;white-space:pre-wrap}pre.small{font-size:9pt;line-height:1.4;overflow-wrap:anywhere;border:0;padding:0}</style>
</head><body><h1>${escapeHtml(title)}</h1>
${intro.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<pre>${escapeHtml(lines.join('\n'))}</pre>
<p>The public half, for whoever writes the policy:</p><pre class="small">${escapeHtml(card)}</pre>
</body></html>
`;
