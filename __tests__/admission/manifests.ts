import {
  validate,
  type AdmissionProblem,
  type ValidatedKind,
} from '../../src/admission/validate.js';

/** An object of the kind, named and with nothing but this spec. */
export function manifest(kind: ValidatedKind, spec: unknown): Record<string, unknown> {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name: 'a', namespace: 'default' },
    spec,
  };
}

/** A DestinationRule with this policy. */
export function rule(trafficPolicy: unknown): Record<string, unknown> {
  return manifest('DestinationRule', { host: 'a', trafficPolicy });
}

/** A VirtualService with one http route, to `a` unless it says otherwise. */
export function route(http: object): Record<string, unknown> {
  const destination = { host: 'a' };
  return manifest('VirtualService', {
    hosts: ['a'],
    http: [{ route: [{ destination }], ...http }],
  });
}

/** A Gateway with one server, of plain HTTP unless it says otherwise. */
export function gateway(server: object): Record<string, unknown> {
  const port = { number: 80, name: 'http', protocol: 'HTTP' };
  return manifest('Gateway', { servers: [{ port, hosts: ['*'], ...server }] });
}

/** What is said about an object, as `severity topic path`. */
export function said(object: Record<string, unknown>): string[] {
  return problemsOf(object).map(
    ({ severity, topic, path }) => `${severity} ${topic} ${path.join('.')}`,
  );
}

export function problemsOf(object: Record<string, unknown>): AdmissionProblem[] {
  return validate(object['kind'] as ValidatedKind, object);
}
