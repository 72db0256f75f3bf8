import { expect, test } from '@jest/globals';
import { sentKindProblem, sentKinds } from '../../src/config/sent-kinds.js';

test("Istio's kinds are sent, and no others", () => {
  const sends = sentKinds({});
  expect(sends('networking.istio.io', 'Sidecar')).toBe(true);
  expect(sends('security.istio.io', 'AuthorizationPolicy')).toBe(true);
  expect(sends('', 'Service')).toBe(false);
  expect(sends('gateway.networking.k8s.io', 'Gateway')).toBe(false);
});

test.each([
  ['Service', '', 'Service'],
  ['ServiceAccount', '', 'ServiceAccount'],
  ['HTTPRoute', 'gateway.networking.k8s.io', 'HTTPRoute'],
  ['Deployment', 'apps', 'Deployment'],
  ['Gateway.gateway.networking.k8s.io', 'gateway.networking.k8s.io', 'Gateway'],
  ['*.telemetry.istio.io', 'telemetry.istio.io', 'Telemetry'],
])('%s is a kind to send', (text, group, kind) => {
  expect(sentKindProblem(text)).toBeUndefined();
  const sends = sentKinds({ kinds: [text] });
  expect(sends(group, kind)).toBe(true);
  expect(sends('example.com', kind)).toBe(false);
});

test.each([
  ['Widget', /"Widget" is no kind that is known; write KIND\.GROUP/],
  // Two groups have one.
  ['Kustomization', /write KIND\.GROUP/],
  ['Secret', /Secrets are not sent/],
  ['CustomResourceDefinition.apiextensions.k8s.io', /would delete every object/],
  ['*.apiextensions.k8s.io', /would delete every object/],
])('%s is none', (text, problem) => {
  expect(sentKindProblem(text)).toMatch(problem);
});
