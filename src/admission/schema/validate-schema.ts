import type { ErrorObject, ValidateFunction } from 'ajv';
import type { AdmissionProblem } from '../problem.js';
import { decode } from './decode.js';
import { describe, fieldName } from './messages.js';
import { schemas, type ValidatedKind } from './schemas.js';
import { validateDestinationRule, validateGateway, validateVirtualService } from './validators.js';

/** A schema as code: see scripts/schema-validators.mjs. */
type Validate = ((value: unknown) => boolean) & Pick<ValidateFunction, 'errors'>;

/** More than these of one object help nobody. */
const mostProblems = 20;

/** What the API server says about an object by the CRD's schema and its rules in CEL. */
export function validateSchema(
  kind: ValidatedKind,
  object: Record<string, unknown>,
): AdmissionProblem[] {
  const validate = validators[kind];
  // What is valid as it stands has no unknown field, and no null that reading would leave out.
  if (validate(object)) return [];
  const { value, unknown } = decode(object, schemas[kind]);
  if (validate(value)) return unknown.slice(0, mostProblems);
  const errors = (validate.errors ?? []).filter(concernsSpec).filter(isOutermost).filter(isFirst);
  return [...unknown, ...errors.map((error) => problemOf(error, value))].slice(0, mostProblems);
}

const validators: Readonly<Record<ValidatedKind, Validate>> = {
  Gateway: validateGateway,
  VirtualService: validateVirtualService,
  DestinationRule: validateDestinationRule,
};

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
  return { path, severity: 'error', ...describe(error, fieldName(path)) };
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
