import { validateDurationText } from '../duration.js';
import { errorsOnly, type Field, type ReportProblem } from '../field.js';
import { validateClientTls } from './client-tls.js';
import { validateConnectionPool } from './connection-pool.js';
import { validateLoadBalancer } from './load-balancer.js';
import { validateOutlierDetection } from './outlier-detection.js';
import { validateTunnel } from './tunnel.js';

const topic = 'traffic-policy';

const portFields = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls'];

/** Source: istio.io/istio pkg/config/validation/validation.go validateTrafficPolicy. */
export function validateTrafficPolicy(
  policy: Field,
  namespace: string,
  report: ReportProblem,
): void {
  if (!policy.isSet) return;
  const isEmpty =
    ![...portFields, 'tunnel', 'proxyProtocol', 'retryBudget'].some(
      (key) => policy.get(key).isSet,
    ) && policy.get('portLevelSettings').items.length === 0;
  if (isEmpty) {
    const message = 'trafficPolicy is empty; set something in it, or remove it';
    report({ at: policy, topic, part: 'key', message });
  }
  const tunnel = policy.get('tunnel');
  if (tunnel.isSet && policy.get('proxyProtocol').isSet) {
    const message = 'tunnel and proxyProtocol exclude each other; keep one of them';
    report({ at: tunnel, topic, part: 'key', message });
  }
  validatePortFields(policy, namespace, report);
  validatePortLevelSettings(policy.get('portLevelSettings'), namespace, report);
  validateTunnel(tunnel, report);
  validateDurationText(policy.get('retryBudget').get('budgetInterval'), report);
}

function validatePortFields(policy: Field, namespace: string, report: ReportProblem): void {
  const outlier = policy.get('outlierDetection');
  validateOutlierDetection(outlier, report);
  validateConnectionPool(policy.get('connectionPool'), report);
  validateLoadBalancer(policy.get('loadBalancer'), outlier, report);
  validateClientTls(policy.get('tls'), namespace, report);
}

/** Source: validatePortTrafficPolicies, which drops warnings. */
function validatePortLevelSettings(
  settings: Field,
  namespace: string,
  report: ReportProblem,
): void {
  for (const setting of settings.items) {
    const port = setting.get('port');
    if (!port.isSet) report({ at: port, topic, message: 'portLevelSettings needs port.number' });
    if (!portFields.some((key) => setting.get(key).isSet)) {
      const message = `this port sets nothing; set one of ${portFields.join(', ')}`;
      report({ at: setting, topic, message });
    }
    validatePortFields(setting, namespace, errorsOnly(report));
  }
}
