import { isMapping } from '../../foundation/values.js';
import type { Field, ReportProblem } from '../field.js';

const required = ['apiVersion', 'kind', 'name', 'uid'];
const optional = ['controller', 'blockOwnerDeletion'];

/** Source: k8s.io/apimachinery pkg/api/validation/objectmeta.go ValidateOwnerReferences. */
export function validateOwners(owners: Field, report: ReportProblem): void {
  for (const owner of owners.items) {
    const refuse = (at: Field, message: string) => report({ at, topic: 'metadata', message });
    if (owner.isSet && !isMapping(owner.value)) refuse(owner, 'an owner must be a map of fields');
    for (const at of required.map((key) => owner.get(key))) {
      if (at.text === '') refuse(at, `an owner needs ${at.path.at(-1)}, a text`);
    }
    for (const [key, at] of owner.entries) {
      if (optional.includes(key) && at.isSet && typeof at.value !== 'boolean') {
        refuse(at, `${key} must be true or false`);
      }
      if (required.includes(key) || optional.includes(key)) continue;
      const message = `unknown field ${key} of an owner`;
      report({ at, topic: 'unknown-field', part: 'key', message });
    }
  }
}
