import { createHash } from 'node:crypto';
import { entryOf, groupOf } from '../api/kinds.js';
import { kept } from '../foundation/kept.js';
import { trimEndings } from '../foundation/trim-endings.js';
import { answeredObject } from './answer-object.js';
import { ClusterError } from './cluster-error.js';
import {
  objectKeyOf,
  type Access,
  type Applied,
  type ServerSideApplyOptions,
  type Cluster,
  type CreateOptions,
  type DeleteOptions,
  type KubernetesObject,
  type ListSelection,
  type ObjectKey,
  type PatchOptions,
  type PodPort,
  type PodRequestLimits,
  type ServedKind,
} from './cluster.js';
import { connectionError } from './connection-error.js';
import type { Credentials } from './credentials.js';
import { notServedError } from './not-served.js';
import { connectToPod, getThrough, PodConnectionError } from './pod-connection.js';
import { send, type HttpAnswer, type Call, type Timeouts } from './request.js';
import { apiResourceOf, collectionPath, followsRule, resourcePath } from './resource-path.js';
import { withRetries } from './retry.js';
import { isKindMissing, isObjectMissing, statusError } from './status-error.js';

/** Objects in one answer: enough to be quick, few enough for the API server. */
const pageSize = 500;

/** A list of Kubernetes' largest clusters (150,000 pods, 300 pages) fits several times. */
const mostPages = 1000;
const mostListLength = 512 * 1024 * 1024;

const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** A definition of a custom kind may call its lists otherwise than Kubernetes does, but for the end. */
const isList = (kind: string) => kind.endsWith('List');

type Kind = Pick<ObjectKey, 'apiVersion' | 'kind'>;

/** Who an API server is. */
export interface ApiServer {
  url: string;
  /** Its certificate authority; empty: the machine's own. */
  ca: string;
}

/** A cluster behind its real API server. */
export class ApiCluster implements Cluster {
  readonly server: string;
  readonly identity: string;
  readonly #url: string;
  readonly #credentials: Credentials;
  readonly #timeouts: Timeouts;
  readonly #served = new Map<string, Promise<ServedKind>>();
  readonly #underWay = new Set<AbortController>();

  constructor(
    readonly name: string,
    server: ApiServer,
    credentials: Credentials,
    timeouts: Timeouts,
  ) {
    this.#credentials = credentials;
    this.#timeouts = timeouts;
    this.#url = server.url;
    this.server = withoutCredentials(server.url);
    const ca = createHash('sha256').update(server.ca.trim()).digest('hex');
    this.identity = `${this.server} ${ca}`;
  }

  async version(): Promise<string | undefined> {
    const answer = await this.#send({ method: 'GET', path: '/version' });
    if (answer.status === 403) return undefined;
    if (answer.status === 401) throw this.#refusal(answer);
    const { gitVersion } = parseObject(answer.body) ?? {};
    if (answer.status !== 200 || typeof gitVersion !== 'string') {
      throw new ClusterError(
        'unreachable',
        `cluster ${this.name}: ${this.server} answers (${answer.status}), but not as a Kubernetes API server does`,
      );
    }
    return gitVersion;
  }

  servedAs({ apiVersion, kind }: Kind): Promise<ServedKind> {
    const entry = entryOf(groupOf(apiVersion), kind);
    if (entry) {
      return Promise.resolve({
        resource: apiResourceOf(kind),
        isNamespaced: entry.clusterScoped !== true,
      });
    }
    const key = `${apiVersion} ${kind}`;
    return kept(this.#served, key, () =>
      this.#discover({ apiVersion, kind }).catch((error: unknown) => {
        this.#served.delete(key);
        throw error;
      }),
    );
  }

  async versionsOf(group: string): Promise<string[]> {
    return (await this.#versions(group)) ?? [];
  }

  async #discover(kind: Kind): Promise<ServedKind> {
    const root = kind.apiVersion.includes('/') ? '/apis' : '/api';
    const answer = await this.#send({ method: 'GET', path: `${root}/${kind.apiVersion}` });
    if (answer.status === 404) throw await this.#notServed(kind);
    if (answer.status !== 200) throw this.#refusal(answer);
    const { resources } = parseObject(answer.body) ?? {};
    const all: unknown[] = Array.isArray(resources) ? resources : [];
    for (const each of all) {
      const { name, kind: own, namespaced } = (each ?? {}) as Record<string, unknown>;
      // A part of an object, such as its status, may have the kind of the whole.
      if (own !== kind.kind || typeof name !== 'string' || name.includes('/')) continue;
      return { resource: name, isNamespaced: namespaced === true };
    }
    throw await this.#notServed(kind);
  }

  /** The plural in the path of a kind. */
  async #resource(kind: Kind): Promise<string> {
    return followsRule(kind) ? apiResourceOf(kind.kind) : (await this.servedAs(kind)).resource;
  }

  async #path(key: ObjectKey): Promise<string> {
    return resourcePath(key, await this.#resource(key));
  }

  async get(key: ObjectKey): Promise<KubernetesObject | undefined> {
    const answer = await this.#send({ method: 'GET', path: await this.#path(key) });
    const isNamespace = key.apiVersion === 'v1' && key.kind === 'Namespace';
    if (isObjectMissing(answer) || (isNamespace && answer.status === 404)) return undefined;
    return this.#object(answer, key);
  }

  async list(selection: ListSelection): Promise<KubernetesObject[]> {
    const { apiVersion, kind } = selection;
    const all: KubernetesObject[] = [];
    let next: string | undefined;
    let limit: number | undefined = pageSize;
    const resource = await this.#resource(selection);
    for (let [pages, size] = [1, 0]; ; pages++) {
      const answer = await this.#send(listCall(selection, resource, limit, next));
      size += answer.body.length;
      if (size > mostListLength || pages > mostPages) throw this.#tooMuch(kind);
      if (answer.status === 410 && next !== undefined && limit !== undefined) {
        // The first pages are too old by now for the rest to fit: all of it at once, then.
        all.length = 0;
        next = limit = undefined;
        continue;
      }
      const page = await this.#object(answer, selection, isList);
      // The items of a list do not say what they are.
      const items = (page['items'] ?? []) as KubernetesObject[];
      for (const item of items) all.push({ ...item, apiVersion, kind });
      next = (page.metadata as { continue?: string }).continue || undefined;
      if (next === undefined) return all;
    }
  }

  #tooMuch(kind: string): ClusterError {
    return new ClusterError(
      'unexpected',
      `cluster ${this.name}: the list of ${kind} does not end: ${this.server} has sent more than any cluster holds`,
    );
  }

  async patch(
    key: ObjectKey,
    patch: Record<string, unknown>,
    { fieldManager, subresource, dryRun }: PatchOptions,
  ): Promise<KubernetesObject> {
    const part = subresource === undefined ? '' : `/${subresource}`;
    const answer = await this.#send({
      method: 'PATCH',
      path: `${await this.#path(key)}${part}`,
      query: { fieldManager, ...(dryRun && { dryRun: 'All' }) },
      contentType: 'application/merge-patch+json',
      body: JSON.stringify(patch),
    });
    return this.#object(
      answer,
      key,
      (kind) => kind === (subresource === 'scale' ? 'Scale' : key.kind),
    );
  }

  async serverSideApply(
    object: KubernetesObject,
    options: ServerSideApplyOptions,
  ): Promise<Applied> {
    const key = objectKeyOf(object);
    const answer = await this.#send({
      method: 'PATCH',
      path: await this.#path(key),
      query: {
        fieldManager: options.fieldManager,
        // Unknown fields are errors, as with kubectl; left alone the API server would drop them.
        fieldValidation: 'Strict',
        ...(options.force && { force: 'true' }),
        ...(options.dryRun && { dryRun: 'All' }),
      },
      // JSON is YAML.
      contentType: 'application/apply-patch+yaml',
      body: JSON.stringify(object),
    });
    const applied = await this.#object(answer, key);
    return { object: applied, isNew: answer.status === 201, warnings: warningsOf(answer) };
  }

  async create(object: KubernetesObject, options?: CreateOptions): Promise<KubernetesObject> {
    const path = collectionPath(objectKeyOf(object), await this.#resource(object));
    return this.#write('POST', path, object, options);
  }

  async replace(object: KubernetesObject, options: CreateOptions): Promise<KubernetesObject> {
    return this.#write('PUT', await this.#path(objectKeyOf(object)), object, options);
  }

  async may(access: Access): Promise<boolean> {
    const review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      metadata: { name: '' },
      spec: { resourceAttributes: access },
    };
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const answer = await this.#send({
      method: 'POST',
      path,
      contentType: 'application/json',
      body: JSON.stringify(review),
    });
    const { status } = await this.#object(answer, objectKeyOf(review));
    return (status as { allowed?: boolean } | undefined)?.allowed === true;
  }

  async #write(
    method: 'POST' | 'PUT',
    path: string,
    object: KubernetesObject,
    options?: CreateOptions,
  ): Promise<KubernetesObject> {
    const answer = await this.#send({
      method,
      path,
      query: {
        ...(options && { fieldManager: options.fieldManager }),
        ...(options?.dryRun && { dryRun: 'All' }),
      },
      contentType: 'application/json',
      body: JSON.stringify(object),
    });
    return this.#object(answer, objectKeyOf(object));
  }

  async delete(key: ObjectKey, options: DeleteOptions = {}): Promise<boolean> {
    const { dryRun, uid, resourceVersion } = options;
    const answer = await this.#send({
      method: 'DELETE',
      path: await this.#path(key),
      contentType: 'application/json',
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid, resourceVersion },
        // In the query it would be ignored, since there is a body.
        ...(dryRun && { dryRun: ['All'] }),
      }),
    });
    if (isObjectMissing(answer)) return false;
    // What has finalizers is answered itself.
    await this.#object(answer, key, (kind) => kind === 'Status' || kind === key.kind);
    return true;
  }

  /** @param isRight Whether such a kind may be answered. */
  async #object(
    answer: HttpAnswer,
    key: Kind,
    isRight = (kind: string) => kind === key.kind,
  ): Promise<KubernetesObject> {
    if (isKindMissing(answer)) throw await this.#notServed(key);
    if (answer.status < 200 || answer.status > 299) throw this.#refusal(answer);
    const object = parseObject(answer.body);
    const intro = `cluster ${this.name}: the answer of ${this.server} is`;
    if (!object) throw new ClusterError('unexpected', `${intro} not JSON`);
    // What a proxy or a broken server answers with 200 would else be an object without content, or an empty list.
    if (typeof object['kind'] !== 'string' || !isRight(object['kind']))
      throw new ClusterError(
        'unexpected',
        `${intro} no ${isRight === isList ? 'list of ' : ''}${key.kind}`,
      );
    try {
      return answeredObject(object);
    } catch (error) {
      throw new ClusterError('unexpected', `${intro} no ${key.kind}: ${(error as Error).message}`);
    }
  }

  async #notServed(key: Kind): Promise<ClusterError> {
    try {
      return notServedError(this.name, key, await this.#versions(groupOf(key.apiVersion)));
    } catch (error) {
      if (error instanceof ClusterError) return error;
      throw error;
    }
  }

  /** Undefined: the cluster does not know the group. */
  async #versions(group: string): Promise<string[] | undefined> {
    const path = group === '' ? '/api' : `/apis/${encodeURIComponent(group)}`;
    const answer = await this.#send({ method: 'GET', path });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw this.#refusal(answer);
    const { versions } = parseObject(answer.body) ?? {};
    const all: unknown[] = Array.isArray(versions) ? versions : [];
    return all.flatMap((each) => {
      if (typeof each === 'string') return [each];
      const { version } = (each ?? {}) as { version?: unknown };
      return typeof version === 'string' ? [version] : [];
    });
  }

  async getFromPod(
    pod: PodPort,
    path: string,
    { timeoutMs, mostBytes }: PodRequestLimits,
  ): Promise<{ status: number; body: string }> {
    const controller = new AbortController();
    const title = `pod ${pod.namespace}/${pod.name}`;
    const tooLong = new ClusterError(
      'unreachable',
      `cluster ${this.name}: ${title} has not answered within ${timeoutMs / 1000} s`,
    );
    const timer = setTimeout(() => controller.abort(tooLong), timeoutMs);
    const { signal } = controller;
    this.#underWay.add(controller);
    try {
      const login = await this.#credentials.login();
      const connection = await connectToPod(this.#url, login, pod, signal);
      return await getThrough(connection, path, { mostBytes, signal });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof ClusterError) throw error;
      if (error instanceof PodConnectionError) {
        throw this.#refusal({ status: error.status, headers: {}, body: error.body });
      }
      const text = this.#credentials.redact((error as Error).message);
      throw new ClusterError('unreachable', `cluster ${this.name}: ${title}: ${text}`);
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(controller);
    }
  }

  abortRequests(): void {
    const reason = new ClusterError(
      'unreachable',
      `cluster ${this.name}: the request was ended before ${this.server} answered`,
    );
    for (const controller of this.#underWay) controller.abort(reason);
  }

  async #send(call: Call): Promise<HttpAnswer> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#underWay.add(controller);
    try {
      const answer = await this.#attempt(call, signal);
      if (answer.status !== 401) return answer;
      await this.#credentials.renew();
      return await this.#attempt(call, signal);
    } catch (error) {
      const cause: unknown = signal.aborted ? signal.reason : error;
      const { problem, message } = connectionError(this.name, this.server, cause);
      throw new ClusterError(problem, this.#credentials.redact(message));
    } finally {
      this.#underWay.delete(controller);
    }
  }

  #attempt(call: Call, signal: AbortSignal): Promise<HttpAnswer> {
    return withRetries(async () => {
      const login = await this.#credentials.login();
      return send(this.#url, login, call, { ...this.#timeouts, signal });
    }, signal);
  }

  #refusal(answer: HttpAnswer): ClusterError {
    const { problem, message, conflicts } = statusError(this.name, answer);
    const redact = (text: string) => this.#credentials.redact(text);
    const shown = conflicts.map(({ manager, field }) => {
      return { manager: redact(manager), field: redact(field) };
    });
    return new ClusterError(problem, redact(message), shown);
  }
}

function listCall(
  selection: ListSelection,
  resource: string,
  limit: number | undefined,
  next: string | undefined,
): Call {
  const { labelSelector, metadataOnly = false } = selection;
  return {
    method: 'GET',
    path: collectionPath(selection, resource),
    query: {
      ...(limit !== undefined && { limit: String(limit) }),
      ...(labelSelector !== undefined && { labelSelector }),
      ...(next !== undefined && { continue: next }),
    },
    ...(metadataOnly && { accept: metadataList }),
  };
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** `Warning: 299 - "text"`, several of them joined by commas. */
function warningsOf({ headers }: HttpAnswer): string[] {
  const header = headers['warning'];
  const all = Array.isArray(header) ? header.join(', ') : (header ?? '');
  return [...all.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replace(/\\(.)/g, '$1'),
  );
}

function withoutCredentials(url: string): string {
  const parsed = new URL(url);
  const path = trimEndings(parsed.pathname, '/');
  return `${parsed.protocol}//${parsed.host}${path}`;
}
