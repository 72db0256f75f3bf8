import { errorsOnly, type Field, type ReportProblem } from '../field.js';
import { validateExportTo } from './export-to.js';
import { isDnsLabel, validateWildcardDomain } from './host-name.js';
import { validateLabels } from './labels.js';
import { validateTrafficPolicy } from './traffic-policy.js';
import { validateWorkloadSelector } from './workload-selector.js';

/** Source: istio.io/istio pkg/config/validation/validation.go ValidateDestinationRule. */
export function validateDestinationRule(
  spec: Field,
  namespace: string,
  report: ReportProblem,
): void {
  validateWildcardDomain(spec.get('host'), report);
  validateTrafficPolicy(spec.get('trafficPolicy'), namespace, report);
  validateSubsets(spec.get('subsets'), namespace, report);
  const selector = spec.get('workloadSelector');
  validateExportTo(spec.get('exportTo'), namespace, selector.isSet, report);
  validateWorkloadSelector(selector, report);
}

/** Source: validateSubset, which drops warnings. */
function validateSubsets(subsets: Field, namespace: string, report: ReportProblem): void {
  const seen = new Set<string>();
  for (const subset of subsets.items) {
    const name = subset.get('name');
    if (seen.has(name.text)) {
      report({ at: name, topic: 'subset', message: `there are two subsets ${name.text}` });
    }
    seen.add(name.text);
    validateSubsetName(name, report);
    validateLabels(subset.get('labels'), report);
    validateTrafficPolicy(subset.get('trafficPolicy'), namespace, errorsOnly(report));
  }
}

/** Source: validateSubsetName. */
export function validateSubsetName(at: Field, report: ReportProblem): void {
  if (isDnsLabel(at.text)) return;
  const message =
    at.text === ''
      ? 'the subset has no name'
      : `"${at.text}" is no subset's name: letters, digits and "-", at most 63`;
  report({ at, topic: 'subset', message });
}
