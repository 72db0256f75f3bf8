import { expect, test } from '@jest/globals';
import {
  EJECTION,
  GATEWAY,
  HALVES,
  locality,
  route,
  rule,
  SERVICE,
  tree,
} from '../advice/pieces.js';
import { lintFiles, type Files } from '../rules/check-files.js';

const found = (files: Files) => lintFiles(files).findings.map((finding) => finding.rule);

const misspelt = rule('orders', EJECTION.replace('Detection', 'Detecton') + locality(HALVES));

test('what follows from another finding is left out', () => {
  expect(found(tree({ 'policy.yaml': misspelt }))).toEqual(['no-unknown-fields']);
});

test('it stays where the rule for the cause is off', () => {
  const files = tree({ 'policy.yaml': misspelt });
  const config = `${files['mesh-failover.yaml'] ?? ''}rules: {no-unknown-fields: off}\n`;
  expect(found({ ...files, 'mesh-failover.yaml': config })).toEqual(['outlier-detection-required']);
});

test('it stays where another object has the cause', () => {
  const files = tree({
    'policy.yaml': rule('orders', locality(HALVES)),
    'more.yaml': misspelt.replaceAll('orders', 'billing'),
    'service.yaml': `${SERVICE}---\n${SERVICE.replaceAll('orders', 'billing')}`,
  });
  expect(found(files).sort()).toEqual(['no-unknown-fields', 'outlier-detection-required']);
});

test('two mistakes in one object are two findings', () => {
  const two =
    '    - match: [{gateways: [partners]}]\n      route: [{destination: {host: orders}}]\n    - route: [{destination: {host: orders}}]\n';
  const files = tree({
    'gateway.yaml': GATEWAY,
    'route.yaml': route(two).replace(
      '[orders.example.com]',
      '[orders.example.com, shop.example.com]',
    ),
  });
  expect(found(files).sort()).toEqual(['gateway-route-unreachable', 'public-host-unserved']);
});
