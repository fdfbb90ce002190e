import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dictionary1 } from '@holdfast/archive-format';

const script = (name: string): string => readFileSync(new URL(`./verifier/${name}`, import.meta.url), 'utf8');
const style = 'body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}label{display:block;margin:1rem 0 .3rem}input[type=text]{width:100%;font:14px monospace;padding:.4rem}#verdict{padding:.8rem 1rem;border-radius:6px;margin:1.5rem 0;font-weight:600}.good{background:#e3f4e6;color:#14532d}.bad{background:#fbe4e4;color:#7f1d1d}.working{background:#eee}li{overflow-wrap:anywhere}';

/** One file that checks an export in any recent browser, without a network: it may run its own scripts and fetch nothing. */
export function verifierPage(): string {
  const code = `\n${script('verifier.js')}\n${script('page.js')}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Holdfast export verifier</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-${Buffer.from(hash('sha256', code), 'hex').toString('base64')}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<style>${style}</style></head><body>
<h1>Is this export what the archive holds?</h1>
<p>Choose the folder in which this page lies. Everything is checked here, on this machine; nothing is sent anywhere. A page that comes with what it checks proves little by itself: compare it with one from another export, or with the tool’s source.</p>
<label for="folder">Folder of the export</label><input type="file" id="folder" webkitdirectory multiple>
<label for="key">Key of the log, if you have it from somebody else than the exporter</label><input type="text" id="key" autocomplete="off" spellcheck="false" placeholder="name+1234abcd+Base64">
<p id="verdict" role="status" class="working">No folder was chosen yet.</p><ul id="details"></ul>
<script type="application/octet-stream" id="dictionary">${Buffer.from(dictionary1).toString('base64')}</script>
<script>${code}</script>
</body></html>
`;
}
