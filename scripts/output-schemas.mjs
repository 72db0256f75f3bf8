// @ts-check
/**
 * The schemas of the JSON outputs, from the types of src/report/json-outputs.ts: shapes from the types, descriptions from their
 * comments.
 */
import { createGenerator } from 'ts-json-schema-generator';

const source = 'src/report/json-outputs.ts';

/** @typedef {import('json-schema').JSONSchema7} Schema */
/** @typedef {NonNullable<Schema['definitions']>} Definitions */

/**
 * The files to write, with their texts.
 *
 * @returns {[file: string, text: string][]}
 */
export function outputSchemas() {
  const generator = createGenerator({
    path: source,
    tsconfig: 'tsconfig.json',
    // "npm run lint" does it.
    skipTypeCheck: true,
    expose: 'all',
    jsDoc: 'extended',
    additionalProperties: false,
    encodeRefs: false,
  });
  const { definitions = {} } = generator.createSchema('JsonOutputs');
  assertDescribed(definitions);
  const outputs = named('JsonOutputs', definitions).properties ?? {};
  return Object.entries(outputs).map(([name, output]) => [
    `schemas/output/${name}.json`,
    `${JSON.stringify(schemaOf(name, /** @type {Schema} */ (output), definitions), null, 2)}\n`,
  ]);
}

/**
 * @param {string} name of the output
 * @param {Schema} output a reference to its type, with a description
 * @param {Definitions} all
 * @returns {Schema} with the definitions that it needs, and no others
 */
function schemaOf(name, { $ref = '', description }, all) {
  /** @type {Definitions} */
  const definitions = {};
  const type = /** @type {Schema} */ (copy(named(nameIn($ref), all)));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `mesh-failover ${name}`,
    ...type,
    description,
    definitions,
  };

  /**
   * @param {unknown} value
   * @returns {unknown} the same; a type without a name of its own, such as `Record<string,number>`, takes the place of its reference
   */
  function copy(value) {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref: to, ...rest } = /** @type {Schema} */ (value);
    const own = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, copy(item)]));
    if (typeof to !== 'string') return own;
    const target = nameIn(to);
    if (isNameless(target)) return { .../** @type {Schema} */ (copy(named(target, all))), ...own };
    if (!(target in definitions)) {
      // Before what it holds: a type may hold itself.
      definitions[target] = {};
      definitions[target] = /** @type {Schema} */ (copy(named(target, all)));
    }
    return { $ref: to, ...own };
  }
}

/**
 * Each property of a type with a name has a description, of its own or of its type; a constant says what it is.
 *
 * @param {Definitions} all
 */
function assertDescribed(all) {
  const missing = Object.keys(all)
    .filter((name) => !isNameless(name) || name.startsWith('Pick<'))
    .flatMap((name) =>
      Object.entries(named(name, all).properties ?? {})
        .filter(([, property]) => !isDescribed(/** @type {Schema} */ (property), all))
        .map(([key]) => `${name}.${key}`),
    );
  if (missing.length > 0) {
    throw new Error(`these fields of JSON outputs have no comment: ${missing.join(', ')}`);
  }
}

/**
 * @param {Schema} property
 * @param {Definitions} all
 */
function isDescribed({ description, const: constant, $ref: to }, all) {
  return (
    description !== undefined ||
    constant !== undefined ||
    (to !== undefined && named(nameIn(to), all).description !== undefined)
  );
}

/**
 * @param {string} name
 * @param {Definitions} all
 * @returns {Schema}
 */
function named(name, all) {
  const definition = all[name];
  if (typeof definition !== 'object') throw new Error(`${source}: no type ${name}`);
  return definition;
}

/** @param {string} ref */
function nameIn(ref) {
  return ref.replace('#/definitions/', '');
}

/** @param {string} name */
function isNameless(name) {
  return name.includes('<');
}
