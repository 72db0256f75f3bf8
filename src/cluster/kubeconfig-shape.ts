type Check = (value: unknown, path: string) => string | undefined;

const isMissing = (value: unknown) => value === undefined || value === null;

const scalar =
  (type: 'string' | 'boolean', what: string): Check =>
  (value, path) =>
    isMissing(value) || typeof value === type ? undefined : `${path} must be ${what}`;

const text = scalar('string', 'a string; put it in quotes');
const flag = scalar('boolean', 'true or false');
/** A time without quotes is one for the YAML reader, and a string for kubectl. */
const textOrTime: Check = (value, path) => (value instanceof Date ? undefined : text(value, path));

const list =
  (each: Check): Check =>
  (value, path) => {
    if (isMissing(value)) return undefined;
    if (!Array.isArray(value)) return `${path} must be a list`;
    return first(value.map((one, index) => () => each(one, `${path}[${index}]`)));
  };

const mapping =
  (fields: Readonly<Record<string, Check>>, others: Check = () => undefined): Check =>
  (value, path) => {
    if (isMissing(value)) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) return `${path} must be a mapping`;
    return first(
      Object.entries(value).map(([key, own]) => () => {
        const check = Object.hasOwn(fields, key) ? fields[key] : undefined;
        return (check ?? others)(own, `${path}.${key}`);
      }),
    );
  };

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const problem = check();
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const texts = (...names: string[]) => Object.fromEntries(names.map((name) => [name, text]));

const cluster = mapping({
  ...texts('server', 'proxy-url', 'tls-server-name'),
  ...texts('certificate-authority', 'certificate-authority-data'),
  'insecure-skip-tls-verify': flag,
});

const exec = mapping({
  ...texts('apiVersion', 'command', 'installHint', 'interactiveMode'),
  args: list(text),
  env: list(mapping(texts('name', 'value'))),
  provideClusterInfo: flag,
});

const user = mapping({
  ...texts('token', 'tokenFile', 'username', 'password', 'as', 'as-uid'),
  ...texts('client-certificate', 'client-certificate-data', 'client-key', 'client-key-data'),
  'as-groups': list(text),
  'as-user-extra': mapping({}, list(text)),
  'auth-provider': mapping({ name: text, config: mapping({}, textOrTime) }),
  exec,
});

const config = mapping({
  'current-context': text,
  clusters: list(mapping({ name: text, cluster })),
  contexts: list(mapping({ name: text, context: mapping(texts('cluster', 'user', 'namespace')) })),
  users: list(mapping({ name: text, user })),
});

/**
 * What is wrong with the types of a kubeconfig, as kubectl would refuse it; undefined: nothing. It quotes no value that may be secret.
 *
 * @param value The whole file, parsed.
 */
export function kubeconfigProblem(value: unknown): string | undefined {
  return config(value, '')?.replace(/^\./, '');
}
