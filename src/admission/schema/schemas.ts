import { validatedKinds, type ValidatedKind } from '../../api/kinds.js';
import destinationRule from '../../../schemas/istio/destinationrule.json' with { type: 'json' };
import gateway from '../../../schemas/istio/gateway.json' with { type: 'json' };
import virtualService from '../../../schemas/istio/virtualservice.json' with { type: 'json' };

/** The parts of JSON Schema that `scripts/generate-istio-schemas.mjs` writes and that are read here by hand. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  oneOf?: Schema[];
  required?: string[];
  definitions?: Record<string, Schema>;
}

/** The kinds whose objects are checked here. */
export { validatedKinds, type ValidatedKind };

export const schemas: Readonly<Record<ValidatedKind, Schema>> = {
  Gateway: read(gateway),
  VirtualService: read(virtualService),
  DestinationRule: read(destinationRule),
};

/** TypeScript takes a JSON file for something narrower than what its schema is. */
function read(file: object): Schema {
  return file;
}

/** Follows a reference to the definitions of the same file. */
export function resolve(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace('#/definitions/', '');
  return name === undefined ? schema : (root.definitions?.[name] ?? {});
}
