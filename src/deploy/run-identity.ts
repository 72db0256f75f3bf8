import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';

/** What a run is called in locks, records and debts. */
export interface RunIdentity {
  /** Unique, and in the order of time: `20261121-104500-1a2b3c`. */
  run: string;
  /** The address of the workflow run, or a person on a machine. */
  by: string;
}

export function runIdentity(
  env: Readonly<Record<string, string | undefined>>,
  now = new Date(),
): RunIdentity {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  const attempt = env['GITHUB_RUN_ATTEMPT'];
  const by =
    server && repository && id
      ? `${server}/${repository}/actions/runs/${id}${attempt ? `/attempts/${attempt}` : ''}`
      : personHere();
  return { run: `${time}-${randomBytes(3).toString('hex')}`, by };
}

function personHere(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container may run as a user that nobody has named.
    return hostname();
  }
}
