// The schema of mesh-failover.yaml for editors: the base, and the names of the rules.
import { readFileSync } from 'node:fs';
import { rules } from '../build/src/rules/index.js';

const base = new URL('../schemas/mesh-failover.base.json', import.meta.url);

/** @returns {[string, string]} its path and text */
export function configSchema() {
  const schema = JSON.parse(readFileSync(base, 'utf8'));
  const { additionalProperties: setting, ...rest } = schema.properties.rules;
  schema.properties.rules = {
    ...rest,
    properties: Object.fromEntries(
      rules.map(({ name, summary }) => [name, { description: summary, ...setting }]),
    ),
    additionalProperties: false,
  };
  return ['schemas/mesh-failover.schema.json', `${JSON.stringify(schema, null, 2)}\n`];
}
