import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Locked = { version?: string; resolved?: string; link?: boolean; integrity?: string; optionalDependencies?: Record<string, string> };
type Manifest = { workspaces?: string[]; dependencies?: Record<string, string>; devDependencies?: Record<string, string> };

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const root = JSON.parse(read('package.json')) as Manifest;

/** Where npm looks for a dependency of the package at `from`: beside it, then in every folder above. */
function isLocked(from: string, name: string): boolean {
  for (let base = from; ; base = base.includes('/node_modules/') ? base.slice(0, base.lastIndexOf('/node_modules/')) : '') {
    if (packages[`${base === '' ? '' : `${base}/`}node_modules/${name}`]) return true;
    if (base === '') return false;
  }
}

test('every optional dependency of every locked package is locked too, or `npm ci` refuses on another platform', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !isLocked(path, name))
      .map((name) => `${name} of ${path}`),
  );
  expect(missing).toEqual([]);
});

test('every package is locked by its content, and by no address: whichever registry answers must give the same bytes', () => {
  const loose = Object.entries(packages).filter(([path, { link, integrity }]) => path.includes('node_modules/') && !link && !integrity);
  expect(loose.map(([path]) => path)).toEqual([]);
  const elsewhere = Object.values(packages).filter(({ resolved, link }) => resolved !== undefined && !link);
  expect(elsewhere).toEqual([]);
});

test('every dependency of ours is pinned to one version', () => {
  const manifests = ['package.json', ...root.workspaces!.map((workspace) => `${workspace}/package.json`)];
  const loose = manifests.flatMap((path) => {
    const { dependencies, devDependencies } = JSON.parse(read(path)) as Manifest;
    return Object.entries({ ...dependencies, ...devDependencies })
      .filter(([name, version]) => !name.startsWith('@holdfast/') && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name}@${version} in ${path}`);
  });
  expect(loose).toEqual([]);
});
