import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkoutRoot } from './apply/checkout.ts';
import { readFrameworkOverrides, readKnownBridges } from './apply/known-bridges.ts';
import { allChecks, checkGroups } from './doctor/index.ts';
import { bridgesReference, doctorReference, holdfastYamlReference } from './reference.ts';

// `npm run reference` writes these files anew.
const reference = (name: string) => join(checkoutRoot, 'docs', 'reference', name);

test('the reference of holdfast.yaml says what the schema says', async () => {
  await expect(holdfastYamlReference()).toMatchFileSnapshot(reference('holdfast-yaml.md'));
});

test('the reference of the bridges says what their bridge.yaml say', async () => {
  const bridges = readKnownBridges(checkoutRoot, join(checkoutRoot, 'no-bridges-of-a-box'));
  await expect(bridgesReference(bridges, readFrameworkOverrides(checkoutRoot))).toMatchFileSnapshot(reference('bridges.md'));
});

test('the reference of the doctor names every check', async () => {
  await expect(doctorReference(allChecks, checkGroups)).toMatchFileSnapshot(reference('doctor.md'));
});
