/** What of a user is no secret: the program that logs in, file names, and what Kubernetes calls the user. */
const publicNames = new Set([
  'apiVersion',
  'args',
  'as',
  'certData',
  'certFile',
  'client-certificate',
  'client-key',
  'cmd-args',
  'cmd-path',
  'command',
  'expiry',
  'expiry-key',
  'impersonateUser',
  'impersonationHeaders',
  'installHint',
  'interactiveMode',
  'keyFile',
  'name',
  'provideClusterInfo',
  'token-key',
  'tokenFile',
  'username',
]);

/** What names of arguments and variables hold a secret. */
const secretName = /secret|token|password|passwd|key|credential/i;

/**
 * What a user of a kubeconfig logs in with: every text of it that is not known to be public, and arguments of a program such as
 * `--client-secret=…`.
 *
 * @param user As in the file, or as the client has read it.
 * @param variables Which variables for a program are secrets; default: all of them.
 */
export function secretsOfUser(
  user: unknown,
  variables: (name: string) => boolean = () => true,
): string[] {
  if (typeof user === 'string' || typeof user === 'number') return [String(user)];
  if (typeof user !== 'object' || user === null) return [];
  const { name, value } = user as { name?: unknown; value?: unknown };
  if (typeof name === 'string' && value !== undefined && !variables(name)) return [];
  return Object.entries(user).flatMap(([key, own]) =>
    publicNames.has(key) ? secretArguments(own) : secretsOfUser(own, variables),
  );
}

/** Whether a variable's name says that it holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** `--client-secret=…`, or `--client-secret` and the secret behind it. */
function secretArguments(given: unknown): string[] {
  const args: unknown = typeof given === 'string' ? given.split(/\s+/) : given;
  if (!Array.isArray(args)) return [];
  return args.map(String).flatMap((arg, index, all) => {
    const [, value] = /^--?[\w-]*(?:secret|token|password|key)[\w-]*(?:=(.*))?$/is.exec(arg) ?? [];
    if (value !== undefined) return [value];
    return /^--?[\w-]*(?:secret|token|password|key)$/i.test(all[index - 1] ?? '') ? [arg] : [];
  });
}

/**
 * The password in an address, whether or not it has a scheme: as it is written, and decoded; with a user also what HTTP sends of
 * the two (base64). Without a user the whole counts: `TOKEN@host`.
 */
export function secretsInAddress(address: unknown): string[] {
  if (typeof address !== 'string') return [];
  const rest = address.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const end = rest.lastIndexOf('@');
  if (end < 0) return [];
  const login = rest.slice(0, end);
  const colon = login.indexOf(':');
  const [user, password] = [login.slice(0, Math.max(0, colon)), login.slice(colon + 1)];
  return [...new Set([password, decoded(password)])].flatMap((one) =>
    one === '' ? [] : [one, Buffer.from(`${decoded(user)}:${one}`).toString('base64')],
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
