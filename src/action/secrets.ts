import { parseMappings } from '../manifest/parse.js';

/** Hiding anything shorter would only garble the log. */
const SHORTEST = 6;

/** The same for a piece of a longer secret. */
const SHORTEST_PIECE = 16;

/** What of a user is no secret: the program that logs in, file names, and what Kubernetes calls the user. */
const PUBLIC = [
  'apiVersion',
  'args',
  'as',
  'client-certificate',
  'client-key',
  'command',
  'installHint',
  'interactiveMode',
  'name',
  'provideClusterInfo',
  'tokenFile',
  'username',
];

/**
 * Every text that must not show up in a log because of a kubeconfig: itself, its lines, the secrets in it, and all of
 * these as base64, in one line or broken into lines.
 */
export function secretsOf(kubeconfig: string): string[] {
  const values = secretValues(kubeconfig);
  const texts = [kubeconfig, ...values, ...values.map(decoded)];
  const all = texts.flatMap((text) => {
    const encoded = Buffer.from(text).toString('base64');
    const pieces = (encoded.match(/.{1,76}/g) ?? []).filter(isLongPiece);
    return [text, ...linesOf(text), encoded, ...pieces];
  });
  return [...new Set(all)].filter((text) => text.trim().length >= SHORTEST);
}

/** A runner hides secrets line by line; `-----BEGIN` and the like are none. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => !line.startsWith('-----'));
}

/** What the users of a kubeconfig log in with, and passwords in addresses. */
function secretValues(kubeconfig: string): string[] {
  const { documents } = parseMappings({ file: 'kubeconfig', text: kubeconfig, named: true });
  // What cannot be read is all secret.
  if (documents.length === 0) return kubeconfig.split(/[\s"',:]+/).filter(isLongPiece);
  return documents.flatMap(({ value }) => [...textsIn(value['users']), ...passwordsIn(kubeconfig)]);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, own]) =>
    PUBLIC.includes(key) ? secretArguments(own) : textsIn(own),
  );
}

/** `--client-secret=…`, or `--client-secret` and the secret behind it. */
function secretArguments(args: unknown): string[] {
  if (!Array.isArray(args)) return [];
  return args.map(String).flatMap((arg, index, all) => {
    const [, value] = /^--?[\w-]*(?:secret|token|password|key)[\w-]*(?:=(.*))?$/is.exec(arg) ?? [];
    if (value !== undefined) return [value];
    return /^--?[\w-]*(?:secret|token|password|key)$/i.test(all[index - 1] ?? '') ? [arg] : [];
  });
}

function passwordsIn(text: string): string[] {
  return [...text.matchAll(/:\/\/[^\s/@:]*:([^\s/@]+)@/g)].map(([, password]) => password ?? '');
}

/** Certificates and keys stand in a kubeconfig as base64; anything else gives nothing. */
function decoded(value: string): string {
  const text = Buffer.from(value, 'base64').toString('utf8');
  return text.startsWith('-----BEGIN ') ? text : '';
}

function isLongPiece(text: string): boolean {
  return text.length >= SHORTEST_PIECE;
}
