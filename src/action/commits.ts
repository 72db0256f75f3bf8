import { UserError } from '../foundation/errors.js';
import { baseCommit } from '../sources/git/base-commit.js';
import { commitId } from '../sources/git/commits.js';
import { isCommit, pullRequestOf, payloadText, type WorkflowEvent } from './event.js';

/** Which commits a run is about. */
export interface Commits {
  /** What it is compared with; undefined where there is nothing, or it is not in this clone. */
  base: string | undefined;
  /** Why it is not there, and what to do; undefined where it is, or the event has none. */
  missing: string | undefined;
  /** The tip of the branch that it is to be merged into, as far as the event says; undefined: it names none. */
  target: string | undefined;
  /** Whether what was checked out is what the event is about. */
  isCheckedOut: boolean;
}

/** Only looks at what is in this clone: nothing is fetched. */
export async function commitsOf(
  event: WorkflowEvent,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Commits> {
  try {
    const pull = pullRequestOf(event);
    const [head, second] = [await commitId(cwd, env, 'HEAD'), await commitId(cwd, env, 'HEAD^2')];
    const isMerge = pull !== undefined && second === pull.head;
    const isCheckedOut =
      // Whoever checks out for this event must say what; else it is the base branch.
      event.name !== 'pull_request_target' || isMerge || (pull !== undefined && head === pull.head);
    const wanted = isMerge ? 'HEAD^1' : baseOf(event);
    const target = isMerge ? 'HEAD^1' : pull?.base;
    if (wanted === undefined) return { base: undefined, missing: undefined, target, isCheckedOut };
    const isHere = (await commitId(cwd, env, wanted)) !== undefined;
    return {
      base: isHere ? await baseCommit(cwd, env, wanted) : undefined,
      missing: isHere
        ? undefined
        : `the commit to compare with (${wanted.slice(0, 12)}) is not in this clone: give actions/checkout ${event.name === 'push' ? 'fetch-depth: 2, or 0 where a push brings several commits' : 'fetch-depth: 2'}`,
      target,
      isCheckedOut,
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { base: undefined, missing: error.message, target: undefined, isCheckedOut: true };
  }
}

function baseOf(event: WorkflowEvent): string | undefined {
  const { payload } = event;
  const before =
    pullRequestOf(event)?.base ??
    payloadText(payload, 'merge_group', 'base_sha') ??
    (event.name === 'push' ? payloadText(payload, 'before') : undefined);
  return isCommit(before) ? before : undefined;
}
