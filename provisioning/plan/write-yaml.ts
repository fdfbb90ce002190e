import { stringify } from 'yaml';

/**
 * YAML that YAML 1.1 readers (Synapse's PyYAML) and 1.2 readers (the bridges) understand alike: in 1.1 a bare `off` is
 * false and `1:20` is a number, so both are quoted. Long tokens stay on one line.
 */
export function writeYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
