import { secretsInAddress, secretsOfUser } from '../cluster/secret-values.js';
import { parseMappings } from '../manifest/parse.js';

/** Hiding anything shorter would only garble the log. */
const shortest = 6;

/** The same for a piece of a longer secret. */
const shortestPiece = 16;

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
  return [...new Set(all)].filter((text) => text.trim().length >= shortest);
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
  return documents.flatMap(({ value }) => [
    ...secretsOfUser(value['users']),
    ...addressesIn(value['clusters']),
    ...passwordsIn(kubeconfig),
  ]);
}

/** Of clusters only addresses can hold a password; their names stand in messages. */
function addressesIn(clusters: unknown): string[] {
  if (!Array.isArray(clusters)) return [];
  return clusters.flatMap((one: unknown) => {
    const { server, 'proxy-url': proxy } = ((one as { cluster?: unknown } | null)?.cluster ??
      {}) as Record<string, unknown>;
    return [server, proxy].flatMap(secretsInAddress);
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
  return text.length >= shortestPiece;
}
