import { expect, test } from '@jest/globals';
import { gateway, manifest, said } from './manifests.js';

const port = (number: number, protocol: string, name = 'a') => ({ number, protocol, name });
const https = (tls: object) => gateway({ port: port(443, 'HTTPS'), tls });

test.each([
  ['no server', manifest('Gateway', { servers: [] }), 'gateway-servers'],
  ['no host', gateway({ hosts: [] }), 'gateway-servers'],
  ['a short host', gateway({ hosts: ['reviews'] }), 'host-name'],
  ['a part of a wildcard', gateway({ hosts: ['*a.example.com'] }), 'host-name'],
  ['a namespace that is none', gateway({ hosts: ['a.b/x.com'] }), 'host-name'],
  ['port 0', gateway({ port: port(0, 'HTTP') }), 'port'],
  ['port 70000', gateway({ port: port(70_000, 'HTTP') }), 'port'],
  ['a nameless port', gateway({ port: port(80, 'HTTP', '') }), 'port'],
  ['a target port', gateway({ port: { ...port(80, 'HTTP'), targetPort: 8080 } }), 'port'],
  [
    'two ports of a name',
    manifest('Gateway', {
      servers: [80, 81].map((number) => ({ port: port(number, 'HTTP'), hosts: ['*'] })),
    }),
    'port',
  ],
  ['an unknown protocol', gateway({ port: port(80, 'HTTPX') }), 'protocol'],
  ['a bind that is a name', gateway({ bind: 'localhost' }), 'bind-address'],
  ['a socket with a port', gateway({ bind: 'unix:///a' }), 'bind-address'],
  ['HTTPS without tls', gateway({ port: port(443, 'HTTPS') }), 'server-tls'],
  ['TCP with tls', gateway({ port: port(443, 'TCP'), tls: {} }), 'server-tls'],
  [
    'HTTP with certificates',
    gateway({ tls: { mode: 'SIMPLE', credentialName: 'a' } }),
    'server-tls',
  ],
  [
    'two sources',
    https({ mode: 'SIMPLE', credentialName: 'a', serverCertificate: 'b', privateKey: 'c' }),
    'server-tls',
  ],
  ['no key', https({ mode: 'SIMPLE', serverCertificate: 'b' }), 'server-tls'],
  ['no CA', https({ mode: 'MUTUAL', serverCertificate: 'b', privateKey: 'c' }), 'server-tls'],
  [
    'certificates beside those of Istio',
    https({ mode: 'ISTIO_MUTUAL', credentialName: 'a' }),
    'server-tls',
  ],
  [
    'a list of revocations for no one',
    https({ mode: 'SIMPLE', serverCertificate: 'b', privateKey: 'c', caCrl: 'd' }),
    'server-tls',
  ],
  [
    'credentials of both kinds',
    https({ mode: 'SIMPLE', credentialName: '', credentialNames: ['a'] }),
    'server-tls',
  ],
])('%s is refused', (_what, object, topic) => {
  expect(said(object).map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
    `error ${topic}`,
  ]);
});

test.each([
  [
    'hosts of every form',
    gateway({ hosts: ['*', '*.example.com', 'ns/a.example.com', './*', '*/*', '1.2.3.4'] }),
  ],
  ['a redirect', gateway({ tls: { httpsRedirect: true } })],
  ['a socket', gateway({ port: port(0, 'HTTP'), bind: 'unix://@a' })],
  ['protocols in any case', gateway({ port: port(80, 'gRPC-web') })],
  ['a credential', https({ mode: 'SIMPLE', credentialName: 'a' })],
  [
    'two certificates',
    https({ mode: 'SIMPLE', tlsCertificates: [{ serverCertificate: 'a', privateKey: 'b' }] }),
  ],
])('%s is taken', (_what, object) => {
  expect(said(object)).toEqual([]);
});

test.each([
  [
    'a cipher that does not exist',
    https({ mode: 'SIMPLE', credentialName: 'a', cipherSuites: ['X'] }),
    'cipher-suites',
  ],
  [
    'a cipher twice',
    https({ mode: 'SIMPLE', credentialName: 'a', cipherSuites: ['AES128-SHA', 'AES128-SHA'] }),
    'cipher-suites',
  ],
  [
    'an old TLS',
    https({ mode: 'SIMPLE', credentialName: 'a', minProtocolVersion: 'TLSV1_0' }),
    'cipher-suites',
  ],
  ['certificates without use', https({ mode: 'PASSTHROUGH', credentialName: 'a' }), 'server-tls'],
  [
    'a redirect of HTTPS',
    https({ mode: 'SIMPLE', credentialName: 'a', httpsRedirect: true }),
    'server-tls',
  ],
])('%s is warned about', (_what, object, topic) => {
  expect(said(object).map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
    `warning ${topic}`,
  ]);
});
