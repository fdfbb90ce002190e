/* The page around verifier.js. */
const byId = (id) => document.getElementById(id);
const dictionary = Uint8Array.from(atob(byId('dictionary').textContent.trim()), (letter) => letter.charCodeAt(0));
const line = (parent, text, tag = 'li') => {
  const item = document.createElement(tag);
  item.textContent = text;
  parent.append(item);
};
let chosen = new Map();

async function run() {
  if (chosen.size === 0) return;
  const verdict = byId('verdict');
  const list = byId('details');
  list.replaceChildren();
  verdict.className = 'working';
  verdict.textContent = 'Checking…';
  try {
    const { faults, facts } = await verifier.verify(chosen, { dictionary, expectedKey: byId('key').value, onProgress: (what) => (verdict.textContent = `Checking: ${what}`) });
    verdict.className = faults.length === 0 ? 'good' : 'bad';
    verdict.textContent = faults.length === 0 ? `Verified: ${facts.records} records are in the log as they stand here, ${facts.files} files are unchanged.` : `NOT verified: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}.`;
    for (const each of faults) line(list, each);
    if (facts.origin) line(list, `Archive: ${facts.origin}`);
    if (facts.head) line(list, `Head: ${facts.head}`);
    if (facts.logKey) line(list, `Signed with the key of the log: ${facts.logKey}${byId('key').value.trim() === '' ? ' (compare it with the one you got from somebody else than the exporter)' : ''}`);
    if (facts.exportedBy) line(list, `Exported by ${facts.exportedBy}, ${facts.finishedAt}, reason: ${facts.reason}`);
  } catch (failure) {
    verdict.className = 'bad';
    verdict.textContent = `NOT verified: this is no export, or it is damaged (${failure}).`;
  }
}

byId('folder').addEventListener('change', (event) => {
  chosen = new Map(Array.from(event.target.files, (file) => [file.webkitRelativePath.split('/').slice(1).join('/'), file]));
  run();
});
byId('key').addEventListener('change', run);
