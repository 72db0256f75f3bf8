import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { AdmissionProblem } from '../problem.js';
import { celRules } from './cel.js';
import { decode } from './decode.js';
import { describe, nameOf } from './messages.js';
import { schemas, type ValidatedKind } from './schemas.js';

const celKeyword = 'x-kubernetes-validations';

/** More than these of one object help nobody. */
const mostProblems = 20;

/** What the API server says about an object by the CRD's schema and its rules in CEL. */
export function validateSchema(
  kind: ValidatedKind,
  object: Record<string, unknown>,
): AdmissionProblem[] {
  const { value, unknown } = decode(object, schemas[kind]);
  const validate = validatorOf(kind);
  validate(value);
  const errors = (validate.errors ?? []).filter(concernsSpec).filter(isOutermost).filter(isFirst);
  return [...unknown, ...errors.map((error) => problemOf(error, value))].slice(0, mostProblems);
}

const validators = new Map<ValidatedKind, ValidateFunction>();

/** Compiled at the first use: most runs read one or two of the kinds. */
function validatorOf(kind: ValidatedKind): ValidateFunction {
  let validator = validators.get(kind);
  if (!validator) {
    validator = makeAjv().compile(schemas[kind]);
    validators.set(kind, validator);
  }
  return validator;
}

function makeAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    // It would refuse the `x-…` keywords.
    strict: false,
    // The schemas are our own, and tested.
    validateSchema: false,
    // Each error brings the value that it is about.
    verbose: true,
    // Halves the time that compiling takes; few runs have so many objects that faster code would make up for it.
    code: { optimize: false },
  });
  const evaluate: { (rules: { rule: string }[], value: unknown): boolean; errors?: object[] } = (
    rules,
    value,
  ) => {
    const broken = rules.filter(({ rule }) => celRules[rule]?.holds(value) === false);
    evaluate.errors = broken.map(({ rule }) => ({ keyword: celKeyword, params: { rule } }));
    return broken.length === 0;
  };
  ajv.addKeyword({ keyword: celKeyword, validate: evaluate, errors: true });
  return ajv;
}

/** The rest of the object is checked without the schema: `object/`. */
function concernsSpec({ instancePath }: ErrorObject): boolean {
  return instancePath === '/spec' || instancePath.startsWith('/spec/');
}

/** Leaves out why an alternative failed: that one of them has to hold is said by the keyword around them. */
function isOutermost({ schemaPath, keyword }: ErrorObject): boolean {
  return keyword !== 'allOf' && !/\/(?:oneOf|anyOf|not)\/./.test(schemaPath);
}

/** Of a value that is of the wrong type nothing else needs saying. */
function isFirst(error: ErrorObject, _index: number, all: ErrorObject[]): boolean {
  if (error.keyword === 'type') return true;
  return !all.some(
    (other) => other.keyword === 'type' && other.instancePath === error.instancePath,
  );
}

function problemOf(error: ErrorObject, object: unknown): AdmissionProblem {
  const path = pathOf(error.instancePath, object);
  if (error.keyword === 'required') path.push(String(error.params['missingProperty']));
  return { path, severity: 'error', ...describe(error, nameOf(path)) };
}

/** A JSON pointer as a path, in which positions in lists are numbers. */
function pathOf(pointer: string, object: unknown): (string | number)[] {
  let at = object;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const isPosition = Array.isArray(at);
      at = (at as Record<string, unknown>)[key];
      return isPosition ? Number(key) : key;
    });
}
