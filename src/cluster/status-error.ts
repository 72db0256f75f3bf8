import { ClusterError, type FieldConflict } from './cluster-error.js';
import type { HttpAnswer } from './request.js';

/** The parts of Kubernetes' `Status` that we read. */
interface Status {
  kind?: string;
  message?: string;
  reason?: string;
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    causes?: { reason?: string; message?: string; field?: string }[];
  };
}

/** What the API server's refusal means. 404 for a kind that is not served needs more requests: see `not-served.ts`. */
export function statusError(cluster: string, answer: HttpAnswer): ClusterError {
  const status = statusOf(answer);
  const message = status.message?.trim() || `the API server answered ${answer.status}`;
  const causes = status.details?.causes ?? [];
  if (isDenial(message)) return new ClusterError('invalid', message);
  const mistyped = mistypedField(message);
  if (mistyped !== undefined) return new ClusterError('invalid', mistyped);
  if (causes.some(({ reason }) => reason === 'NamespaceTerminating')) {
    return new ClusterError('namespace', message);
  }
  switch (answer.status) {
    case 400:
    case 413:
    case 415:
    case 422:
      return new ClusterError('invalid', message);
    case 401:
      return new ClusterError(
        'unauthorized',
        `cluster ${cluster} does not accept the credentials of the kubeconfig (401). Have they expired?`,
      );
    case 403:
      return new ClusterError('forbidden', forbidden(message));
    case 404:
      return status.details?.kind === 'namespaces'
        ? new ClusterError(
            'namespace',
            `the namespace ${status.details.name} does not exist in cluster ${cluster}; create it first`,
          )
        : new ClusterError('unexpected', message);
    case 409:
      return status.reason === 'AlreadyExists'
        ? new ClusterError('exists', message)
        : conflict(message, causes);
    case 429:
    case 502:
    case 503:
    case 504:
      return new ClusterError(
        'busy',
        `cluster ${cluster} still fails after several tries (${answer.status}): ${message}`,
      );
    default:
      return new ClusterError(
        'unexpected',
        `cluster ${cluster} answered ${answer.status}: ${message}`,
      );
  }
}

/** Whether the 404 is about the object itself (not about its kind, its version or its namespace). */
export function isObjectMissing(answer: HttpAnswer): boolean {
  const { details } = statusOf(answer);
  return answer.status === 404 && Boolean(details?.name) && details?.kind !== 'namespaces';
}

/** Whether the 404 is about the kind or its version. */
export function isKindMissing(answer: HttpAnswer): boolean {
  return answer.status === 404 && !statusOf(answer).details?.name;
}

/** A message is for people, and is searched with expressions that take long for very long ones. */
const mostMessageLength = 16 * 1024;
const mostCauses = 1000;

/** Whatever the server has sent: only what has the right type, and no more than anybody would read. */
function statusOf(answer: HttpAnswer): Status {
  let value: unknown;
  try {
    value = JSON.parse(answer.body);
  } catch {
    return {};
  }
  const status = textsOf(value, ['kind', 'message', 'reason']);
  const { details } = (value ?? {}) as { details?: unknown };
  if (typeof details !== 'object' || details === null) return status;
  const { causes } = details as { causes?: unknown };
  const known: unknown[] = Array.isArray(causes) ? causes.slice(0, mostCauses) : [];
  return {
    ...status,
    details: {
      ...textsOf(details, ['name', 'group', 'kind']),
      causes: known.map((cause) => textsOf(cause, ['reason', 'message', 'field'])),
    },
  };
}

function textsOf<K extends string>(value: unknown, keys: readonly K[]): Partial<Record<K, string>> {
  const from = (value ?? {}) as Partial<Record<K, unknown>>;
  const texts: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const own = from[key];
    if (typeof own === 'string') texts[key] = own.slice(0, mostMessageLength);
  }
  return texts;
}

/** Webhooks and policies choose the status code of a denial; the API server's words around it are always the same. */
function isDenial(message: string): boolean {
  return /(admission webhook|ValidatingAdmissionPolicy) .* denied (the )?request/s.test(message);
}

/** A field of the wrong type, or unknown to the schema: server-side apply reports it as an internal error (500). */
function mistypedField(message: string): string | undefined {
  return /^failed to create typed patch object \(.*?\): (.*)$/s.exec(message)?.[1];
}

function forbidden(message: string): string {
  const parts =
    /User "(.*?)" cannot (\S+) resource "(.*?)" in API group "(.*?)"(?: in the namespace "(.*?)")?/.exec(
      message,
    );
  if (!parts) return message;
  const [, user, verb, resource, group, namespace] = parts;
  const where = namespace === undefined ? 'in the whole cluster' : `in the namespace ${namespace}`;
  return `${user} may not ${verb} ${resource}${group && `.${group}`} ${where}: a Role for it is missing (403)`;
}

function conflict(
  message: string,
  causes: NonNullable<NonNullable<Status['details']>['causes']>,
): ClusterError {
  const conflicts = causes
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ message: text = '', field = '' }): FieldConflict => {
      return { manager: /conflict with "(.*?)"/.exec(text)?.[1] ?? text, field };
    });
  if (conflicts.length === 0) {
    return new ClusterError('changed', `changed by someone else at the same time: ${message}`);
  }
  const managers = [...new Set(conflicts.map(({ manager }) => manager))];
  const owned = managers.map((manager) => {
    const fields = conflicts.filter((each) => each.manager === manager).map(({ field }) => field);
    return `the field manager "${manager}" owns ${fields.join(', ')}`;
  });
  return new ClusterError(
    'conflict',
    `${owned.join('; ')}. Change them where they are managed, or force the apply to take them over`,
    conflicts,
  );
}
