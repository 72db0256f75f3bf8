import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from '../cluster/cluster-error.js';
import { durationMs, type PrometheusConfig } from '../config/gate-config.js';
import { isRecord } from './field-set.js';
import { interrupted, type Gate } from './gates.js';

const answerMs = 10_000;
const mostBytes = 1024 * 1024;

/** Prometheus scrapes once in some 15 s: more often shows nothing new. */
const pollMs = 5_000;

export interface PrometheusOptions {
  /** Sent as a bearer token, over https only; undefined: none. */
  token: string | undefined;
  pollMs?: number;
}

/**
 * Asks Prometheus (https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries) until every value of the result
 * has been within the bounds for as long as it is to be. A result without a value, or with one that is no number, is not within.
 */
export function prometheusGate(config: PrometheusConfig, options: PrometheusOptions): Gate {
  const { query } = config;
  const forMs = config.for === undefined ? 0 : (durationMs(config.for) ?? 0);
  const withinMs =
    config.within === undefined ? forMs + 60_000 : (durationMs(config.within) ?? forMs);
  const short = query.length > 80 ? `${query.slice(0, 79)}…` : query;
  const title = `prometheus ${short} ${boundsText(config)}${config.for === undefined ? '' : ` for ${config.for}`}`;
  return {
    title,
    async hold({ signal }) {
      const until = Date.now() + withinMs;
      let since: number | undefined;
      for (;;) {
        const seen = await ask(config, options.token, signal);
        const now = Date.now();
        if (signal.aborted) throw interrupted();
        since = seen.holds ? (since ?? now) : undefined;
        if (since !== undefined && now - since >= forMs) return seen.text;
        if (now >= until) {
          const why = seen.holds
            ? `it has not held for ${config.for ?? '0s'} without a break`
            : seen.text;
          throw new ClusterError('verification', why);
        }
        const left = since === undefined ? until - now : since + forMs - now;
        const pause = Math.max(1, Math.min(options.pollMs ?? pollMs, left));
        await sleep(pause, undefined, { signal }).catch(() => {
          throw interrupted();
        });
      }
    },
  };
}

function boundsText({ above, below }: PrometheusConfig): string {
  return [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ].join(' and ');
}

interface Seen {
  holds: boolean;
  text: string;
}

async function ask(
  config: PrometheusConfig,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Seen> {
  let body: string;
  try {
    body = await get(config, token, signal);
  } catch (error) {
    return { holds: false, text: `${hostOf(config.url)}: ${(error as Error).message}` };
  }
  return evaluate(body, config);
}

/** Whether the answer of an instant query is within the bounds. */
export function evaluate(body: string, { above, below }: PrometheusConfig): Seen {
  const values = valuesOf(body);
  if (typeof values === 'string') return { holds: false, text: values };
  if (values.length === 0) return { holds: false, text: 'the query has no result' };
  const wrong = values.find(
    (value) =>
      Number.isNaN(value) ||
      (above !== undefined && value <= above) ||
      (below !== undefined && value >= below),
  );
  if (wrong !== undefined) return { holds: false, text: `the value is ${wrong}` };
  const [first] = values;
  const text =
    values.length === 1
      ? `the value is ${first ?? ''}`
      : `the ${values.length} values are from ${least(values)} to ${most(values)}`;
  return { holds: true, text };
}

/** Not spread into arguments: there may be very many. */
function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}

/** The values of a vector or a scalar, or what is wrong. */
function valuesOf(body: string): number[] | string {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return 'the answer is not JSON';
  }
  if (!isRecord(answer)) return 'the answer is none of Prometheus';
  if (answer['status'] !== 'success') {
    const { error } = answer;
    return typeof error === 'string' ? error.slice(0, 300) : 'the query has failed';
  }
  const { resultType, result } = isRecord(answer['data']) ? answer['data'] : {};
  if (!Array.isArray(result)) return 'the answer is none of Prometheus';
  if (resultType === 'scalar') return [numberIn(result)];
  if (resultType !== 'vector')
    return `the query gives a ${String(resultType).slice(0, 30)}, not values`;
  return result.map((each: unknown) => numberIn(isRecord(each) ? each['value'] : undefined));
}

/** Of `[time, "value"]`. */
function numberIn(sample: unknown): number {
  const value: unknown = Array.isArray(sample) ? sample[1] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? numberOf(value) : NaN;
}

function numberOf(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}

function get(
  { url: base, query }: PrometheusConfig,
  token: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const url = new URL(`${base.replace(/\/$/, '')}/api/v1/query`);
  url.searchParams.set('query', query);
  const isHttps = url.protocol === 'https:';
  const limit = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
  return new Promise((resolve, reject) => {
    const outgoing = (isHttps ? httpsRequest : httpRequest)(
      url,
      {
        agent: false,
        signal: limit,
        headers: {
          accept: 'application/json',
          'user-agent': 'mesh-failover',
          ...(isHttps && token !== undefined && { authorization: `Bearer ${token}` }),
        },
      },
      (incoming) => {
        let body = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => {
          body += chunk;
          if (body.length > mostBytes) outgoing.destroy(new Error('an answer of more than 1 MiB'));
        });
        incoming.on('error', reject);
        incoming.on('end', () => {
          const { statusCode = 0 } = incoming;
          // A query that is wrong is explained in the body.
          if (statusCode < 300 || statusCode === 400 || statusCode === 422) resolve(body);
          else reject(new Error(`answers ${statusCode}`));
        });
      },
    );
    outgoing.on('error', (error) => {
      reject(limit.aborted ? new Error(`no answer within ${answerMs / 1000} s`) : error);
    });
    outgoing.end();
  });
}

function hostOf(url: string): string {
  return new URL(url).host;
}
