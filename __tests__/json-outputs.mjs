// @ts-check
/** Holds every JSON output of a test to its schema. What runs the program for tests calls this, so that no test has to. */
import { Ajv } from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../schemas/output/', import.meta.url));

/** @type {Map<string, import('ajv').ValidateFunction>} */
const validators = new Map();

/** @param {string} name of a schema */
function validatorOf(name) {
  const known = validators.get(name);
  if (known) return known;
  // Limits of what may be null, as of a share, are what is meant.
  const ajv = new Ajv({ allowUnionTypes: true, strictTypes: false });
  const made = ajv.compile(JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')));
  validators.set(name, made);
  return made;
}

/**
 * @param {string} name of the output, as of its schema
 * @param {unknown} value
 * @throws Error for a value that is not as the schema says
 */
export function assertJsonOutput(name, value) {
  const validate = validatorOf(name);
  if (validate(value)) return;
  const [problem] = validate.errors ?? [];
  const { instancePath = '', message = '', params } = problem ?? {};
  throw new Error(
    `the JSON of ${name} is not as its schema says: ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/**
 * Checks what a run of the command line has written as JSON, on standard output and in files.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string, status: number | null, stdout: string }} run
 */
export function assertJsonOutputs(args, { cwd, status, stdout }) {
  const command = args.includes('--request')
    ? 'requests'
    : args.includes('--against')
      ? 'against'
      : (args[0] ?? '');
  // A usage error or an end by a signal: nothing was written.
  if (!existsSync(`${folder}${command}.json`) || (status !== 0 && status !== 1)) return;
  for (const [index, arg] of args.entries()) {
    const value = arg === '--format' ? args[index + 1] : /^--format=(.*)/.exec(arg)?.[1];
    const [format, file] = value?.split(/=(.*)/s) ?? [];
    if (format !== 'json') continue;
    const text = file === undefined ? stdout : readFileSync(resolve(cwd, file), 'utf8');
    if (text !== '') assertJsonOutput(command, JSON.parse(text));
  }
}

/** The outputs of the Action that are files with JSON, or JSON themselves. */
const ofAction = Object.entries({
  findings: 'lint',
  results: 'simulate',
  table: 'simulate',
  changes: 'changes',
  plan: 'plan',
  deployment: 'apply',
  rollback: 'rollback',
  evacuation: 'evacuate',
  drill: 'drill',
});

/**
 * Checks what a step of the Action has given to later steps.
 *
 * @param {Readonly<Record<string, string>>} outputs
 */
export function assertActionOutputs(outputs) {
  for (const [output, name] of ofAction) {
    const value = outputs[output];
    if (value === undefined || value === '') continue;
    assertJsonOutput(name, JSON.parse(output === 'table' ? value : readFileSync(value, 'utf8')));
  }
}
