import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/foundation/errors.js';
import {
  parseHeaderLines,
  parseRequest,
  parseRequestLine,
} from '../../src/traffic/parse-request.js';

const read = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  parseRequest({ method, url, headers }, '--request').request;

describe('a URL', () => {
  test.each([
    [
      'http://Shop.Example.com',
      {
        host: 'shop.example.com',
        port: 80,
        path: '/',
        query: '',
        scheme: 'http',
        authority: 'shop.example.com',
      },
    ],
    [
      'https://shop.example.com/a/b?c=d&e',
      { port: 443, path: '/a/b', query: 'c=d&e', scheme: 'https' },
    ],
    ['HTTP://shop.example.com:8080/', { port: 8080, authority: 'shop.example.com:8080' }],
    ['http://shop.example.com:80/', { port: 80, authority: 'shop.example.com' }],
    ['https://shop.example.com:80/', { port: 80, authority: 'shop.example.com:80' }],
    ['http://[2001:DB8::1]:65535/', { host: '[2001:db8::1]', port: 65535 }],
    ['http://x/a/./b/../c/%2e%2e/d', { path: '/a/d' }],
    ['http://x/#fragment', { path: '/', query: '' }],
  ])('%s', (url, request) => {
    expect(read(url)).toMatchObject(request);
  });

  test('letters, digits and the like are the same however they are written, and others are not', () => {
    const letters = 'ABYZaoyz0189-._~';
    const written = [...letters].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('');
    expect(read(`http://x/${written}`).path).toBe(`/${letters}`);
    expect(read(`http://x/${written.toUpperCase()}`).path).toBe(`/${letters}`);
    const others = '%40%5b%5e%60%7b%7f%2f%2c%3a%3b%20%80%ff';
    expect(read(`http://x/${others}`).path).toBe(`/${others}`);
  });

  test.each([
    ['shop.example.com/a', '"shop.example.com/a" has no scheme; begin it with http:// or https://'],
    ['tcp://x', '"tcp://x" is no host and port; write them and nothing else'],
    ['tcp://x:70000', '"tcp://x:70000" is no host and port'],
    ['tls://x:0', '"tls://x:0" is no host and port'],
    ['tls://x/path', '"tls://x/path" is no host and port'],
    ['tcp://me:secret@x:1', '"tcp://…@x:1" is no host and port'],
    ['tcp://*.x:1', '"tcp://*.x:1" is no host and port'],
    ['ftp://x', 'ftp:// is not followed; use http://, https://, tcp:// or tls://'],
    ['http://x:99999', '"http://x:99999" is no URL; check its host and its port (1 to 65535)'],
    ['http://a b/', '"http://a b/" is no URL; check its host'],
    ['http://me:secret@x:99999/', '"http://…@x:99999/" is no URL; check'],
    ['http://x:0/', '"http://x:0/" has port 0; give one from 1 to 65535'],
    ['http://me@x/', 'the URL holds a user name or password; give --header "authorization: …"'],
    [
      'http://:secret@x/',
      'the URL holds a user name or password; give --header "authorization: …"',
    ],
    [`http://x/${'a'.repeat(8184)}`, 'the URL has more than 8192 characters; shorten it'],
  ])('that is none is an error: %s', (url, message) => {
    expect(() => read(url)).toThrow(UserError);
    expect(() => read(url)).toThrow(`--request: ${message}`);
    expect(() => read(url)).not.toThrow('secret');
  });

  test('may have as many characters as Envoy takes', () => {
    expect(read(`http://x/${'a'.repeat(8183)}`).path).toHaveLength(8184);
  });
});

describe('a connection', () => {
  test.each([
    ['tcp://DB.shop:3306', { scheme: 'tcp', host: 'db.shop', port: 3306 }],
    ['TLS://db.example.com', { scheme: 'tls', host: 'db.example.com', port: 443 }],
    ['tls://db.example.com:8443/', { port: 8443 }],
    ['tcp://10.0.0.1:5432', { host: '10.0.0.1', port: 5432 }],
    ['tcp://[2001:db8::1]:5432', { host: '[2001:db8::1]' }],
  ])('%s', (url, request) => {
    expect(read(url, {}, '')).toMatchObject(request);
  });

  test('needs no method, and has no headers', () => {
    expect(parseRequestLine('tcp://db:3306', '--request')).toEqual({
      method: '',
      url: 'tcp://db:3306',
    });
    const { asked, request } = parseRequest(
      { method: 'GET', url: 'tcp://db:3306', headers: { a: 'b' } },
      '--request',
    );
    expect(asked).toEqual({ method: 'GET', url: 'tcp://db:3306', headers: {} });
    expect(request.headers.size).toBe(0);
  });
});

describe('a method', () => {
  test.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'PURGE'])(
    '%s',
    (method) => {
      expect(read('http://x', {}, method).method).toBe(method);
    },
  );

  test.each([
    ['get', '"get" is no method; write GET'],
    ['FETCH', '"FETCH" is no method; use one of HTTP, such as GET'],
    ['', '"" is no method; use one of HTTP, such as GET'],
    ['CONNECT', 'CONNECT is not followed; use another method'],
  ])('%s is none', (method, message) => {
    expect(() => read('http://x', {}, method)).toThrow(`--request: ${message}`);
  });
});

describe('headers', () => {
  test('are found by their names in small letters, and the one for the host is what the proxy compares', () => {
    const request = read('http://x:81/', { 'X-User': ' ada ', Host: 'other.example.com:8080' });
    expect(request).toMatchObject({ authority: 'other.example.com:8080', host: 'x', port: 81 });
    expect([...request.headers]).toEqual([['x-user', 'ada']]);
    expect(read('http://x', { a: '1', A: '2' }).headers.get('a')).toBe('1,2');
    expect(parseRequest({ method: 'GET', url: 'http://x' }, 'l').asked.headers).toEqual({});
  });

  test.each([
    ['a b', 'x', '"a b" is no name of a header; use letters, digits and dashes'],
    ['', 'x', '"" is no name of a header'],
    [
      'a',
      'x\r\ny: z',
      'the value of header a holds a line end or another control character; remove it',
    ],
    ['a', '\u007f', 'the value of header a holds'],
    ['a', '\u0000', 'the value of header a holds'],
  ])('%s: %j is none', (name, value, message) => {
    expect(() => read('http://x', { [name]: value })).toThrow(message);
  });

  test('may hold tabs and letters of any language, up to what Envoy takes', () => {
    expect(read('http://x', { a: 'b\tc ä 語 😀' }).headers.get('a')).toBe('b\tc ä 語 😀');
    const most = 60 * 1024;
    expect(read('http://x', { a: 'b'.repeat(most - 1) }).headers.get('a')).toHaveLength(most - 1);
    expect(() =>
      read('http://x', { a: 'b'.repeat(most / 2), c: 'b'.repeat(most / 2 - 1) }),
    ).toThrow('the headers are longer than the 60 KiB that Envoy takes; shorten them');
  });

  test.each([
    ...[
      'authorization',
      'Proxy-Authorization',
      'cookie',
      'x-token',
      'x-access-tokens',
      'my-secret',
    ],
    ...['x-api-key', 'X-ApiKey', 'password', 'x-password-2'],
  ])('%s is not shown, and used', (name) => {
    const { asked, request } = parseRequest(
      { method: 'GET', url: 'http://x', headers: { [name]: 'v' } },
      'l',
    );
    expect(asked.headers).toEqual({ [name]: '***' });
    expect(request.headers.get(name.toLowerCase())).toBe('v');
  });

  test.each(['x-user', 'x-keyed', 'cookies', 'x-authorization-id'])('%s is shown', (name) => {
    const headers = { [name]: 'v' };
    expect(parseRequest({ method: 'GET', url: 'http://x', headers }, 'l').asked.headers).toEqual(
      headers,
    );
  });
});

describe('lines of the command line', () => {
  test('are a method and a URL', () => {
    expect(parseRequestLine('  GET \t http://x/ ', 'l')).toEqual({
      method: 'GET',
      url: 'http://x/',
    });
    expect(() => parseRequestLine('http://x/', 'l')).toThrow(
      'l: "http://x/" is no method and URL; write "GET http://x/"',
    );
    const general = 'write METHOD URL, such as "GET http://shop.example.com/"';
    for (const line of ['', 'GET', 'GET http://x http://y', 'a://b c d']) {
      expect(() => parseRequestLine(line, 'l')).toThrow(
        `l: "${line}" is no method and URL; ${general}`,
      );
    }
  });

  test('are a name and a value, of one name joined in their order', () => {
    const lines = ['a: b', 'c:', 'a:  d : e ', 'A: f'];
    expect(parseHeaderLines(lines, 'l')).toEqual({ a: 'b,d : e', c: '', A: 'f' });
    expect(parseHeaderLines(['a: 1\n2'], 'l')).toEqual({ a: '1\n2' });
    expect(() => parseHeaderLines(['no colon'], 'l')).toThrow(
      'l: "no colon" has no colon; write NAME: VALUE, such as "x-user: ada"',
    );
  });
});
