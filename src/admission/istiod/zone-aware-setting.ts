import type { Field, ReportProblem } from '../field.js';
import { validateFailover, warnWithoutOutlierDetection } from './locality-setting.js';
import { topologyLabels } from './topology-labels.js';

const topic = 'zone-aware-setting';

/** Source: istio.io/istio pkg/config/validation/agent/validation.go ValidateZoneAwareLbSetting. */
export function validateZoneAwareLbSetting(
  setting: Field,
  outlier: Field,
  report: ReportProblem,
): void {
  if (!setting.isSet) return;
  for (const at of setting.get('failoverPriority').items) {
    if (!topologyLabels.includes(at.text)) continue;
    const message = `zoneAwareLbSetting orders by locality by itself; take ${at.text} out of failoverPriority`;
    report({ at, topic, message });
  }
  warnWithoutOutlierDetection(setting, outlier, report);
  for (const entry of setting.get('failover').items) validateFailover(entry, topic, report);
}
