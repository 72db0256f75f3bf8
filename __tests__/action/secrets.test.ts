import { expect, test } from '@jest/globals';
import { secretsOf } from '../../src/action/secrets.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');

const key = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0B'.repeat(2)}\nq83vEjRWeJ\n-----END PRIVATE KEY-----\n`;
const kubeconfig = `apiVersion: v1
kind: Config
clusters:
  - name: cluster-a
    cluster: {server: 'https://admin:hunter-of-two@a.example.com', proxy-url: 'http://proxy.example.com'}
users:
  - name: deployer
    user:
      token: eyJhbGciOi.JSUzI1NiIs.ImtpZCI6
      client-key-data: ${base64(key)}
  - name: plugin
    user:
      exec:
        command: kubelogin
        args: [get-token, --client-id=public-app, --client-secret=s3cr3t-one, --oidc-password, s3cr3t-two]
        env: [{name: LOGIN_SECRET, value: s3cr3t-three}]
`;

test('hides the whole, its lines, the secrets in it, and their base64', () => {
  const secrets = secretsOf(kubeconfig);
  expect(secrets).toEqual(
    expect.arrayContaining([
      kubeconfig,
      'token: eyJhbGciOi.JSUzI1NiIs.ImtpZCI6',
      'eyJhbGciOi.JSUzI1NiIs.ImtpZCI6',
      base64('eyJhbGciOi.JSUzI1NiIs.ImtpZCI6'),
      base64(key),
      key,
      'q83vEjRWeJ',
      'hunter-of-two',
      's3cr3t-one',
      's3cr3t-two',
      's3cr3t-three',
      base64(kubeconfig),
      base64(kubeconfig).slice(0, 76),
      base64(kubeconfig).slice(76, 152),
    ]),
  );
});

test('does not hide names and addresses, which messages need', () => {
  const secrets = secretsOf(kubeconfig);
  for (const harmless of [
    'cluster-a',
    'deployer',
    'kubelogin',
    'get-token',
    'public-app',
    'LOGIN_SECRET',
    'http://proxy.example.com',
    '-----BEGIN PRIVATE KEY-----',
    '',
  ]) {
    expect(secrets).not.toContain(harmless);
  }
});

test('reads JSON in one line', () => {
  const user = { password: 'correct horse', token: 1234567890 };
  const secrets = secretsOf(JSON.stringify({ kind: 'Config', users: [{ name: 'u', user }] }));
  expect(secrets).toEqual(expect.arrayContaining(['correct horse', '1234567890']));
});

test('hides every long word of what it cannot read', () => {
  const secrets = secretsOf('users:\n\t- {token: "abcdefghijklmnopqrstuvwxyz"');
  expect(secrets).toContain('abcdefghijklmnopqrstuvwxyz');
});

test.each(['admin:hunter-of-two@a.example.com', 'admin:hunter-of-two@a:6443', 'hunter-of-two@a'])(
  'hides the password of an address without a scheme: %s',
  (server) => {
    const config = JSON.stringify({
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server } }],
    });
    expect(secretsOf(config)).toContain('hunter-of-two');
  },
);
