import { UserError } from '../foundation/errors.js';
import type { MeshRequest } from '../mesh/request.js';
import type { AskedRequest } from './followed-request.js';

/** A request, and how it was written. */
export interface ParsedRequest {
  asked: AskedRequest;
  request: MeshRequest;
}

/** HTTP's methods that Envoy takes. */
const methods = new Set(
  (
    'ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MOVE MSEARCH NOTIFY OPTIONS ' +
    'PATCH POST PROPFIND PROPPATCH PURGE PUT REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE'
  ).split(' '),
);

/** Longer ones are refused by Envoy, which takes 60 KiB of headers. */
const longestUrl = 8_192;
const longestHeaders = 60 * 1024;

/**
 * Reads a request as a program would send it: dots in the path are resolved, and the port is in the header Host unless it is the
 * scheme's own.
 *
 * @param label What it was written behind, for messages.
 * @throws UserError for what is no request.
 */
export function parseRequest(
  { method, url, headers = {} }: Pick<AskedRequest, 'method' | 'url'> & Partial<AskedRequest>,
  label: string,
): ParsedRequest {
  if (connectionScheme(url) !== undefined) return parseConnection({ method, url }, label);
  if (!methods.has(method)) {
    const isLower = methods.has(method.toUpperCase());
    const advice = isLower ? `write ${method.toUpperCase()}` : 'use one of HTTP, such as GET';
    throw new UserError(`${label}: "${method}" is no method; ${advice}`);
  }
  if (method === 'CONNECT')
    throw new UserError(`${label}: CONNECT is not followed; use another method`);
  const parsed = parseUrl(url, label);
  const scheme = parsed.protocol.slice(0, -1) as MeshRequest['scheme'];
  const given = parseHeaders(headers, label);
  const authority = given.get('host') ?? parsed.host;
  given.delete('host');
  return {
    asked: { method, url, headers: withoutSecrets(headers) },
    request: {
      ...{ method, scheme, authority },
      host: parsed.hostname.toLowerCase(),
      port: parsed.port === '' ? (scheme === 'https' ? 443 : 80) : Number(parsed.port),
      path: decoded(parsed.pathname),
      query: parsed.search.slice(1),
      headers: given,
    },
  };
}

/**
 * Reads `METHOD URL`, as the command line has it.
 *
 * @throws UserError for another text.
 */
export function parseRequestLine(
  line: string,
  label: string,
): Pick<AskedRequest, 'method' | 'url'> {
  const [method = '', url = '', ...rest] = line.trim().split(/\s+/);
  const isUrlAlone = url === '' && method.includes('://');
  if (isUrlAlone && connectionScheme(method) !== undefined) return { method: '', url: method };
  if (url === '' || rest.length > 0) {
    const advice = isUrlAlone
      ? `write "GET ${method}"`
      : 'write METHOD URL, such as "GET http://shop.example.com/"';
    throw new UserError(`${label}: "${line}" is no method and URL; ${advice}`);
  }
  return { method, url };
}

/**
 * Reads `NAME: VALUE`, as the command line has it; several of one name are joined.
 *
 * @throws UserError for another text.
 */
export function parseHeaderLines(lines: readonly string[], label: string): Record<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value = ''] = /^([^:]*):(.*)$/s.exec(line) ?? [];
    if (name === undefined) {
      throw new UserError(
        `${label}: "${line}" has no colon; write NAME: VALUE, such as "x-user: ada"`,
      );
    }
    const known = headers.get(name);
    headers.set(name, known === undefined ? value.trim() : `${known},${value.trim()}`);
  }
  return Object.fromEntries(headers);
}

/** The method of a request that names none: a connection has none. */
export function defaultMethod(url: string): string {
  return connectionScheme(url) === undefined ? 'GET' : '';
}

function connectionScheme(url: string): 'tcp' | 'tls' | undefined {
  const [, scheme] = /^(tcp|tls):\/\//i.exec(url) ?? [];
  return scheme?.toLowerCase() as 'tcp' | 'tls' | undefined;
}

/** Where TLS is without a port. */
const standardTlsPort = 443;

/** A connection: a host and a port, and nothing that is asked for. */
function parseConnection(
  { method, url }: Pick<AskedRequest, 'method' | 'url'>,
  label: string,
): ParsedRequest {
  const scheme = connectionScheme(url) ?? 'tcp';
  const example = `${scheme}://db.example.com:${scheme === 'tls' ? standardTlsPort : 3306}`;
  const [, host, digits] =
    /^[a-z]+:\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?\/?$/i.exec(url) ?? [];
  const port = digits === undefined && scheme === 'tls' ? standardTlsPort : Number(digits);
  if (url.length > longestUrl || host === undefined || !(port >= 1 && port <= 65_535)) {
    const shown = url.slice(0, 100).replace(/\/\/[^/]*@/, '//…@');
    throw new UserError(
      `${label}: "${shown}" is no host and port; write them and nothing else, such as ${example}`,
    );
  }
  const name = host.toLowerCase();
  return {
    asked: { method, url, headers: {} },
    request: {
      ...{ method: '', scheme, host: name, port, authority: name },
      ...{ path: '', query: '', headers: new Map() },
    },
  };
}

/** Envoy compares letters, digits and the like as themselves, however they are written; other characters as they are written. */
function decoded(path: string): string {
  return path.replace(/%(?:2[dDeE]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[fF]|7[eE])/g, (text) =>
    decodeURIComponent(text),
  );
}

function parseUrl(url: string, label: string): URL {
  if (url.length > longestUrl) {
    throw new UserError(`${label}: the URL has more than ${longestUrl} characters; shorten it`);
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    throw new UserError(`${label}: "${url}" has no scheme; begin it with http:// or https://`);
  }
  if (scheme !== 'http' && scheme !== 'https') {
    throw new UserError(
      `${label}: ${scheme}:// is not followed; use http://, https://, tcp:// or tls://`,
    );
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) {
    const shown = url.replace(/\/\/[^/]*@/, '//…@');
    throw new UserError(`${label}: "${shown}" is no URL; check its host and its port (1 to 65535)`);
  }
  if (parsed.port === '0') {
    throw new UserError(`${label}: "${url}" has port 0; give one from 1 to 65535`);
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new UserError(
      `${label}: the URL holds a user name or password; give --header "authorization: …"`,
    );
  }
  return parsed;
}

const secretHeader =
  /^(?:authorization|proxy-authorization|cookie|.*(?:token|secret|api-?key|password).*)$/i;

/** The headers as outputs may show them. */
function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    secretHeader.test(name) ? '***' : value,
  ]);
  return Object.fromEntries(shown) as Record<string, string>;
}

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What HTTP allows in a value: no line ends, no other control characters. */
const headerValue = /^[\t\x20-\x7e\x80-\u{10ffff}]*$/u;

function parseHeaders(headers: Record<string, string>, label: string): Map<string, string> {
  const parsed = new Map<string, string>();
  let size = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (!headerName.test(name)) {
      throw new UserError(
        `${label}: "${name}" is no name of a header; use letters, digits and dashes`,
      );
    }
    if (!headerValue.test(value)) {
      throw new UserError(
        `${label}: the value of header ${name} holds a line end or another control character; remove it`,
      );
    }
    size += name.length + value.length;
    const key = name.toLowerCase();
    const own = value.trim();
    const known = parsed.get(key);
    parsed.set(key, known === undefined ? own : `${known},${own}`);
  }
  if (size > longestHeaders) {
    throw new UserError(
      `${label}: the headers are longer than the 60 KiB that Envoy takes; shorten them`,
    );
  }
  return parsed;
}
