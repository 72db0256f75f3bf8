import { BlockList, isIP } from 'node:net';
import type { ProcessEnvironment } from './process-environment.js';

/**
 * The proxy that the environment wants for a server, as kubectl (Go's `httpproxy`) understands HTTPS_PROXY, HTTP_PROXY and
 * NO_PROXY: loopback is never reached through one. Undefined: none.
 */
export function proxyFor(server: string, env: ProcessEnvironment): string | undefined {
  if (!URL.canParse(server)) return undefined;
  const { protocol, hostname, port } = new URL(server);
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = env[name] || env[name.toLowerCase()];
  if (!proxy) return undefined;
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const usualPort = protocol === 'https:' ? '443' : '80';
  const exceptions = env['NO_PROXY'] || env['no_proxy'] || '';
  if (isLoopback(host) || isExcepted(host, port || usualPort, exceptions)) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isExcepted(host: string, port: string, exceptions: string): boolean {
  return exceptions
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  const [, address = '', bits] = /^(.*)\/(\d+)$/.exec(entry) ?? [];
  if (bits !== undefined) return isInRange(host, address, Number(bits));
  const [, name = entry, ownPort] = /^(.*[^:]):(\d+)$/.exec(entry) ?? [];
  if (ownPort !== undefined && ownPort !== port) return false;
  if (isIP(host) || isIP(name)) return name.replace(/^\[|\]$/g, '') === host;
  // `example.com` is the name and everything below it, `.example.com` only what is below.
  if (name.startsWith('*.')) return host.endsWith(name.slice(1));
  return name.startsWith('.') ? host.endsWith(name) : host === name || host.endsWith(`.${name}`);
}

function isInRange(host: string, address: string, bits: number): boolean {
  const version = isIP(address);
  if (version === 0 || isIP(host) !== version || bits > (version === 4 ? 32 : 128)) return false;
  const range = new BlockList();
  const family = version === 4 ? 'ipv4' : 'ipv6';
  range.addSubnet(address, bits, family);
  return range.check(host, family);
}
