// The schema of mesh-failover.yaml for editors: the base, and the names of the rules.
import { readFileSync } from 'node:fs';
import { rules } from '../build/src/rules/index.js';

const base = new URL('../schemas/mesh-failover.base.json', import.meta.url);

/**
 * @param {{ additionalProperties: object }} schema of a mapping whose keys are rules
 * @returns {object} the same with their names
 */
function withNames({ additionalProperties: setting, ...rest }) {
  const entries = rules.map(({ name, summary, options }) => [
    name,
    { description: summary, ...(options ? withOptions(options) : setting) },
  ]);
  return { ...rest, properties: Object.fromEntries(entries), additionalProperties: false };
}

/**
 * @param {NonNullable<import('../src/rules/rule.js').Rule['options']>} options
 * @returns {object} the schema of a setting that may have them
 */
function withOptions(options) {
  const properties = Object.entries(options).map(([name, option]) => {
    const { summary, above, most } = option;
    const bounds = { exclusiveMinimum: above, maximum: most };
    const standard = option.default === undefined ? {} : { default: option.default };
    return [name, { description: summary, type: 'number', ...bounds, ...standard }];
  });
  const severity = { $ref: '#/$defs/severity' };
  const own = { additionalProperties: false, properties: Object.fromEntries(properties) };
  return {
    anyOf: [
      severity,
      {
        type: 'object',
        additionalProperties: false,
        properties: { severity, options: { type: 'object', ...own } },
      },
    ],
  };
}

/** @returns {[string, string]} its path and text */
export function configSchema() {
  const schema = JSON.parse(readFileSync(base, 'utf8'));
  schema.properties.rules = withNames(schema.properties.rules);
  const { properties } = schema.$defs.override;
  properties.rules = withNames(properties.rules);
  return ['schemas/mesh-failover.schema.json', `${JSON.stringify(schema, null, 2)}\n`];
}
