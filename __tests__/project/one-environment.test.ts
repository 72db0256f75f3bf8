import { describe, expect, test } from '@jest/globals';
import { Project } from '../../src/project/project.js';
import { configOfTexts } from '../../src/project/config-of-texts.js';

const rule = (name: string, more = '') => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: shop}
spec: {host: ${name}${more}}
`;
const files = {
  'deploy/dev/web.yaml': rule('web', ', notThere: 1'),
  'deploy/prod/web.yaml': rule('web'),
  'common.yaml': rule('common'),
};

describe('one of several environments', () => {
  const project = Project.of({ files });

  test('has its own objects and those of all', () => {
    const prod = project.withEnvironment('prod');
    expect(prod.environments.map(({ name }) => name)).toEqual(['prod']);
    expect(prod.manifests.documents.map(({ file }) => file)).toEqual([
      'common.yaml',
      'deploy/prod/web.yaml',
    ]);
    expect(prod.mesh.resources.DestinationRule).toHaveLength(2);
    expect(prod.lint().findings).toEqual([]);
    expect(project.withEnvironment('dev').lint().findings).toMatchObject([
      { file: 'deploy/dev/web.yaml', rule: 'no-unknown-fields' },
    ]);
  });

  test('is never chosen silently', () => {
    expect(() => project.mesh).toThrow(
      'the manifests are for several environments (dev, prod); name the one that is meant with --environment',
    );
    expect(() => project.withEnvironment('prd')).toThrow(
      'no environment is called "prd"; did you mean "prod"?',
    );
    expect(() => project.withEnvironment('x')).toThrow('there are dev, prod');
    expect(() => Project.of({ files: { 'a.yaml': rule('a') } }).withEnvironment('x')).toThrow(
      'the manifests are for one environment, which has no name',
    );
  });

  test('has the clusters that the configuration gives it', () => {
    const text =
      'version: 1\nenvironments:\n' +
      '  prod: {clusters: [{name: a, locality: r1, paths: [deploy/prod]}]}\n' +
      '  dev: {clusters: [{name: b, locality: r2, paths: [deploy/dev]}]}\n';
    const config = configOfTexts(text, new Map());
    const declared = project.withConfig(config).withEnvironment('prod');
    expect(declared.config.clusters?.map(({ name }) => name)).toEqual(['a']);
    expect(declared.mesh.config.clusters?.map(({ name }) => name)).toEqual(['a']);
  });
});

test('a folder without objects is no unit', () => {
  const { units, environments } = Project.of({
    files: {
      'values.yaml': 'meshConfig: {trustDomain: a}\n',
      'app/kustomization.yaml': 'resources: [web.yaml]\n',
      'app/web.yaml': rule('web'),
    },
  }).repository;
  expect(units.map(({ id }) => id)).toEqual(['kustomize:app']);
  expect(environments.map((one) => one.units)).toEqual([['kustomize:app']]);
});
