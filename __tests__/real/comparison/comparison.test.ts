/** docs/comparison.md says what the other tools say today. */
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { describeReal } from '../describe-real.js';
import { compare, page } from './compare.mjs';

describeReal(
  'the comparison with other tools',
  ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'istioctl', 'kubeconform'],
  () => {
    test('is what docs/comparison.md says', async () => {
      expect(await compare()).toBe(readFileSync(page, 'utf8'));
    }, 1_200_000);
  },
);
