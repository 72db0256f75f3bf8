import { expect, test } from '@jest/globals';
import { proxyFor } from '../../src/cluster/proxy.js';

const server = 'https://api.prod.example.com:6443';
const proxy = 'http://proxy:3128';

test.each([
  [server, { HTTPS_PROXY: proxy }, proxy],
  [server, { https_proxy: 'proxy:3128' }, proxy],
  [server, { HTTP_PROXY: proxy }, undefined],
  [server, {}, undefined],
  ['http://api.example.com', { HTTP_PROXY: proxy }, proxy],
  ['https://127.0.0.1:6443', { HTTPS_PROXY: proxy }, undefined],
  ['https://localhost', { HTTPS_PROXY: proxy }, undefined],
  ['https://[::1]:6443', { HTTPS_PROXY: proxy }, undefined],
])('%s with %j: %s', (url, env, expected) => {
  expect(proxyFor(url, env)).toBe(expected);
});

test.each([
  [server, '*', true],
  [server, 'example.com', true],
  [server, '.example.com', true],
  [server, '*.example.com', true],
  [server, 'other.com, prod.example.com', true],
  [server, 'ample.com', false],
  ['https://example.com', '.example.com', false],
  [server, 'example.com:6443', true],
  [server, 'example.com:443', false],
  ['https://10.1.2.3', '10.0.0.0/8', true],
  ['https://11.1.2.3', '10.0.0.0/8', false],
  ['https://10.1.2.3', '10.1.2.3:443', true],
  ['https://10.1.2.3', '1.2.3', false],
  ['https://[fd00::1]', 'fd00::/8', true],
  ['https://10.1.2.3', 'nonsense/99, 10.0.0.0/99', false],
])('%s with NO_PROXY=%s: left out: %s', (url, NO_PROXY, isLeftOut) => {
  const env = { HTTPS_PROXY: proxy, NO_PROXY };
  expect(proxyFor(url, env)).toBe(isLeftOut ? undefined : proxy);
});
