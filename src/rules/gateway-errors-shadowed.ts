import type { Rule } from './rule.js';
import { outlierDetections } from './scope/policy-parts.js';

/** Istio's default for consecutive5xxErrors, which a missing value leaves in force. */
const defaultErrors = 5;

export const rule: Rule = {
  name: 'gateway-errors-shadowed',
  code: 'MF212',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'consecutiveGatewayErrors never counts, because consecutive5xxErrors is not higher.',
  description: `502, 503 and 504 count as gateway errors and as 5xx errors. Where \`consecutiveGatewayErrors\` is not lower than
\`consecutive5xxErrors\`, the 5xx detection ejects first or at the same time, and the other one never decides anything.
A missing \`consecutive5xxErrors\` is not off: it means 5. Who wants only gateway errors to count, so that a bug that
answers 500 ejects nobody, must set it to 0.`,
  references: [
    'istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection',
  ],
  check(mesh, report) {
    for (const { value, at } of outlierDetections(mesh)) {
      const { consecutive5xxErrors, consecutiveGatewayErrors = 0 } = value;
      const errors = consecutive5xxErrors ?? defaultErrors;
      if (consecutiveGatewayErrors === 0 || errors === 0 || consecutiveGatewayErrors < errors) {
        continue;
      }
      const own = String(consecutiveGatewayErrors);
      report({
        at: at('consecutiveGatewayErrors'),
        message:
          `consecutiveGatewayErrors: ${own} has no effect: consecutive5xxErrors ` +
          `${consecutive5xxErrors === undefined ? 'is missing, which means 5' : `is ${errors}`}, counts the ` +
          'same answers, and ejects first. In an outage every 5xx counts, a plain 500 too. Set ' +
          'consecutive5xxErrors: 0 if only gateway errors are to count, or a value above this one.',
      });
    }
  },
};
