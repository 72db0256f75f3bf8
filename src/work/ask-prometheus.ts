import { UserError } from '../foundation/errors.js';
import { loadQuery } from '../inventory/measured-load.js';
import { readTextFile } from '../sources/read-file.js';

/** An answer is a number for each host and cluster: more is none. */
const mostAnswerBytes = 16 * 1024 * 1024;
const longestAnswerMs = 15_000;

/**
 * The text of Prometheus' answer to the query for loads.
 *
 * @param source The address of Prometheus (http or https), or a file with its answer.
 * @returns the text, and the source as it may be shown: without credentials and query
 * @throws UserError where it cannot be had
 */
export async function askPrometheus(
  source: string,
  folder: string,
): Promise<{ text: string; shown: string }> {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) {
    const content = readTextFile(
      source.startsWith('/') ? source : `${folder}/${source}`,
      mostAnswerBytes,
    );
    if ('problem' in content) throw new UserError(`--prometheus ${source}: ${content.problem}`);
    return { text: content.text, shown: source };
  }
  const base = addressOf(source);
  const shown = `${base.origin}${base.pathname}`.replace(/\/$/, '');
  const address = new URL(`${shown}/api/v1/query`);
  address.searchParams.set('query', loadQuery);
  try {
    const answer = await fetch(address, {
      signal: AbortSignal.timeout(longestAnswerMs),
      redirect: 'error',
    });
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    return { text: await limitedText(answer), shown };
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error && cause.message !== '' ? cause.message : message;
    throw new UserError(`--prometheus ${shown}: cannot be read: ${why}`);
  }
}

function addressOf(source: string): URL {
  let address: URL;
  try {
    address = new URL(source);
  } catch {
    throw new UserError('--prometheus: no valid address');
  }
  if (address.protocol !== 'https:' && address.protocol !== 'http:') {
    throw new UserError('--prometheus: the address must begin with https:// or http://');
  }
  if (address.username !== '' || address.password !== '') {
    throw new UserError(
      '--prometheus: an address with credentials would be kept in logs. Save the answer to a file, and name the file',
    );
  }
  return address;
}

/** @throws Error if it is longer than any answer to the query */
async function limitedText({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > mostAnswerBytes) throw new Error('it answers with more than 16 MiB');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
