import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Worth it: text of more than a packet. Fonts are compressed in themselves. */
const isText = /\.(?:html|js|css|svg)$/;
const least = 1_024;

/** Writes each text file of the build beside itself as Brotli (RFC 7932) and gzip (RFC 1952), once and as small as they go. */
export function compressed(): Plugin {
  let directory = '';
  return {
    name: 'holdfast-compressed',
    apply: 'build',
    configResolved: (config) => void (directory = config.build.outDir),
    closeBundle() {
      for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (!entry.isFile() || !isText.test(entry.name)) continue;
        const bytes = readFileSync(path);
        if (bytes.length < least) continue;
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
      }
    },
  };
}
