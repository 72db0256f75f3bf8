import { outputOf, refuseEnded, type PluginCredential } from './exec-plugin.js';

/** `auth-provider` of a user, as kubectl had it until 1.25: the name of a way to log in, and its settings. */
interface AuthProvider {
  name?: string;
  config?: Readonly<Record<string, unknown>>;
}

/** A provider that keeps a token in the kubeconfig, and runs a program for the next one when that has ended. */
export interface CommandProvider extends AuthProvider {
  name: 'gcp' | 'azure';
}

/** Where these programs write the token and its end, unless `token-key` and `expiry-key` say something else. */
const usualKeys = { token: '{.access_token}', expiry: '{.token_expiry}' };

const instead: Record<CommandProvider['name'], string> = {
  gcp: 'write the kubeconfig anew with "gcloud container clusters get-credentials"',
  azure: 'convert the kubeconfig with "kubelogin convert-kubeconfig"',
};

/** Whether a user logs in with a token of `gcp` or `azure`. */
export function isCommandProvider(
  provider: AuthProvider | undefined,
): provider is CommandProvider & { config: Readonly<Record<string, unknown>> } {
  return provider?.name === 'gcp' || provider?.name === 'azure';
}

/**
 * Why a user cannot log in with its `auth-provider`; undefined: it has none, or one that is known. The client would log in
 * without any credential with a name that it does not know, and would run what `config.exec` names without a time limit.
 */
export function authProviderProblem(user: {
  exec?: unknown;
  authProvider?: AuthProvider;
}): string | undefined {
  const { authProvider: provider } = user;
  if (!provider) return undefined;
  if (user.exec) return 'has both exec and auth-provider: keep the one that it logs in with';
  const { name, config = {} } = provider;
  if (isCommandProvider(provider)) return undefined;
  const own = name === 'oidc' ? ['exec', 'tokenFile'] : ['exec'];
  const foreign = own.find((key) => Object.hasOwn(config, key));
  if ((name === 'oidc' || name === 'tokenFile') && foreign === undefined) return undefined;
  const what = foreign === undefined ? `auth-provider: ${name ?? ''}` : `auth-provider.${foreign}`;
  return `logs in with ${what}, which kubectl does not know either: use exec, tokenFile or token`;
}

/**
 * Gives the token that the kubeconfig holds, or the one that the program writes which it names (`cmd-path`). The program gets
 * its arguments without a shell.
 *
 * @param ms How long the program may take.
 * @throws Error that says what to do, without what the program wrote.
 */
export async function runCommandProvider(
  { name, config = {} }: CommandProvider,
  ms: number,
): Promise<PluginCredential> {
  const text = (key: string) => {
    const value = config[key];
    return value instanceof Date ? value.toISOString() : ((value ?? '') as string);
  };
  const kept = text('access-token');
  const end = endOf(text('expiry'), text('expires-on'));
  if (kept && (end === undefined || end > Date.now())) return credential(kept, end);
  const command = text('cmd-path');
  if (!command) {
    const has = kept ? 'its token has ended' : 'it holds no token';
    throw new Error(`auth-provider ${name}: ${has}, and no cmd-path: ${instead[name]}`);
  }
  const args = text('cmd-args').split(/\s+/).filter(Boolean);
  const output = await outputOf({ command, args }, {}, ms);
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    throw new Error(`the program ${command} did not write JSON`);
  }
  const tokenKey = text('token-key') || usualKeys.token;
  const token = valueAt(parsed, tokenKey, 'token-key', name);
  if (typeof token !== 'string' || token === '') {
    throw new Error(`the program ${command} wrote no token at ${tokenKey}`);
  }
  const expiry = valueAt(parsed, text('expiry-key') || usualKeys.expiry, 'expiry-key', name);
  const expires = endOf(typeof expiry === 'string' ? expiry : '', '');
  refuseEnded(command, expires);
  return credential(token, expires);
}

function credential(token: string, expires: number | undefined): PluginCredential {
  return expires === undefined ? { token } : { token, expires };
}

/**
 * @param time RFC 3339, or empty.
 * @param seconds Since 1970, or empty.
 * @returns ms since 1970; undefined: not known.
 */
function endOf(time: string, seconds: string): number | undefined {
  const ms = time ? Date.parse(time) : seconds ? Number(seconds) * 1000 : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/** Follows `{.a.b}`. Nothing else of JSONPath: its scripts are code. */
function valueAt(value: unknown, path: string, key: string, name: string): unknown {
  if (!/^\{(?:\.[\w-]+)+\}$/.test(path)) {
    throw new Error(
      `auth-provider ${name}: ${key} must be a path such as {.credential.access_token}`,
    );
  }
  return path
    .slice(2, -1)
    .split('.')
    .reduce<unknown>((at, step) => {
      const isMapping = typeof at === 'object' && at !== null && Object.hasOwn(at, step);
      return isMapping ? (at as Record<string, unknown>)[step] : undefined;
    }, value);
}
