import type { Field, ReportProblem } from '../field.js';
import { overlapsWithEarlier, readLocalityKey, type LocalityKey } from './locality-key.js';
import { topologyLabels } from './topology-labels.js';

const topic = 'locality-setting';

/**
 * Source: istio.io/istio pkg/config/validation/agent/validation.go ValidateLocalityLbSetting.
 * That function stops at the first error; here each place gets its own.
 */
export function validateLocalityLbSetting(
  setting: Field,
  outlier: Field,
  report: ReportProblem,
): void {
  if (!setting.isSet) return;
  const distribute = setting.get('distribute');
  const failover = setting.get('failover');
  if (distribute.items.length > 0 && failover.items.length > 0) {
    const message = 'distribute and failover exclude each other; keep one of them';
    report({ at: failover, topic, part: 'key', message });
  }
  validateFailoverPriority(setting, report);
  for (const entry of distribute.items) validateTo(entry.get('to'), report);
  validateFrom(distribute, report);
  warnWithoutOutlierDetection(setting, outlier, report);
  for (const entry of failover.items) validateFailover(entry, topic, report);
}

function validateFailoverPriority(setting: Field, report: ReportProblem): void {
  if (setting.get('failover').items.length === 0) return;
  for (const at of setting.get('failoverPriority').items) {
    if (!topologyLabels.includes(at.text)) continue;
    const message = `failover orders by locality already; ${at.text} in failoverPriority excludes it`;
    report({ at, topic, message });
  }
}

function validateTo(to: Field, report: ReportProblem): void {
  let sum = 0;
  let isInRange = true;
  for (const [key, weight] of to.entries) {
    sum += weight.number;
    if (Number.isInteger(weight.value) && weight.number >= 1 && weight.number <= 100) continue;
    isInRange = false;
    const message = `the weight of ${key} must be between 1 and 100, but is ${JSON.stringify(weight.value)}`;
    report({ at: weight, topic: 'distribute-weights', message });
  }
  if (sum !== 100 && isInRange) {
    const message =
      to.entries.length === 0
        ? 'to is missing: the localities that get the traffic, with weights that sum to 100'
        : `the weights in to must sum to 100, but sum to ${sum}`;
    report({ at: to, topic: 'distribute-weights', part: 'key', message });
  }
  validateToKeys(to, report);
}

/**
 * istiod reads `to` in an order that changes from time to time, so it refuses overlapping keys by chance only. The order
 * that is worst counts.
 */
function validateToKeys(to: Field, report: ReportProblem): void {
  const seen: { text: string; key: LocalityKey }[] = [];
  for (const [text, at] of to.entries) {
    const key = readLocalityKey(text);
    if (typeof key === 'string') {
      report({ at, topic, part: 'key', message: key });
      continue;
    }
    const other = seen.find(
      (entry) => overlapsWithEarlier(entry.key, key) || overlapsWithEarlier(key, entry.key),
    );
    if (other) {
      const message = `${text} overlaps with ${other.text}: istiod refuses this, or splits the traffic by chance`;
      report({ at, topic: 'overlapping-to-keys', part: 'key', message });
    }
    seen.push({ text, key });
  }
}

function validateFrom(distribute: Field, report: ReportProblem): void {
  const seen: { text: string; key: LocalityKey }[] = [];
  for (const entry of distribute.items) {
    const at = entry.get('from');
    const key = readLocalityKey(at.text);
    if (typeof key === 'string') {
      report({ at, topic, message: `from: ${key}` });
      continue;
    }
    const other = seen.find((earlier) => overlapsWithEarlier(earlier.key, key));
    if (other) {
      const message = `from: ${at.text} overlaps with the earlier ${other.text}; put the more specific one first, or leave it out`;
      report({ at, topic, message });
    }
    seen.push({ text: at.text, key });
  }
}

/** Source: ValidateLocalityLbSetting and ValidateZoneAwareLbSetting, which warn alike. */
export function warnWithoutOutlierDetection(
  setting: Field,
  outlier: Field,
  report: ReportProblem,
): void {
  if (outlier.isSet) return;
  const at = ['failover', 'failoverPriority']
    .map((key) => setting.get(key))
    .find(({ items }) => items.length > 0);
  if (!at) return;
  const message = `${at.path.at(-1)} does nothing without outlierDetection in the same policy`;
  report({
    at,
    topic: 'failover-without-outlier-detection',
    severity: 'warning',
    part: 'key',
    message,
  });
}

/** Source: ValidateLocalityLbSetting and ValidateZoneAwareLbSetting, which ask the same. */
export function validateFailover(
  entry: Field,
  topicOfSetting: 'locality-setting' | 'zone-aware-setting',
  report: ReportProblem,
): void {
  const from = entry.get('from');
  const to = entry.get('to');
  const refuse = (at: Field, message: string) => report({ at, topic: topicOfSetting, message });
  if (from.text === to.text)
    refuse(to, `failover from ${from.text} to itself: name another region`);
  for (const at of [from, to]) {
    const name = `failover ${at.path.at(-1)} "${at.text}"`;
    if (at.text.includes('/')) refuse(at, `${name} must be a region, without zone`);
    if (at.text.includes('*')) refuse(at, `${name} must name one region, without *`);
  }
}
