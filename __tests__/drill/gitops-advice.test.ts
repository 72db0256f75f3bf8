import { describe, expect, test } from '@jest/globals';
import { commandLineTerms as terms } from '../../src/drill/drill-terms.js';
import { pausingAdvice } from '../../src/drill/gitops-advice.js';

function marked(labels: Record<string, string>, annotations: Record<string, string> = {}) {
  const metadata = { name: 'web', namespace: 'shop', labels, annotations };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata };
}

describe('how a GitOps controller is paused', () => {
  test('Argo CD, by the application of the tracking id', () => {
    const id = { 'argocd.argoproj.io/tracking-id': 'shop-prod:apps/Deployment:shop/web' };
    expect(pausingAdvice('Argo CD', marked({}, id), 'a', terms)).toContain(
      'argocd app set shop-prod',
    );
  });

  test('Flux, by the Kustomization or the HelmRelease', () => {
    const kustomize = {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux',
    };
    expect(pausingAdvice('Flux', marked(kustomize), 'a', terms)).toContain(
      'flux suspend kustomization apps --namespace flux',
    );
    const helm = { 'helm.toolkit.fluxcd.io/name': 'web', 'helm.toolkit.fluxcd.io/namespace': 'x' };
    expect(pausingAdvice('Flux', marked(helm), 'a', terms)).toContain(
      'flux suspend helmrelease web --namespace x',
    );
  });

  test('Config Sync', () => {
    expect(pausingAdvice('Config Sync', marked({}), 'a', terms)).toContain('in cluster a');
  });
});
