import { describe, expect, test } from 'vitest';
import { OverrideHasNoKey } from './bridge-config.ts';
import { planBox } from './plan-box.ts';
import { boxYaml, frameworkOverrides, knownBridge, pigeonExample, pigeonYaml, planInput } from './test-box.ts';

const examples = (text: string) => new Map([['pigeon', text]]);

describe('a key that upstream took away', () => {
  test('stops the rendering and is named, with the release the override was written for', () => {
    const input = planInput({ examples: examples(pigeonExample.replace('kick_matrix_users', 'evict_matrix_users')) });
    expect(() => planBox(input)).toThrow(OverrideHasNoKey);
    expect(() => planBox(input)).toThrow(/bridge pigeon: bridge\.kick_matrix_users not found in the example .*v1\.2\.3/);
  });

  test('is found in the inventory too, while there is no binary', () => {
    const keys = [...Object.keys(frameworkOverrides), 'network.loft'];
    const input = planInput({ bridges: new Map([['pigeon', knownBridge(pigeonYaml, frameworkOverrides, keys)]]) });
    expect(() => planBox(input)).toThrow(/network\.flock\.size not found in its inventory/);
  });

  test('a null in the example is still a key', () => {
    const input = planInput({ examples: examples(pigeonExample.replace('loft: somewhere', 'loft:')) });
    expect(() => planBox(input)).not.toThrow();
  });
});

describe('values', () => {
  test('a secret setting comes from its file', () => {
    const yaml = pigeonYaml.replace('overrides:', "overrides:\n  network.whistle: { value: '{{setting:whistle}}', why: They come when it sounds. }");
    const input = planInput({
      yaml: boxYaml.replace('loft: roof', 'loft: roof, whistle: { secret: my-whistle }'),
      bridges: new Map([['pigeon', knownBridge(yaml)]]),
      examples: examples(pigeonExample.replace('loft: somewhere', 'loft: somewhere\n    whistle: none')),
    });
    const content = (secrets: ReadonlyMap<string, string>) => planBox({ ...input, secrets }).files.find(({ path }) => path.endsWith('bridge-pigeon.yaml'))?.content;
    expect(content(new Map([...input.secrets, ['my-whistle', 'tweet']]))).toContain('whistle: tweet');
    expect(planBox(input).bridges[0]?.missing.join()).toContain('the secret my-whistle');
  });

  test('a placeholder nobody knows is a mistake in bridge.yaml and stops', () => {
    const yaml = pigeonYaml.replace('value: 7', "value: '{{wingspan}}'");
    expect(() => planBox(planInput({ bridges: new Map([['pigeon', knownBridge(yaml)]]) }))).toThrow(/network\.flock\.size: \{\{wingspan\}\}/);
  });

  test('a Go template of the bridge itself is left as it is', () => {
    const yaml = pigeonYaml.replace('value: 7', `value: '{{or .PushName "Bird"}} {{.}}'`);
    const plan = planBox(planInput({ bridges: new Map([['pigeon', knownBridge(yaml)]]) }));
    expect(plan.files.find(({ path }) => path.endsWith('bridge-pigeon.yaml'))?.content).toContain('{{or .PushName "Bird"}} {{.}}');
  });
});
