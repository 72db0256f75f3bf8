/** Those whose verdicts must be met: istiod's validation, and an API server with the CRDs. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';

export interface Verdict {
  /** Why it is refused; empty when it is not. */
  error: string;
  /** What it warns about; empty for nothing. */
  warning: string;
}

/** Runs `judge/main.go`, which answers line by line. */
export class IstiodJudge {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: ((verdict: Verdict) => void)[] = [];

  constructor(program: string) {
    this.#child = spawn(program);
    this.#child.stdin.on('error', () => {});
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#waiting.shift()?.({
        error: '',
        warning: '',
        ...(JSON.parse(line) as Partial<Verdict>),
      });
    });
  }

  judge(object: unknown): Promise<Verdict> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#child.stdin.write(`${JSON.stringify(object)}\n`);
    });
  }

  stop(): void {
    this.#child.stdin.end();
  }
}

const plurals: Readonly<Record<string, string>> = {
  Gateway: 'gateways',
  VirtualService: 'virtualservices',
  DestinationRule: 'destinationrules',
  GatewayClass: 'gatewayclasses',
  HTTPRoute: 'httproutes',
  GRPCRoute: 'grpcroutes',
  TLSRoute: 'tlsroutes',
  TCPRoute: 'tcproutes',
  ReferenceGrant: 'referencegrants',
  ListenerSet: 'listenersets',
  BackendTLSPolicy: 'backendtlspolicies',
};

/** Creates objects in a dry run, with the strict validation of fields that kubectl asks for. */
export class ApiServerJudge {
  readonly #agent: Agent;

  constructor(
    readonly url: string,
    readonly token: string,
    ca: string,
    readonly concurrency: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: concurrency, ca });
  }

  async judge(object: Record<string, unknown>): Promise<Verdict> {
    const { apiVersion, kind, metadata } = object;
    const namespace = (metadata as { namespace?: unknown } | null | undefined)?.namespace;
    const folder = typeof namespace === 'string' && namespace !== '' ? namespace : 'default';
    const place = kind === 'GatewayClass' ? '' : `namespaces/${encodeURIComponent(folder)}/`;
    const path = `/apis/${String(apiVersion)}/${place}${plurals[String(kind)]}`;
    const { status, body } = await this.#post(
      `${path}?dryRun=All&fieldValidation=Strict`,
      JSON.stringify(object),
    );
    return { error: status < 300 ? '' : messageOf(body), warning: '' };
  }

  #post(path: string, body: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      const options = { method: 'POST', agent: this.#agent, headers };
      const outgoing = request(this.url + path, options, (incoming) => {
        let text = '';
        incoming.on('data', (chunk) => (text += String(chunk)));
        incoming.on('error', reject);
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: text }));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  stop(): void {
    this.#agent.destroy();
  }
}

function messageOf(body: string): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body;
  } catch {
    return body;
  }
}
