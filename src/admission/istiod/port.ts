import type { Field, ReportProblem } from '../field.js';

export const largestPort = 65_535;

/** Source: istio.io/istio pkg/config/validation/agent/validation.go ValidatePort. */
export function validatePortNumber(at: Field, report: ReportProblem): void {
  if (at.number >= 1 && at.number <= largestPort) return;
  const name = at.path.at(-1);
  const message = at.isSet
    ? `${name} must be between 1 and ${largestPort}, but is ${at.number}`
    : `${name} is missing: a port between 1 and ${largestPort}`;
  report({ at, topic: 'port', message });
}

/** A port that may be left out: 0 stands for every port. */
export function validateOptionalPort(at: Field, report: ReportProblem): void {
  if (at.number !== 0) validatePortNumber(at, report);
}
