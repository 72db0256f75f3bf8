import { endGroup, startGroup } from '@actions/core';

/** Folds what the work writes to the log. */
export async function inGroup<T>(title: string, work: () => Promise<T>): Promise<T> {
  startGroup(title);
  try {
    return await work();
  } finally {
    endGroup();
  }
}
