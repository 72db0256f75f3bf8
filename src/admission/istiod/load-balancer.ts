import { validateDuration } from '../duration.js';
import type { Field, ReportProblem } from '../field.js';
import { validateConsistentHash } from './consistent-hash.js';
import { validateLocalityLbSetting } from './locality-setting.js';
import { validateZoneAwareLbSetting } from './zone-aware-setting.js';

/** Source: istio.io/istio pkg/config/validation/validation.go validateLoadBalancer. */
export function validateLoadBalancer(balancer: Field, outlier: Field, report: ReportProblem): void {
  if (!balancer.isSet) return;
  validateConsistentHash(balancer.get('consistentHash'), report);
  const locality = balancer.get('localityLbSetting');
  const zoneAware = balancer.get('zoneAwareLbSetting');
  if (locality.isSet && zoneAware.isSet) {
    const message = 'localityLbSetting and zoneAwareLbSetting exclude each other; keep one of them';
    report({ at: zoneAware, topic: 'load-balancer', part: 'key', message });
  }
  validateLocalityLbSetting(locality, outlier, report);
  validateZoneAwareLbSetting(zoneAware, outlier, report);
  validateWarmup(balancer.get('warmup'), report);
}

function validateWarmup(warmup: Field, report: ReportProblem): void {
  if (!warmup.isSet) return;
  validateDuration(warmup.get('duration'), 'warmup', report);
  const aggression = warmup.get('aggression');
  if (!aggression.isSet || aggression.number > 0) return;
  const message = `aggression must be greater than 0, but is ${aggression.number}`;
  report({ at: aggression, topic: 'warmup', message });
}
