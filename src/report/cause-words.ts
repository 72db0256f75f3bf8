import type { CausingChange, ExplainedChange } from '../lint/behaviour-causes.js';

/** What a changed prediction comes from, whatever it is written in. */
export interface CauseWords {
  /** `Cause`, or why there are several. */
  title: string;
  /** Each with the place that it is about. */
  changes: { text: string; place: Pick<CausingChange, 'file' | 'line' | 'column' | 'isGone'> }[];
  /** The finding that explains the errors; undefined: none does. */
  finding: ExplainedChange['cause'];
}

/** Undefined where neither a change of the files nor a finding is known to be the cause. */
export function causeWords({
  cause: finding,
  causes = [],
  together,
}: Pick<ExplainedChange, 'cause' | 'causes' | 'together'>): CauseWords | undefined {
  if (causes.length === 0 && !finding) return undefined;
  const title =
    causes.length < 2
      ? 'Cause'
      : together
        ? 'Cause: several changes together'
        : 'Causes: each of these changes';
  return {
    title,
    changes: causes.map((one) => ({ text: sentenceOf(one), place: one })),
    finding,
  };
}

/** `DestinationRule x/a: spec.trafficPolicy.outlierDetection.maxEjectionPercent was 100, is 10`. */
function sentenceOf({ kind, resource, field, before, after }: CausingChange): string {
  const subject =
    resource &&
    `${resource.kind} ${resource.namespace === null ? '' : `${resource.namespace}/`}${resource.name}`;
  if (field === null) {
    const what = subject ?? 'the file';
    switch (kind) {
      case 'added':
        return `${what} is new`;
      case 'removed':
        return `${what} was removed`;
      case 'moved':
        return `${what} was moved to this file`;
      case 'changed':
        return `${what} was changed`;
    }
  }
  const name = subject === null ? field : `${subject}: ${field}`;
  if (before === undefined)
    return after === undefined ? `${name} was changed` : `${name} is new: ${after}`;
  return after === undefined
    ? `${name} was removed, was ${before}`
    : `${name} was ${before}, is ${after}`;
}
