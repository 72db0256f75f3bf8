import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerProblems, callOf, problemsOf, type Call } from './openapi.js';

const TIME = '2026-01-01T00:00:00Z';

export interface StoredComment {
  id: number;
  body: string;
  login: string;
}

export interface Failure {
  /** A pattern for `METHOD path`; default: any. */
  for?: RegExp;
  status: number;
  message?: string;
  headers?: Record<string, string>;
  /** What was asked for is done all the same. */
  isDone?: boolean;
}

/**
 * The part of GitHub that the Action talks to, on loopback. Every request is held against GitHub's published description,
 * and every answer too: what does not fit is in `problems`.
 */
export class GithubServer {
  readonly problems: string[] = [];
  /** `METHOD path?query`, in order. */
  readonly requests: string[] = [];
  comments: StoredComment[] = [];
  reviewComments: (StoredComment & { line: number | null })[] = [];
  reviews: Record<string, unknown>[] = [];
  deployments: Record<string, unknown>[] = [];
  statuses: Record<string, unknown>[] = [];
  /** Answered, each once, before anything else. */
  failures: Failure[] = [];
  login = 'github-actions[bot]';
  token = 'ghs_token-of-the-job';
  /** As that of a pull request from a fork. */
  isReadOnly = false;
  #id = 100;

  /** @param root Below it is the API: that of a GitHub Enterprise Server, unless given. */
  constructor(readonly root = '/api/v3') {}

  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      this.problems.push(String(error));
      response.destroy();
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** As in GITHUB_SERVER_URL. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** As in GITHUB_API_URL. */
  get apiUrl(): string {
    return this.url + this.root;
  }

  count(pattern: RegExp): number {
    return this.requests.filter((request) => pattern.test(request)).length;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const data of request) text += String(data);
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '', this.url);
    this.requests.push(`${method} ${url.pathname}${url.search}`);
    if (headers.authorization !== `token ${this.token}`) this.problems.push('another token');
    if (!headers['user-agent']) this.problems.push('no user agent');
    const send = (status: number, body: unknown, more: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...more });
      response.end(JSON.stringify(body));
    };
    const failing = this.failures.findIndex(
      (failure) => !failure.for || failure.for.test(`${method} ${url.pathname}`),
    );
    const [failure] = failing < 0 ? [] : this.failures.splice(failing, 1);
    if (failure && !failure.isDone) {
      send(failure.status, { message: failure.message ?? 'Server Error' }, failure.headers);
      return;
    }
    if (url.pathname === this.root.replace(/\/v3$/, '') + '/graphql') {
      send(200, { data: { viewer: { login: this.login } } });
      return;
    }
    if (!url.pathname.startsWith(`${this.root}/`)) throw new Error(`not the API: ${url.pathname}`);
    url.pathname = url.pathname.slice(this.root.length);
    const call = callOf(method, url, text);
    if (!call) throw new Error(`GitHub has no ${method} ${url.pathname}`);
    this.problems.push(...problemsOf(call).map((problem) => `${call.template}: ${problem}`));
    if (this.isReadOnly && method !== 'GET') {
      send(403, { message: 'Resource not accessible by integration' });
      return;
    }
    const { status, body, link } = this.#do(call, url);
    const wrong = answerProblems(call, status, body);
    this.problems.push(...wrong.map((problem) => `our own answer, ${call.template}: ${problem}`));
    if (failure) send(failure.status, { message: 'Server Error' });
    else send(status, body, link === undefined ? {} : { link });
  }

  #do(call: Call, url: URL): { status: number; body: unknown; link?: string } {
    const { body = {} } = call;
    const id = ++this.#id;
    switch (`${call.method} ${call.template}`) {
      case 'get /repos/{owner}/{repo}/issues/{issue_number}/comments':
        return this.#page(this.comments.map(comment), call, url);
      case 'post /repos/{owner}/{repo}/issues/{issue_number}/comments': {
        const made = { id, body: String(body['body']), login: this.login };
        this.comments.push(made);
        return { status: 201, body: comment(made) };
      }
      case 'patch /repos/{owner}/{repo}/issues/comments/{comment_id}': {
        const found = this.comments.find((one) => one.id === Number(call.path['comment_id']));
        if (!found) throw new Error('no such comment');
        found.body = String(body['body']);
        return { status: 200, body: comment(found) };
      }
      case 'get /repos/{owner}/{repo}/pulls/{pull_number}/comments':
        return this.#page(this.reviewComments.map(reviewComment), call, url);
      case 'post /repos/{owner}/{repo}/pulls/{pull_number}/reviews': {
        this.reviews.push(body);
        for (const one of body['comments'] as { body: string; line: number }[]) {
          this.reviewComments.push({ id, body: one.body, login: this.login, line: one.line });
        }
        return { status: 200, body: review(id, String(body['body'])) };
      }
      case 'post /repos/{owner}/{repo}/deployments':
        this.deployments.push({ id, ...body });
        return { status: 201, body: deployment(id, body) };
      case 'post /repos/{owner}/{repo}/deployments/{deployment_id}/statuses':
        this.statuses.push({ deployment: Number(call.path['deployment_id']), ...body });
        return { status: 201, body: deploymentStatus(id, body) };
    }
    throw new Error(`not played: ${call.method} ${call.template}`);
  }

  #page(items: unknown[], call: Call, url: URL): { status: number; body: unknown; link?: string } {
    const size = Number(call.query['per_page'] ?? 30);
    const page = Number(call.query['page'] ?? 1);
    const next = new URL(url);
    next.pathname = this.root + url.pathname;
    next.searchParams.set('page', String(page + 1));
    const isMore = page * size < items.length;
    const body = items.slice((page - 1) * size, page * size);
    return { status: 200, body, ...(isMore ? { link: `<${next.href}>; rel="next"` } : {}) };
  }
}

function user(login: string): object {
  const url = 'https://ghe.example/u';
  const urls = [
    'avatar_url url html_url followers_url following_url gists_url starred_url subscriptions_url',
    'organizations_url repos_url events_url received_events_url',
  ];
  return {
    login,
    id: 1,
    node_id: 'x',
    gravatar_id: '',
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
    ...Object.fromEntries(urls.flatMap((names) => names.split(' ').map((name) => [name, url]))),
  };
}

const address = 'https://ghe.example/x';

function comment({ id, body, login }: StoredComment): object {
  return {
    id,
    node_id: 'x',
    url: address,
    html_url: address,
    issue_url: address,
    body,
    user: user(login),
    created_at: TIME,
    updated_at: TIME,
    author_association: 'NONE',
    performed_via_github_app: null,
  };
}

function reviewComment(one: StoredComment & { line: number | null }): object {
  return {
    ...comment(one),
    pull_request_review_id: 1,
    diff_hunk: '',
    path: 'x.yaml',
    commit_id: 'x',
    original_commit_id: 'x',
    pull_request_url: address,
    ...(one.line === null ? {} : { line: one.line }),
    _links: { self: { href: address }, html: { href: address }, pull_request: { href: address } },
  };
}

function review(id: number, body: string): object {
  return {
    id,
    node_id: 'x',
    user: user('github-actions[bot]'),
    body,
    state: 'COMMENTED',
    html_url: address,
    pull_request_url: address,
    commit_id: 'x',
    author_association: 'NONE',
    _links: { html: { href: address }, pull_request: { href: address } },
  };
}

function deployment(id: number, body: Record<string, unknown>): object {
  return {
    id,
    node_id: 'x',
    url: address,
    sha: 'x',
    ref: body['ref'],
    task: 'deploy',
    payload: {},
    environment: body['environment'],
    description: body['description'] ?? null,
    creator: user('github-actions[bot]'),
    created_at: TIME,
    updated_at: TIME,
    statuses_url: address,
    repository_url: address,
  };
}

function deploymentStatus(id: number, body: Record<string, unknown>): object {
  return {
    id,
    node_id: 'x',
    url: address,
    state: body['state'],
    creator: user('github-actions[bot]'),
    description: body['description'] ?? '',
    environment: body['environment'] ?? '',
    target_url: '',
    log_url: body['log_url'] ?? '',
    environment_url: body['environment_url'] ?? '',
    created_at: TIME,
    updated_at: TIME,
    deployment_url: address,
    repository_url: address,
  };
}
