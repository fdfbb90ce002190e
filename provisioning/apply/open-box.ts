import { join, resolve } from 'node:path';
import type { BoxConfig } from '../plan/box-config.ts';
import { BOX_FILE, layOutBox, type BoxLayout } from '../plan/box-layout.ts';
import type { KnownBridge } from '../plan/bridge-definition.ts';
import { loadBoxConfig } from '../plan/load-box-config.ts';
import { checkoutRoot } from './checkout.ts';
import { readKnownBridges } from './known-bridges.ts';
import { OperatorError } from './operator-error.ts';
import { readIfThere } from './private-files.ts';

/** A box on this machine: its description, where its things lie, and the bridges it could have. */
export type Box = {
  readonly directory: string;
  readonly checkout: string;
  readonly config: BoxConfig;
  readonly layout: BoxLayout;
  readonly knownBridges: ReadonlyMap<string, KnownBridge>;
};

/** Reads holdfast.yaml. Throws ConfigError where it is wrong and OperatorError where it is missing. */
export function openBox(directory: string, checkout: string = checkoutRoot): Box {
  const root = resolve(directory);
  // supervisord expands %(name)s in paths, some twice, so no escaping holds everywhere.
  if (root.includes('%')) throw new OperatorError(`the directory of a box must not have a percent sign in its path (${root})`, 'Choose another directory.');
  const file = join(root, BOX_FILE);
  const text = readIfThere(file);
  if (text === undefined) throw new OperatorError(`there is no box in ${root}`, '`holdfast init --trial` makes one; `--box <directory>` names another.');
  const knownBridges = readKnownBridges(checkout, join(root, 'bridges'));
  const config = loadBoxConfig(text, knownBridges, file);
  const layout = layOutBox(root, config);
  // `paths.bridges` is itself in the file: definitions kept elsewhere are known only once it is read.
  const elsewhere = layout.bridges === join(root, 'bridges') ? knownBridges : readKnownBridges(checkout, layout.bridges);
  return { directory: root, checkout, config, layout, knownBridges: elsewhere };
}
