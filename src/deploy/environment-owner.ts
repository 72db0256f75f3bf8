import { trimEndings } from '../foundation/trim-endings.js';
import type { ApplySet } from './apply-set.js';

type Env = Readonly<Record<string, string | undefined>>;

const note = 'owner';

/** Longer than any address of a repository. */
const longestName = 512;

/**
 * Who may write an environment: names that mean this repository, the first of which is recorded. One of them suffices: the
 * clone of a fork has the address of both repositories.
 *
 * @param declared `deploy.owner`, which counts alone.
 * @param repositories Addresses of remote repositories, for where no workflow says which one it is.
 */
export function ownersOf(
  declared: string | undefined,
  env: Env,
  repositories: readonly string[] = [],
): string[] {
  if (declared !== undefined) return [declared];
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  const own = server && repository ? `${server}/${repository}` : env['CI_PROJECT_URL'];
  const all = own ? [own] : repositories;
  return [...new Set(all.flatMap((address) => repositoryName(address) ?? []))];
}

/**
 * `github.com/owner/name` for every way to write the address of a repository, so that a workflow and a clone agree. Never with
 * credentials. Undefined for a folder of this machine.
 */
export function repositoryName(address: string): string | undefined {
  if (address.length > longestName) return undefined;
  const parts =
    /^[a-z][a-z\d+.-]*:\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.+)$/i.exec(address) ??
    /^(?:[^/@]*@)?([^/:@]+):(?!\/\/)(.+)$/.exec(address);
  if (!parts || /^file:/i.test(address)) return undefined;
  const [, host = '', path = ''] = parts;
  return trimEndings(`${host}/${path}`.toLowerCase(), '/').replace(/\.git$/, '');
}

/** Whom the environment belongs to in a cluster; undefined: nobody has said so yet. */
export function recordedOwner(set: ApplySet | undefined): string | undefined {
  return set?.notes[note];
}

/** Whether an environment is nobody's yet, or belongs to one of these. */
export function isOwnedBy(set: ApplySet | undefined, owners: readonly string[]): boolean {
  const recorded = recordedOwner(set);
  return recorded === undefined || owners.includes(recorded);
}

/** The notes of a set that belongs to the first of these; without any they stay as they are. */
export function withOwnerNote(
  notes: Readonly<Record<string, string>>,
  owners: readonly string[],
): Record<string, string> {
  const [first] = owners;
  const recorded = notes[note];
  if (first === undefined || (recorded !== undefined && owners.includes(recorded))) {
    return { ...notes };
  }
  return { ...notes, [note]: first };
}

/**
 * Why an environment may not be written; undefined: it is nobody's yet, or ours.
 *
 * @param takeOver What takes it all the same.
 */
export function ownerRefusal(
  where: { cluster: string; environment: string },
  set: ApplySet | undefined,
  owners: readonly string[],
  takeOver: string,
): string | undefined {
  const recorded = recordedOwner(set);
  if (recorded === undefined || isOwnedBy(set, owners)) return undefined;
  const { run, by, appliedAt } = set?.notes ?? {};
  const last = run === undefined ? '' : ` (last run ${run}, ${appliedAt ?? ''} by ${by ?? ''})`;
  const [own] = owners;
  const we = own === undefined ? 'which repository this is, is not known' : `this is ${own}`;
  return (
    `In cluster ${where.cluster} the environment ${where.environment} belongs to ${recorded}${last}, and ${we}. ` +
    'Choose another deploy.environment. If both are one, set deploy.owner to ' +
    `${JSON.stringify(recorded)}; if it is to belong to this one from now on: ${takeOver}.`
  );
}
