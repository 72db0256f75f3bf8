import process from 'node:process';
import { UserError } from '../foundation/errors.js';
import { readSmallFile } from '../files/read-small-file.js';

/** GitHub sends no larger event than 25 MB. */
const largestEvent = 64 * 1024 * 1024;

/** What started the workflow. */
export interface WorkflowEvent {
  /** As in GITHUB_EVENT_NAME. */
  name: string;
  /** As in GITHUB_REF. */
  ref: string | undefined;
  /** What GitHub sent; nothing about it is taken for granted. */
  payload: Record<string, unknown>;
}

/**
 * The event of this run. The toolkit reads the payload while it is loaded, so that happens here and no sooner.
 *
 * @throws UserError where the runner names something else than a file with an event
 */
export async function currentEvent(): Promise<WorkflowEvent> {
  checkEventFile(process.env['GITHUB_EVENT_PATH']);
  const { context } = await import('@actions/github');
  const { eventName, ref } = context;
  const payload: unknown = context.payload;
  const isMapping = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  return { name: eventName ?? '', ref, payload: isMapping ? { ...payload } : {} };
}

/** The toolkit takes whatever is there for an event: a device without end, and text that is no JSON. */
function checkEventFile(path: string | undefined): void {
  if (!path) return;
  let why: string;
  try {
    JSON.parse(readSmallFile(path, largestEvent).toString('utf8'));
    return;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // The toolkit says so, and goes on without.
    if (code === 'ENOENT') return;
    if (error instanceof SyntaxError) why = 'is no JSON';
    else why = code === undefined ? message : `cannot be read (${code})`;
  }
  throw new UserError(`the event of this run, ${path} (GITHUB_EVENT_PATH), ${why}`);
}

/** The pull request that the event is about. */
export interface PullRequest {
  number: number;
  /** Full ids. */
  head: string;
  base: string;
  /** Whether its commits are in the repository of the workflow itself; where that cannot be told, they are not. */
  isOwn: boolean;
}

export function pullRequestOf({ payload }: WorkflowEvent): PullRequest | undefined {
  const number = valueAt(payload, 'pull_request', 'number');
  const head = payloadText(payload, 'pull_request', 'head', 'sha');
  const base = payloadText(payload, 'pull_request', 'base', 'sha');
  if (typeof number !== 'number' || !isCommit(head) || !isCommit(base)) return undefined;
  const from = payloadText(payload, 'pull_request', 'head', 'repo', 'full_name');
  const own = payloadText(payload, 'repository', 'full_name');
  return { number, head, base, isOwn: from !== undefined && from === own };
}

/** A full id; git writes zeros for a commit that there is not. */
export function isCommit(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text) && !/^0+$/.test(text);
}

/** The text at a path of the payload; undefined if there is none. */
export function payloadText(payload: unknown, ...path: string[]): string | undefined {
  const value = valueAt(payload, ...path);
  return typeof value === 'string' ? value : undefined;
}

export function valueAt(payload: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    payload,
  );
}
