/* Runs in a browser, offline. It trusts nothing of the export but the arithmetic written here. */
const verifier = (() => {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const bytesOf = (text) => new TextEncoder().encode(text);
  const unbase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const same = (a, b) => a.length === b.length && a.every((byte, n) => byte === b[n]);
  const concat = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  };

  const K = Uint32Array.from('428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5d807aa9812835b01243185be550c7dc372be5d7480deb1fe9bdc06a7c19bf174e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca63511429296727b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa07019a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3748f82ee78a5636f84c878148cc7020890befffaa4506cebbef9a3f7c67178f2'.match(/.{8}/g), (word) => parseInt(word, 16));
  /** SHA-256 in pieces: files may be larger than memory. */
  class Sha256 {
    h = Uint32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
    w = new Uint32Array(64);
    held = new Uint8Array(64);
    heldBytes = 0;
    length = 0;
    block(bytes, at) {
      const { w, h } = this;
      for (let n = 0; n < 16; n++) w[n] = (bytes[at + 4 * n] << 24) | (bytes[at + 4 * n + 1] << 16) | (bytes[at + 4 * n + 2] << 8) | bytes[at + 4 * n + 3];
      for (let n = 16; n < 64; n++) {
        const a = w[n - 15], b = w[n - 2];
        w[n] = (w[n - 16] + (((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3)) + w[n - 7] + (((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10))) | 0;
      }
      let [a, b, c, d, e, f, g, i] = h;
      for (let n = 0; n < 64; n++) {
        const t1 = (i + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + K[n] + w[n]) | 0;
        const t2 = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        i = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += i;
    }
    update(bytes) {
      this.length += bytes.length;
      let at = 0;
      if (this.heldBytes > 0) {
        at = Math.min(64 - this.heldBytes, bytes.length);
        this.held.set(bytes.subarray(0, at), this.heldBytes);
        this.heldBytes += at;
        if (this.heldBytes < 64) return this;
        this.block(this.held, 0);
        this.heldBytes = 0;
      }
      for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
      this.held.set(bytes.subarray(at), 0);
      this.heldBytes = bytes.length - at;
      return this;
    }
    digest() {
      const bits = this.length * 8;
      const tail = new Uint8Array(this.heldBytes < 56 ? 64 : 128);
      tail.set(this.held.subarray(0, this.heldBytes));
      tail[this.heldBytes] = 128;
      new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(bits));
      for (let at = 0; at < tail.length; at += 64) this.block(tail, at);
      const out = new Uint8Array(32);
      this.h.forEach((word, n) => new DataView(out.buffer).setUint32(4 * n, word));
      return out;
    }
  }
  const sha256 = (...parts) => {
    const sum = new Sha256();
    for (const part of parts) sum.update(part);
    return sum.digest();
  };

  const mostAtOnce = 64 * 1024 * 1024;
  async function sumOfFile(file) {
    if (file.size <= mostAtOnce) return new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    const sum = new Sha256();
    for (let at = 0; at < file.size; at += mostAtOnce) sum.update(new Uint8Array(await file.slice(at, at + mostAtOnce).arrayBuffer()));
    return sum.digest();
  }

  /** Lines of a file, however long it is. */
  async function* linesOf(file) {
    let rest = new Uint8Array();
    for (let at = 0; at < file.size; at += 4 << 20) {
      const bytes = concat(rest, new Uint8Array(await file.slice(at, at + (4 << 20)).arrayBuffer()));
      let from = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        yield bytes.subarray(from, end);
        from = end + 1;
      }
      rest = bytes.slice(from);
    }
    if (rest.length > 0) yield rest;
  }

  /* C2SP signed-note with Ed25519 keys. */
  async function checkNote(note, vkey) {
    const at = note.lastIndexOf('\n\n');
    const [, name, id, key] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
    if (at < 0 || !key) return undefined;
    const text = note.slice(0, at + 1);
    const raw = unbase64(key);
    if (raw[0] !== 1 || hex(sha256(bytesOf(`${name}\n`), raw).subarray(0, 4)) !== id) return undefined;
    const publicKey = await crypto.subtle.importKey('raw', raw.subarray(1), { name: 'Ed25519' }, false, ['verify']);
    for (const line of note.slice(at + 2).split('\n')) {
      const [dash, signer, encoded] = line.split(' ');
      if (dash !== '\u2014' || signer !== name) continue;
      const bytes = unbase64(encoded);
      if (hex(bytes.subarray(0, 4)) !== id) continue;
      if (await crypto.subtle.verify({ name: 'Ed25519' }, publicKey, bytes.subarray(4), bytesOf(text))) return text;
    }
    return undefined;
  }

  const one = Uint8Array.of(1);
  const zero = Uint8Array.of(0);
  /* RFC 9162, 2.1.3.2. */
  function isIncluded(leaf, index, size, proof, root) {
    if (!(index >= 0 && index < size)) return false;
    let at = index, last = size - 1, now = sha256(zero, leaf);
    for (const hash of proof) {
      if (last === 0) return false;
      if (at % 2 === 1 || at === last) {
        now = sha256(one, hash, now);
        while (at % 2 === 0 && at !== 0) {
          at = Math.floor(at / 2);
          last = Math.floor(last / 2);
        }
      } else now = sha256(one, now, hash);
      at = Math.floor(at / 2);
      last = Math.floor(last / 2);
    }
    return last === 0 && same(now, root);
  }

  /* RFC 8439: the body's hash is in the leaf, so the tag has nothing to add. */
  function chacha20(key, bytes) {
    const words = new Uint32Array(16);
    const view = new DataView(key.buffer, key.byteOffset, 32);
    words.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
    for (let n = 0; n < 8; n++) words[4 + n] = view.getUint32(4 * n, true);
    const out = new Uint8Array(bytes.length);
    const x = new Uint32Array(16);
    const turn = (a, b, c, d) => {
      x[a] += x[b]; x[d] ^= x[a]; x[d] = (x[d] << 16) | (x[d] >>> 16);
      x[c] += x[d]; x[b] ^= x[c]; x[b] = (x[b] << 12) | (x[b] >>> 20);
      x[a] += x[b]; x[d] ^= x[a]; x[d] = (x[d] << 8) | (x[d] >>> 24);
      x[c] += x[d]; x[b] ^= x[c]; x[b] = (x[b] << 7) | (x[b] >>> 25);
    };
    for (let at = 0, counter = 1; at < bytes.length; at += 64, counter++) {
      words[12] = counter;
      x.set(words);
      for (let round = 0; round < 10; round++) {
        turn(0, 4, 8, 12); turn(1, 5, 9, 13); turn(2, 6, 10, 14); turn(3, 7, 11, 15);
        turn(0, 5, 10, 15); turn(1, 6, 11, 12); turn(2, 7, 8, 13); turn(3, 4, 9, 14);
      }
      for (let n = 0; n < 16; n++) {
        const word = (x[n] + words[n]) >>> 0;
        for (let byte = 0; byte < 4 && at + 4 * n + byte < bytes.length; byte++) out[at + 4 * n + byte] = bytes[at + 4 * n + byte] ^ ((word >>> (8 * byte)) & 255);
      }
    }
    return out;
  }

  /** Raw deflate with a preset dictionary: the dictionary goes before it as a stored block, and is cut off again. */
  async function inflate(packed, dictionary) {
    const head = Uint8Array.of(0, dictionary.length & 255, dictionary.length >> 8, ~dictionary.length & 255, (~dictionary.length >> 8) & 255);
    const stream = new Blob([head, dictionary, packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer()).subarray(dictionary.length);
  }

  const commitTag = bytesOf('arc1/commit');
  const plainTypes = new Set([7, 8, 9, 11, 12, 13, 14, 15]);

  /** What is sealed in a body, or why it cannot be that. */
  async function payloadOf({ leaf, body, key }, dictionary) {
    const view = new DataView(leaf.buffer, leaf.byteOffset, leaf.length);
    if (leaf.length !== 68 || leaf[0] !== 1 || view.getUint32(32) !== body.length) return { wrong: 'the leaf is none' };
    if (!same(sha256(body), leaf.subarray(36))) return { wrong: 'the sealed body is not the one in the log' };
    if (plainTypes.has(leaf[1])) return { text: utf8.decode(body) };
    if (key === null) return { wrong: 'its key is missing' };
    const from = (leaf[3] & 2) !== 0 ? 32 : 0;
    if (!same(sha256(commitTag, key), body.subarray(from, from + 32))) return { wrong: 'the key is not the one it was sealed with' };
    if (leaf[2] > 1) return { wrong: 'it is packed in an unknown way' };
    return { payload: await inflate(chacha20(key, body.subarray(from + 32, body.length - 16)), leaf[2] === 1 ? dictionary : new Uint8Array()) };
  }

  /** Compares a line of records.jsonl with what its proof proves. */
  function lineSays(line, { index, leaf }, { payload, text }) {
    const words = utf8.decode(line);
    const view = new DataView(leaf.buffer, leaf.byteOffset, leaf.length);
    const head = `{"index":${index},"type":${leaf[1]},"timeMs":${view.getBigUint64(4)},`;
    if (!words.startsWith(head)) return false;
    const rest = words.slice(head.length, -1);
    if (text !== undefined) return JSON.parse(words).payload?.text === text;
    const sealed = utf8.decode(payload);
    return rest === `"payload":${sealed}` || rest === `"payloadText":${JSON.stringify(sealed)}`;
  }

  /**
   * Checks an export: every file against the manifest, the manifest against the exporter's signature, the head against the
   * log's key, every record against the head, and every line of text against what was sealed.
   */
  async function verify(files, { dictionary, expectedKey, onProgress = () => {} }) {
    const faults = [];
    const facts = {};
    const fault = (what) => {
      if (faults.length < 200) faults.push(what);
    };
    const textOf = async (path) => (files.has(path) ? utf8.decode(new Uint8Array(await files.get(path).arrayBuffer())) : undefined);
    const manifestText = await textOf('manifest.json').catch(() => undefined);
    if (manifestText === undefined) return { faults: ['manifest.json is missing or damaged: choose the folder of an export that is finished'], facts };
    const manifest = JSON.parse(manifestText);
    facts.origin = manifest.archive.origin;
    facts.logKey = manifest.archive.logKey;
    facts.exportedBy = `${manifest.exportedBy.name} (${manifest.exportedBy.key})`;
    facts.reason = manifest.reason;
    facts.finishedAt = manifest.finishedAt;
    if (expectedKey && expectedKey.trim() !== manifest.archive.logKey) fault('the key of the log is not the one you gave: this is another archive, or a forged one');

    const signed = await checkNote((await textOf('manifest.note')) ?? '', manifest.exportedBy.key).catch((failure) => String(failure));
    const manifestSum = hex(sha256(bytesOf(manifestText)));
    if (signed === undefined || !signed.startsWith('holdfast.archive/export/v1\n') || !signed.includes(`\nmanifest ${manifestSum}\n`)) fault('manifest.json was not signed by the exporter as it stands');

    const listed = new Set(['manifest.json', 'manifest.note']);
    for (const [n, { path, size, sha256: expected }] of manifest.files.entries()) {
      listed.add(path);
      onProgress(`files ${n + 1} of ${manifest.files.length}`);
      const file = files.get(path);
      if (!file) fault(`${path} is missing`);
      else if (file.size !== size || hex(await sumOfFile(file)) !== expected) fault(`${path} was changed`);
    }
    for (const path of files.keys()) if (!listed.has(path) && !path.split('/').pop().startsWith('.')) fault(`${path} is not part of the export`);
    facts.files = manifest.files.length;

    const head = await checkNote((await textOf('checkpoint')) ?? '', manifest.archive.logKey).catch((failure) => {
      fault(`this browser cannot check Ed25519 signatures (${failure}); use a newer one`);
      return undefined;
    });
    const [origin, size, root] = (head ?? '').split('\n');
    if (head === undefined || origin !== manifest.archive.origin || Number(size) !== manifest.archive.size) {
      fault('the checkpoint is not signed by the key of the log');
      return { faults, facts };
    }
    facts.head = `${size} records, root ${root}`;
    facts.records = await checkRecords(files, { size: Number(size), root: unbase64(root), dictionary, fault, onProgress });
    if (facts.records !== manifest.records) fault(`${facts.records} records are proven, the manifest names ${manifest.records}`);
    return { faults, facts };
  }

  async function checkRecords(files, { size, root, dictionary, fault, onProgress }) {
    const records = files.get('records.jsonl');
    const proofs = files.get('proofs.jsonl');
    if (!records || !proofs) return 0;
    const lines = linesOf(records);
    let proven = 0;
    let last = -1;
    for await (const proofLine of linesOf(proofs)) {
      const { value: line } = await lines.next();
      const said = JSON.parse(utf8.decode(proofLine));
      const proof = { index: said.index, leaf: unbase64(said.leaf), body: unbase64(said.body), key: said.key === null ? null : unbase64(said.key) };
      if (!(proof.index > last)) fault(`record ${proof.index} is repeated or out of order`);
      last = proof.index;
      if (!isIncluded(proof.leaf, proof.index, size, said.proof.map(unbase64), root)) {
        fault(`record ${proof.index} is not in the log under this head`);
        continue;
      }
      const opened = await payloadOf(proof, dictionary).catch(() => ({ wrong: 'it cannot be read' }));
      if (opened.wrong) fault(`record ${proof.index}: ${opened.wrong}`);
      else if (line === undefined || !lineSays(line, proof, opened)) fault(`record ${proof.index}: records.jsonl does not say what was sealed`);
      else proven++;
      if (proven % 200 === 0) onProgress(`records ${proven}`);
    }
    if (!(await lines.next()).done) fault('records.jsonl has lines without a proof');
    return proven;
  }

  return { verify, sha256, chacha20, inflate };
})();
globalThis.verifier = verifier;
