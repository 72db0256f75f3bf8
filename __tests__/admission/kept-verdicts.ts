import { readFileSync } from 'node:fs';
import { validate, validateTypeMeta } from '../../src/admission/validate.js';
import { makeCase } from '../real/admission/cases.js';

/** What a cluster says to an object: refused, accepted with a warning, accepted. */
export type Verdict = 'r' | 'w' | 'a';

/** The seed of the objects whose verdicts are kept. */
export const keptSeed = 1;

/**
 * The verdicts of an API server and istiod on the objects from that seed, in their order. The differential test asks them anew and
 * holds this file against their answers, so that the unit tests need no cluster.
 */
export function keptVerdicts(): Verdict[] {
  const text = readFileSync(new URL('./verdicts.txt', import.meta.url), 'utf8');
  return [...text.replace(/\s/g, '')] as Verdict[];
}

/** Our own verdict on one of the objects. */
export function ourVerdict(index: number): Verdict {
  const { kind, object } = makeCase(keptSeed, index);
  const all = [...validateTypeMeta(object), ...validate(kind, object)];
  return all.some(({ severity }) => severity === 'error') ? 'r' : all.length > 0 ? 'w' : 'a';
}
