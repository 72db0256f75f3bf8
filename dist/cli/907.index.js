export const id = 907;
export const ids = [907];
export const modules = {

/***/ 2293:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ ClusterError)
/* harmony export */ });
/** Something went wrong with a cluster; the message says what, for people, and holds no secret. */
class ClusterError extends Error {
    problem;
    conflicts;
    name = 'ClusterError';
    constructor(problem, message, conflicts = []) {
        super(message);
        this.problem = problem;
        this.conflicts = conflicts;
    }
    /** Whether it concerns the whole cluster, so that trying its other objects is pointless. */
    get isClusterWide() {
        return ['credentials', 'unreachable', 'certificate', 'unauthorized'].includes(this.problem);
    }
}


/***/ }),

/***/ 8002:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ keyOf)
/* harmony export */ });
function keyOf(object) {
    const { apiVersion, kind, metadata } = object;
    const { name, namespace } = metadata;
    return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
}


/***/ }),

/***/ 6949:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ connect)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/src/cluster/cluster-error.js
var cluster_error = __webpack_require__(2293);
// EXTERNAL MODULE: ./build/src/cluster/cluster.js
var cluster = __webpack_require__(8002);
;// CONCATENATED MODULE: ./build/src/cluster/connection-error.js

/** Why there was no answer, from what Node's network code throws. */
function connectionError(cluster, server, error) {
    if (error instanceof cluster_error/* ClusterError */.b)
        return error;
    const { code, message } = describe(error);
    const host = hostOf(server);
    if (isCertificateCode(code)) {
        return new cluster_error/* ClusterError */.b('certificate', `cluster ${cluster}: no trusted connection to ${server}: ${message}. ` +
            'Is the certificate authority in the kubeconfig the one of this cluster?');
    }
    const reason = reasons[code]?.(host) ?? message;
    return new cluster_error/* ClusterError */.b('unreachable', `cluster ${cluster} cannot be reached at ${server}: ${reason}. ` +
        'Is the address in the kubeconfig right, is the cluster running, and may this machine connect to it?');
}
/** A connection that broke off: repeating is worth it, since all our requests can be repeated. */
function isBrokenConnection(error) {
    return ['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(describe(error).code);
}
const reasons = {
    ENOTFOUND: (host) => `the name ${host} is not known (DNS)`,
    EAI_AGAIN: (host) => `the name ${host} cannot be looked up at the moment (DNS)`,
    ECONNREFUSED: () => 'the connection is refused',
    ECONNRESET: () => 'the connection breaks off',
    EPIPE: () => 'the connection breaks off',
    EHOSTUNREACH: () => 'there is no route to it',
    ENETUNREACH: () => 'there is no network to it',
};
function isCertificateCode(code) {
    return (/^(ERR_TLS_|ERR_SSL_|CERT_|EPROTO|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code) ||
        ['HOSTNAME_MISMATCH', 'INVALID_CA', 'INVALID_PURPOSE'].includes(code));
}
/** By its looks: under some test runners Node's own errors are no instances of the `Error` that we see. */
function describe(error) {
    const { code, message } = (error ?? {});
    const codeText = typeof code === 'string' ? code : '';
    return { code: codeText, message: String(message || codeText || error) };
}
function hostOf(server) {
    return URL.canParse(server) ? new URL(server).hostname : server;
}

// EXTERNAL MODULE: ./build/src/cluster/resource-path.js
var resource_path = __webpack_require__(544);
;// CONCATENATED MODULE: ./build/src/cluster/not-served.js


const istioGroup = 'networking.istio.io';
/**
 * Why a kind is not there: the whole group, this version of it, or the kind alone.
 *
 * @param served the versions of the group that the cluster serves; undefined: it does not know the group
 */
function notServed(cluster, key, served) {
    const [group = '', version = ''] = key.apiVersion.split('/');
    const error = (message) => new cluster_error/* ClusterError */.b('not-served', message);
    if (served === undefined) {
        return group === istioGroup
            ? error(`Istio's CRDs are not installed in cluster ${cluster} (${group} is not served)`)
            : error(`cluster ${cluster} does not serve ${group}`);
    }
    if (!served.includes(version)) {
        return error(`cluster ${cluster} does not serve ${key.apiVersion}, only ${served.join(', ')}: ` +
            'use one of these, or upgrade what is installed there');
    }
    return error(`cluster ${cluster} does not know the kind ${key.kind}: the CRD ${(0,resource_path/* resourceOf */.KU)(key.kind)}.${group} is missing`);
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
;// CONCATENATED MODULE: ./build/src/cluster/request.js


/** Sends one request; fails with what Node throws, or a timeout. Redirects are not followed. */
function send(server, login, call, timeouts) {
    const url = new URL(server.replace(/\/+$/, '') + call.path);
    for (const [name, value] of Object.entries(call.query ?? {}))
        url.searchParams.set(name, value);
    const body = call.body === undefined ? undefined : Buffer.from(call.body);
    const headers = {
        accept: call.accept ?? 'application/json',
        'user-agent': 'mesh-failover',
        ...(call.contentType && { 'content-type': call.contentType }),
        ...(body && { 'content-length': body.byteLength }),
        ...login.headers,
    };
    const { agent, auth } = login;
    return new Promise((resolve, reject) => {
        const start = url.protocol === 'http:' ? external_node_http_.request : external_node_https_.request;
        const outgoing = start(url, { method: call.method, headers, agent, ...(auth !== undefined && { auth }) }, (incoming) => {
            let text = '';
            incoming.setEncoding('utf8');
            incoming.on('data', (chunk) => (text += chunk));
            incoming.on('error', fail);
            incoming.on('end', () => {
                stopTimers();
                resolve({
                    status: incoming.statusCode ?? 0,
                    headers: incoming.headers,
                    body: text,
                });
            });
        });
        const giveUp = (what, ms) => setTimeout(() => outgoing.destroy(new Error(`${what} within ${ms / 1000} s`)), ms);
        const answerTimer = giveUp('no answer', timeouts.answerMs);
        let connectTimer;
        function stopTimers() {
            clearTimeout(connectTimer);
            clearTimeout(answerTimer);
        }
        function fail(error) {
            stopTimers();
            reject(error);
        }
        outgoing.on('error', fail);
        outgoing.on('socket', (socket) => {
            // Not before: waiting for a free connection is no failure to connect.
            if (!socket.connecting)
                return;
            connectTimer = giveUp('no connection', timeouts.connectMs);
            socket.once('connect', () => clearTimeout(connectTimer));
        });
        outgoing.end(body);
    });
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./build/src/cluster/retry.js


const tries = 4;
const firstDelayMs = 250;
/** A server that wants us to wait longer than this is taken at its last answer. */
const longestDelayMs = 20_000;
const passing = new Set([429, 502, 503, 504]);
/** Repeats a request while the API server says that it is busy or the connection breaks off, a few times. */
async function withRetries(attempt) {
    for (let count = 1;; count++) {
        let delay = firstDelayMs * 2 ** (count - 1) * (0.75 + Math.random() / 2);
        try {
            const answer = await attempt();
            const asked = retryAfterMs(answer.headers['retry-after']);
            // Other 5xx are mostly about the request itself, unless the server wants it again.
            const isPassing = passing.has(answer.status) || (answer.status >= 500 && asked !== undefined);
            if (!isPassing || count === tries)
                return answer;
            delay = asked ?? delay;
            if (delay > longestDelayMs)
                return answer;
        }
        catch (error) {
            if (!isBrokenConnection(error) || count === tries)
                throw error;
        }
        await (0,promises_.setTimeout)(delay);
    }
}
/** `Retry-After` is a number of seconds or a date. */
function retryAfterMs(header, now = Date.now()) {
    if (header === undefined)
        return undefined;
    const seconds = Number(header);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
    return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

;// CONCATENATED MODULE: ./build/src/cluster/status-error.js

/** What the API server's refusal means. 404 for a kind that is not served needs more requests: see `not-served.ts`. */
function statusError(cluster, answer) {
    const status = statusOf(answer);
    const message = status.message?.trim() || `the API server answered ${answer.status}`;
    const causes = status.details?.causes ?? [];
    if (isDenial(message))
        return new cluster_error/* ClusterError */.b('invalid', message);
    const mistyped = mistypedField(message);
    if (mistyped !== undefined)
        return new cluster_error/* ClusterError */.b('invalid', mistyped);
    if (causes.some(({ reason }) => reason === 'NamespaceTerminating')) {
        return new cluster_error/* ClusterError */.b('namespace', message);
    }
    switch (answer.status) {
        case 400:
        case 413:
        case 415:
        case 422:
            return new cluster_error/* ClusterError */.b('invalid', message);
        case 401:
            return new cluster_error/* ClusterError */.b('unauthorized', `cluster ${cluster} does not accept the credentials of the kubeconfig (401). Have they expired?`);
        case 403:
            return new cluster_error/* ClusterError */.b('forbidden', forbidden(message));
        case 404:
            return status.details?.kind === 'namespaces'
                ? new cluster_error/* ClusterError */.b('namespace', `the namespace ${status.details.name} does not exist in cluster ${cluster}; create it first`)
                : new cluster_error/* ClusterError */.b('unexpected', message);
        case 409:
            return status.reason === 'AlreadyExists'
                ? new cluster_error/* ClusterError */.b('exists', message)
                : conflict(message, causes);
        case 429:
        case 502:
        case 503:
        case 504:
            return new cluster_error/* ClusterError */.b('busy', `cluster ${cluster} still fails after several tries (${answer.status}): ${message}`);
        default:
            return new cluster_error/* ClusterError */.b('unexpected', `cluster ${cluster} answered ${answer.status}: ${message}`);
    }
}
/** Whether the 404 is about the object itself (not about its kind, its version or its namespace). */
function isObjectMissing(answer) {
    const { details } = statusOf(answer);
    return answer.status === 404 && Boolean(details?.name) && details?.kind !== 'namespaces';
}
/** Whether the 404 is about the kind or its version. */
function isKindMissing(answer) {
    return answer.status === 404 && !statusOf(answer).details?.name;
}
function statusOf(answer) {
    try {
        const value = JSON.parse(answer.body);
        return typeof value === 'object' && value !== null ? value : {};
    }
    catch {
        return {};
    }
}
/** Webhooks and policies choose the status code of a denial; the API server's words around it are always the same. */
function isDenial(message) {
    return /(admission webhook|ValidatingAdmissionPolicy) .* denied (the )?request/s.test(message);
}
/** A field of the wrong type, or unknown to the schema: server-side apply reports it as an internal error (500). */
function mistypedField(message) {
    return /^failed to create typed patch object \(.*?\): (.*)$/s.exec(message)?.[1];
}
function forbidden(message) {
    const parts = /User "(.*?)" cannot (\S+) resource "(.*?)" in API group "(.*?)"(?: in the namespace "(.*?)")?/.exec(message);
    if (!parts)
        return message;
    const [, user, verb, resource, group, namespace] = parts;
    const where = namespace === undefined ? 'in the whole cluster' : `in the namespace ${namespace}`;
    return `${user} may not ${verb} ${resource}${group && `.${group}`} ${where}: a Role for it is missing (403)`;
}
function conflict(message, causes) {
    const conflicts = causes
        .filter(({ reason }) => reason === 'FieldManagerConflict')
        .map(({ message: text = '', field = '' }) => {
        return { manager: /conflict with "(.*?)"/.exec(text)?.[1] ?? text, field };
    });
    if (conflicts.length === 0) {
        return new cluster_error/* ClusterError */.b('changed', `changed by someone else at the same time: ${message}`);
    }
    const managers = [...new Set(conflicts.map(({ manager }) => manager))];
    const owned = managers.map((manager) => {
        const fields = conflicts.filter((each) => each.manager === manager).map(({ field }) => field);
        return `the field manager "${manager}" owns ${fields.join(', ')}`;
    });
    return new cluster_error/* ClusterError */.b('conflict', `${owned.join('; ')}. Change them where they are managed, or force the apply to take them over`, conflicts);
}

;// CONCATENATED MODULE: ./build/src/cluster/api-cluster.js









/** Objects in one answer: enough to be quick, few enough for the API server. */
const pageSize = 500;
const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
/** A cluster behind its real API server. */
class ApiCluster {
    name;
    credentials;
    timeouts;
    server;
    identity;
    #url;
    constructor(name, server, credentials, timeouts) {
        this.name = name;
        this.credentials = credentials;
        this.timeouts = timeouts;
        this.#url = server.url;
        this.server = withoutCredentials(server.url);
        const ca = (0,external_node_crypto_.createHash)('sha256').update(server.ca.trim()).digest('hex');
        this.identity = `${this.server} ${ca}`;
    }
    async version() {
        const answer = await this.#send({ method: 'GET', path: '/version' });
        if (answer.status === 403)
            return undefined;
        if (answer.status === 401)
            throw this.#refusal(answer);
        const { gitVersion } = parseObject(answer.body) ?? {};
        if (answer.status !== 200 || typeof gitVersion !== 'string') {
            throw new cluster_error/* ClusterError */.b('unreachable', `cluster ${this.name}: ${this.server} answers (${answer.status}), but not as a Kubernetes API server does`);
        }
        return gitVersion;
    }
    async get(key) {
        const answer = await this.#send({ method: 'GET', path: (0,resource_path/* resourcePath */.oU)(key) });
        const isNamespace = key.apiVersion === 'v1' && key.kind === 'Namespace';
        if (isObjectMissing(answer) || (isNamespace && answer.status === 404))
            return undefined;
        return this.#object(answer, key);
    }
    async list(selection) {
        const { apiVersion, kind } = selection;
        const all = [];
        let next;
        let limit = pageSize;
        for (;;) {
            const answer = await this.#send(listCall(selection, limit, next));
            if (answer.status === 410 && next !== undefined) {
                // The first pages are too old by now for the rest to fit: all of it at once, then.
                all.length = 0;
                next = limit = undefined;
                continue;
            }
            const page = await this.#object(answer, selection);
            // The items of a list do not say what they are.
            const items = (page['items'] ?? []);
            for (const item of items)
                all.push({ ...item, apiVersion, kind });
            next = page.metadata.continue || undefined;
            if (next === undefined)
                return all;
        }
    }
    async patch(key, patch, { fieldManager, subresource, dryRun }) {
        const part = subresource === undefined ? '' : `/${subresource}`;
        const answer = await this.#send({
            method: 'PATCH',
            path: `${(0,resource_path/* resourcePath */.oU)(key)}${part}`,
            query: { fieldManager, ...(dryRun && { dryRun: 'All' }) },
            contentType: 'application/merge-patch+json',
            body: JSON.stringify(patch),
        });
        return this.#object(answer, key);
    }
    async serverSideApply(object, options) {
        const key = (0,cluster/* keyOf */.T)(object);
        const answer = await this.#send({
            method: 'PATCH',
            path: (0,resource_path/* resourcePath */.oU)(key),
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
    create(object, options) {
        return this.#write('POST', (0,resource_path/* collectionPath */.yb)((0,cluster/* keyOf */.T)(object)), object, options);
    }
    replace(object, options) {
        return this.#write('PUT', (0,resource_path/* resourcePath */.oU)((0,cluster/* keyOf */.T)(object)), object, options);
    }
    async may(access) {
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
        const { status } = await this.#object(answer, (0,cluster/* keyOf */.T)(review));
        return status?.allowed === true;
    }
    async #write(method, path, object, options) {
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
        return this.#object(answer, (0,cluster/* keyOf */.T)(object));
    }
    async delete(key, options = {}) {
        const { dryRun, uid, resourceVersion } = options;
        const answer = await this.#send({
            method: 'DELETE',
            path: (0,resource_path/* resourcePath */.oU)(key),
            contentType: 'application/json',
            body: JSON.stringify({
                apiVersion: 'v1',
                kind: 'DeleteOptions',
                preconditions: { uid, resourceVersion },
                // In the query it would be ignored, since there is a body.
                ...(dryRun && { dryRun: ['All'] }),
            }),
        });
        if (isObjectMissing(answer))
            return false;
        await this.#object(answer, key);
        return true;
    }
    async #object(answer, key) {
        if (isKindMissing(answer))
            throw await this.#notServed(key);
        if (answer.status < 200 || answer.status > 299)
            throw this.#refusal(answer);
        const object = parseObject(answer.body);
        if (object)
            return object;
        throw new cluster_error/* ClusterError */.b('unexpected', `cluster ${this.name}: the answer of ${this.server} is not JSON`);
    }
    async #notServed(key) {
        const group = key.apiVersion.split('/')[0] ?? '';
        const answer = await this.#send({ method: 'GET', path: `/apis/${group}` });
        if (answer.status !== 200 && answer.status !== 404)
            return this.#refusal(answer);
        const { versions } = (parseObject(answer.body) ?? {});
        return notServed(this.name, key, answer.status === 404 ? undefined : (versions ?? []).map(({ version }) => version));
    }
    async #send(call) {
        try {
            const answer = await this.#attempt(call);
            if (answer.status !== 401)
                return answer;
            await this.credentials.renew();
            return await this.#attempt(call);
        }
        catch (error) {
            const { problem, message } = connectionError(this.name, this.server, error);
            throw new cluster_error/* ClusterError */.b(problem, this.credentials.redact(message));
        }
    }
    #attempt(call) {
        return withRetries(async () => send(this.#url, await this.credentials.login(), call, this.timeouts));
    }
    #refusal(answer) {
        const { problem, message, conflicts } = statusError(this.name, answer);
        return new cluster_error/* ClusterError */.b(problem, this.credentials.redact(message), conflicts);
    }
}
function listCall(selection, limit, next) {
    const { labelSelector, metadataOnly = false } = selection;
    return {
        method: 'GET',
        path: (0,resource_path/* collectionPath */.yb)(selection),
        query: {
            ...(limit !== undefined && { limit: String(limit) }),
            ...(labelSelector !== undefined && { labelSelector }),
            ...(next !== undefined && { continue: next }),
        },
        ...(metadataOnly && { accept: metadataList }),
    };
}
function parseObject(body) {
    try {
        const value = JSON.parse(body);
        return typeof value === 'object' && value !== null
            ? value
            : undefined;
    }
    catch {
        return undefined;
    }
}
/** `Warning: 299 - "text"`, several of them joined by commas. */
function warningsOf({ headers }) {
    const header = headers['warning'];
    const all = Array.isArray(header) ? header.join(', ') : (header ?? '');
    return [...all.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
function withoutCredentials(url) {
    const parsed = new URL(url);
    const path = parsed.pathname.replace(/\/+$/, '');
    return `${parsed.protocol}//${parsed.host}${path}`;
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./build/src/cluster/exec-plugin.js

/** Enough for every credential; a program that writes more has gone astray. */
const maxOutputBytes = 1024 * 1024;
/**
 * Runs the program that a kubeconfig names to log in, without a terminal: what asks questions there fails or is ended.
 *
 * @param info What the program learns of the request (KUBERNETES_EXEC_INFO).
 * @throws Error that says what is wrong, without what the program wrote to standard output: that may be a token.
 */
async function runExecPlugin(plugin, info, ms) {
    const { command, interactiveMode } = plugin;
    if (!command)
        throw new Error('the kubeconfig names no program to log in with (exec.command)');
    if (interactiveMode === 'Always') {
        throw new Error(`the program ${command} wants a terminal (interactiveMode: Always), and there is none: ` +
            'use a kubeconfig that can log in by itself');
    }
    const output = await outputOf(plugin, info, ms);
    return credentialOf(plugin, output);
}
function outputOf(plugin, info, ms) {
    const { command, args, env } = plugin;
    const own = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
    return new Promise((resolve, reject) => {
        const child = (0,external_node_child_process_.spawn)(command, args ?? [], {
            env: { ...process.env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        let out = '';
        let err = '';
        let reason;
        const end = (why) => {
            reason = why;
            child.kill('SIGKILL');
            // Whatever it started may hold these open for as long as it likes.
            child.stdout.destroy();
            child.stderr.destroy();
        };
        const timer = setTimeout(() => {
            end(`gave no answer within ${String(ms / 1000)} s${err.trim() && `: ${shortened(err)}`}`);
        }, ms);
        // Nobody else ends it with us.
        const stop = () => child.kill('SIGKILL');
        process.once('exit', stop);
        child.stdout.setEncoding('utf8').on('data', (chunk) => {
            out += chunk;
            if (out.length > maxOutputBytes)
                end('wrote far too much');
        });
        child.stderr.setEncoding('utf8').on('data', (chunk) => {
            if (err.length < maxOutputBytes)
                err += chunk;
        });
        const settle = (failure) => {
            clearTimeout(timer);
            process.off('exit', stop);
            if (failure === undefined)
                resolve(out);
            else
                reject(new Error(failure));
        };
        child.on('error', (error) => settle(cannotStart(plugin, error)));
        child.on('close', (code, signal) => {
            if (reason !== undefined)
                settle(`the program ${command} ${reason}`);
            else if (code === 0)
                settle(undefined);
            else {
                const how = shortened(err) || (signal ? `ended by ${signal}` : `exit code ${String(code)}`);
                settle(`the program ${command} failed: ${how}`);
            }
        });
    });
}
function credentialOf({ command, apiVersion }, output) {
    const notOne = new Error(`the program ${command} did not write an ExecCredential`);
    let parsed;
    try {
        parsed = JSON.parse(output);
    }
    catch {
        throw notOne;
    }
    const status = parsed?.status;
    if (typeof status !== 'object' || status === null)
        throw notOne;
    if (apiVersion && typeof parsed?.apiVersion === 'string' && parsed.apiVersion !== apiVersion) {
        throw new Error(`the program ${command} speaks ${parsed.apiVersion}, and the kubeconfig wants ${apiVersion}: bring both up to date`);
    }
    const text = (key) => {
        const value = status[key];
        return typeof value === 'string' && value !== '' ? { [key]: value } : {};
    };
    const end = status['expirationTimestamp'];
    const expires = typeof end === 'string' ? Date.parse(end) : NaN;
    const credential = {
        ...text('token'),
        ...text('clientCertificateData'),
        ...text('clientKeyData'),
        ...(Number.isNaN(expires) ? {} : { expires }),
    };
    if (credential.token === undefined && credential.clientCertificateData === undefined)
        throw notOne;
    if ((credential.clientCertificateData === undefined) !==
        (credential.clientKeyData === undefined)) {
        throw new Error(`the program ${command} wrote a client certificate without its key, or the reverse`);
    }
    return credential;
}
function cannotStart(plugin, { code, message }) {
    const { command } = plugin;
    if (code === 'ENOENT') {
        const hint = shortened(plugin.installHint ?? hintFor(command, plugin.args ?? []) ?? '');
        return `the kubeconfig wants the program ${command}, which is not installed${hint && `. ${hint}`}`;
    }
    const reason = code === 'EACCES' ? 'it may not be executed' : message;
    return `the program ${command} cannot be started: ${reason}`;
}
/** Where the programs come from that most kubeconfigs name, should the kubeconfig itself not say so. */
function hintFor(command, args) {
    const name = command.split('/').at(-1) ?? '';
    const own = hints[name.replace(/\.exe$/, '')];
    if (own !== undefined)
        return own;
    return name === 'kubectl' && args[0] === 'oidc-login'
        ? 'Install kubectl, and its plugin: kubectl krew install oidc-login'
        : undefined;
}
const hints = {
    'gke-gcloud-auth-plugin': 'Install it with "gcloud components install gke-gcloud-auth-plugin", or in a workflow take a kubeconfig that needs no ' +
        'program, as google-github-actions/get-gke-credentials writes it',
    aws: 'Install the AWS CLI; in a workflow run aws-actions/configure-aws-credentials before',
    'aws-iam-authenticator': 'Install it, or let "aws eks update-kubeconfig" write a kubeconfig for the AWS CLI',
    kubelogin: 'Install it with "az aks install-cli", or in a workflow run azure/use-kubelogin before',
    'kubectl-oidc_login': 'Install it with "kubectl krew install oidc-login"',
    doctl: 'Install it; in a workflow run digitalocean/action-doctl before',
    tsh: 'Install the Teleport client',
    oci: 'Install the OCI CLI',
};
function shortened(text) {
    return text.trim().slice(0, 500);
}

;// CONCATENATED MODULE: ./build/src/cluster/credentials.js




/** Enough to be fast, few enough not to trip the API server's fairness limits. */
const maxSockets = 16;
/** An exec plugin that waits for somebody to log in would wait for ever in a workflow. */
const pluginMs = 60_000;
/** A credential that ends within this time is not begun with. */
const spareMs = 10_000;
/** Obtains what is needed to log in, through the client; exec plugins are run here, so that they end with us. */
class Credentials {
    cluster;
    config;
    options;
    #login;
    #expires = Infinity;
    #secrets = new Set();
    #plugin;
    constructor(cluster, config, options) {
        this.cluster = cluster;
        this.config = config;
        this.options = options;
        const user = config.getCurrentUser();
        this.#plugin = user?.exec;
        config.users = config.users.map((one) => {
            if (one !== user)
                return one;
            return { ...one, exec: undefined };
        });
        this.#rememberPassword(config.getCurrentCluster()?.proxyUrl);
    }
    /** Kept until `renew` or its end, so that parallel requests share one plugin run and their connections. */
    login() {
        if (Date.now() > this.#expires - spareMs)
            return this.renew();
        this.#login ??= this.#obtain();
        return this.#login;
    }
    /** Short-lived tokens may have ended while we worked. */
    renew() {
        this.#login = undefined;
        this.#expires = Infinity;
        return this.login();
    }
    /** A text without the secrets, should a server or plugin echo them. */
    redact(text) {
        return [...this.#secrets].reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
    }
    async #obtain() {
        // The client fills in what it wants to be sent; `headers` must be there for some of its authenticators.
        const options = { headers: {} };
        let credential = {};
        try {
            if (this.#plugin)
                credential = await this.#runPlugin(this.#plugin);
            await within(this.#pluginMs, this.config.applyToHTTPSOptions(options));
        }
        catch (error) {
            const { message } = error;
            const intro = `cluster ${this.cluster}: the credentials cannot be obtained`;
            throw new cluster_error/* ClusterError */.b('credentials', this.redact(`${intro}: ${message}`));
        }
        const { token, clientCertificateData: cert, clientKeyData: key, expires = Infinity, } = credential;
        this.#expires = expires;
        // A token file usually ends with a new line, which no header may hold.
        const given = Object.entries(options.headers ?? {}).map(([name, value]) => {
            return [name, String(value).trim()];
        });
        const headers = {
            ...Object.fromEntries(given),
            ...(token !== undefined && { Authorization: `Bearer ${token.trim()}` }),
            ...this.options.headers,
        };
        const auth = options.auth ?? undefined;
        const { Authorization: bearer } = headers;
        for (const value of [bearer, auth, key])
            this.#remember(value);
        return { agent: this.#agent({ ...options, ...(cert && key && { cert, key }) }), headers, auth };
    }
    async #runPlugin(plugin) {
        const cluster = this.config.getCurrentCluster();
        const info = {
            kind: 'ExecCredential',
            apiVersion: plugin.apiVersion ?? 'client.authentication.k8s.io/v1',
            spec: {
                interactive: false,
                ...(plugin.provideClusterInfo && {
                    cluster: {
                        server: cluster?.server,
                        'certificate-authority-data': cluster?.caData,
                        'tls-server-name': cluster?.tlsServerName,
                        'insecure-skip-tls-verify': cluster?.skipTLSVerify,
                        'proxy-url': cluster?.proxyUrl,
                    },
                }),
            },
        };
        const credential = await runExecPlugin(plugin, info, this.#pluginMs);
        // One that has ended already would be asked for again and again.
        const { expires } = credential;
        if (expires !== undefined && expires < Date.now()) {
            throw new Error(`the program ${plugin.command} gave a credential that ended at ${new Date(expires).toISOString()}: is the clock of this machine right?`);
        }
        return credential;
    }
    get #pluginMs() {
        return this.options.pluginMs ?? pluginMs;
    }
    /** The client's own agent opens a connection per request; it is used only where it knows the way through a proxy. */
    #agent(options) {
        const cluster = this.config.getCurrentCluster();
        if (cluster?.proxyUrl && options.agent instanceof external_node_http_.Agent)
            return options.agent;
        if (cluster?.server.startsWith('http:'))
            return new external_node_http_.Agent({ keepAlive: true, maxSockets });
        const { ca, cert, key, pfx, passphrase, servername } = options;
        // Only the kubeconfig can say so: a variable for Node shall not.
        const rejectUnauthorized = cluster?.skipTLSVerify !== true;
        const given = Object.entries({
            ca,
            cert,
            key,
            pfx,
            passphrase,
            rejectUnauthorized,
            servername,
        }).filter(([, value]) => value !== undefined && value !== null);
        return new external_node_https_.Agent({ keepAlive: true, maxSockets, ...Object.fromEntries(given) });
    }
    #rememberPassword(url) {
        if (url && URL.canParse(url))
            this.#remember(decodeURIComponent(new URL(url).password));
    }
    #remember(value) {
        if (!value)
            return;
        const secret = value.replace(/^Bearer /, '');
        // Replacing something very short would only garble messages.
        if (secret.length >= 6)
            this.#secrets.add(secret);
    }
}
function within(ms, work) {
    let timer;
    const limit = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
    });
    return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/src/cluster/impersonation.js
/**
 * The headers that ask the API server to take us for somebody else.
 *
 * @throws Error for groups and the like without a user, which the API server refuses.
 */
function impersonationHeaders(user) {
    const { as, 'as-uid': uid, 'as-groups': groups = [], 'as-user-extra': extra = {} } = user;
    const more = {
        ...(uid && { 'Impersonate-Uid': uid }),
        ...(groups.length > 0 && { 'Impersonate-Group': groups }),
        ...Object.fromEntries(Object.entries(extra).map(([key, values]) => {
            return [`Impersonate-Extra-${encodeURIComponent(key)}`, values.map(String)];
        })),
    };
    if (as)
        return { 'Impersonate-User': as, ...more };
    if (Object.keys(more).length === 0)
        return {};
    throw new Error('as-uid, as-groups and as-user-extra of a user say nothing without "as"');
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./build/src/cluster/proxy.js

/**
 * The proxy that the environment wants for a server, as kubectl (Go's `httpproxy`) understands HTTPS_PROXY, HTTP_PROXY and
 * NO_PROXY: loopback is never reached through one. Undefined: none.
 */
function proxyFor(server, env) {
    if (!URL.canParse(server))
        return undefined;
    const { protocol, hostname, port } = new URL(server);
    const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const proxy = env[name] || env[name.toLowerCase()];
    if (!proxy)
        return undefined;
    const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
    const usualPort = protocol === 'https:' ? '443' : '80';
    const exceptions = env['NO_PROXY'] || env['no_proxy'] || '';
    if (isLoopback(host) || isExcepted(host, port || usualPort, exceptions))
        return undefined;
    return proxy.includes('://') ? proxy : `http://${proxy}`;
}
function isLoopback(host) {
    return host === 'localhost' || host === '::1' || ((0,external_node_net_.isIP)(host) === 4 && host.startsWith('127.'));
}
function isExcepted(host, port, exceptions) {
    return exceptions
        .split(',')
        .map((entry) => entry.trim().toLowerCase())
        .filter((entry) => entry !== '')
        .some((entry) => entry === '*' || matches(entry, host, port));
}
function matches(entry, host, port) {
    const [, address = '', bits] = /^(.*)\/(\d+)$/.exec(entry) ?? [];
    if (bits !== undefined)
        return isInRange(host, address, Number(bits));
    const [, name = entry, ownPort] = /^(.*[^:]):(\d+)$/.exec(entry) ?? [];
    if (ownPort !== undefined && ownPort !== port)
        return false;
    if ((0,external_node_net_.isIP)(host) || (0,external_node_net_.isIP)(name))
        return name.replace(/^\[|\]$/g, '') === host;
    // `example.com` is the name and everything below it, `.example.com` only what is below.
    if (name.startsWith('*.'))
        return host.endsWith(name.slice(1));
    return name.startsWith('.') ? host.endsWith(name) : host === name || host.endsWith(`.${name}`);
}
function isInRange(host, address, bits) {
    const version = (0,external_node_net_.isIP)(address);
    if (version === 0 || (0,external_node_net_.isIP)(host) !== version || bits > (version === 4 ? 32 : 128))
        return false;
    const range = new external_node_net_.BlockList();
    const family = version === 4 ? 'ipv4' : 'ipv6';
    range.addSubnet(address, bits, family);
    return range.check(host, family);
}

;// CONCATENATED MODULE: ./build/src/cluster/kubeconfig.js






const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';
/**
 * The kubeconfig of one cluster, at its context: from the file that the configuration names, else the files in KUBECONFIG,
 * else the one in the home folder, else the service account of the pod we run in.
 */
function loadKubeconfig(kubernetes, cluster, env) {
    const config = new kubernetes.KubeConfig();
    const files = kubeconfigFiles(cluster, env);
    if (files === undefined)
        config.loadFromCluster();
    else
        config.loadFromOptions(merge(files.map((file) => readKubeconfig(kubernetes, file))));
    const source = files?.join(', ') ?? 'the service account of this pod';
    chooseContext(config, cluster, source);
    const server = config.getCurrentCluster();
    if (server) {
        checkAuthority(server, source);
        const proxy = server.proxyUrl || proxyFor(server.server, env);
        if (proxy)
            config.clusters = config.clusters.map((one) => one === server ? { ...server, proxyUrl: proxy } : one);
    }
    return config;
}
/** Undefined: in-cluster. Of the files in KUBECONFIG those that are missing are left out, as kubectl does. */
function kubeconfigFiles(cluster, env) {
    const home = env['HOME'] || (0,external_node_os_.homedir)();
    if (cluster.kubeconfig !== undefined) {
        return [(0,external_node_path_.resolve)(cluster.kubeconfig.replace(/^~(?=\/)/, home))];
    }
    if (env['KUBECONFIG']) {
        const listed = env['KUBECONFIG'].split(external_node_path_.delimiter).filter((file) => file !== '');
        const present = listed.filter((file) => (0,external_node_fs_.existsSync)(file));
        if (present.length > 0)
            return present.map((file) => (0,external_node_path_.resolve)(file));
        throw new errors/* UserError */.y(`KUBECONFIG names ${listed.join(', ')}, which does not exist`);
    }
    const usual = (0,external_node_path_.join)(home, '.kube', 'config');
    if ((0,external_node_fs_.existsSync)(usual))
        return [usual];
    if ((0,external_node_fs_.existsSync)(serviceAccountToken))
        return undefined;
    throw new errors/* UserError */.y(`no kubeconfig for cluster ${cluster.name}: set KUBECONFIG, or clusters[].kubeconfig in the configuration`);
}
function readKubeconfig(kubernetes, file) {
    const text = readText(file);
    if (text.trim() === '')
        throw new errors/* UserError */.y(`the kubeconfig ${file} is empty`);
    const config = new kubernetes.KubeConfig();
    try {
        const raw = kubernetes.loadYaml(text);
        if (typeof raw !== 'object' || raw === null)
            throw new Error('it is empty');
        config.loadFromString(text);
        useTokenFiles(config, raw);
        rememberImpersonation(config, raw);
    }
    catch (error) {
        throw new errors/* UserError */.y(`the kubeconfig ${file} cannot be used: ${reasonOf(error)}`);
    }
    makePathsAbsolute(config, (0,external_node_path_.dirname)(file));
    return config;
}
const UNREADABLE = {
    ENOENT: 'does not exist',
    EISDIR: 'is a folder; name a file',
    EACCES: 'may not be read by this user; check its permissions',
};
function readText(file) {
    try {
        return (0,external_node_fs_.readFileSync)(file, 'utf8');
    }
    catch (error) {
        const { code = 'unknown error' } = error;
        throw new errors/* UserError */.y(`the kubeconfig ${file} ${UNREADABLE[code] ?? `cannot be read (${code})`}`);
    }
}
/** The YAML library quotes the text around an error, which may hold a token: only its reason and line are shown. */
function reasonOf(error) {
    const { reason, mark } = error;
    if (reason === undefined)
        return error instanceof Error ? error.message : String(error);
    return mark?.line === undefined ? reason : `line ${mark.line + 1}: ${reason}`;
}
/** `tokenFile` is unknown to the client, but it has a provider that does the same. */
function useTokenFiles(config, raw) {
    const files = new Map(raw.users?.map(({ name, user }) => [name, user?.tokenFile]));
    config.users = config.users.map((user) => {
        const tokenFile = files.get(user.name);
        if (!tokenFile || user.token || user.exec || user.authProvider)
            return user;
        return { ...user, authProvider: { name: 'tokenFile', config: { tokenFile } } };
    });
}
/** Of impersonation the client knows the user alone: without its groups one would be somebody else. */
function rememberImpersonation(config, raw) {
    const users = new Map(raw.users?.map(({ name, user }) => [name, user]));
    config.users = config.users.map((user) => {
        const headers = impersonationHeaders(users.get(user.name) ?? {});
        return { ...user, impersonationHeaders: headers };
    });
}
/** What `rememberImpersonation` has noted about the user of the context. */
function impersonationOf(config) {
    const user = config.getCurrentUser();
    return user?.impersonationHeaders ?? {};
}
/** Base64 that was cut or pasted wrongly would show as a certificate that nobody trusts. */
function checkAuthority({ name, caData }, source) {
    if (!caData || Buffer.from(caData, 'base64').toString('latin1').includes('-----BEGIN '))
        return;
    throw new errors/* UserError */.y(`certificate-authority-data of the cluster ${name} in ${source} is not a certificate (PEM) in base64`);
}
/** Relative paths in a kubeconfig are meant from its own folder; the client knows this of certificates only. */
function makePathsAbsolute(config, folder) {
    config.makePathsAbsolute(folder);
    const absolute = (path) => ((0,external_node_path_.isAbsolute)(path) ? path : (0,external_node_path_.join)(folder, path));
    for (const user of config.users) {
        const tokenFile = user.authProvider?.config?.tokenFile;
        if (tokenFile)
            user.authProvider.config.tokenFile = absolute(tokenFile);
        const command = user.exec?.command;
        if (command?.includes('/'))
            user.exec.command = absolute(command);
    }
}
/** Of two entries with one name the first counts, as kubectl does. */
function merge(configs) {
    return {
        clusters: firstOfEachName(configs.flatMap((config) => config.clusters)),
        users: firstOfEachName(configs.flatMap((config) => config.users)),
        contexts: firstOfEachName(configs.flatMap((config) => config.contexts)),
        currentContext: configs.map((config) => config.currentContext).find(Boolean) ?? '',
    };
}
function firstOfEachName(entries) {
    return [...new Map(entries.toReversed().map((entry) => [entry.name, entry])).values()].reverse();
}
function chooseContext(config, cluster, source) {
    const name = cluster.context ?? config.getCurrentContext();
    const known = config.contexts.map((context) => context.name);
    if (known.length === 0)
        throw new errors/* UserError */.y(`cluster ${cluster.name}: ${source} has no contexts`);
    const list = known.join(', ');
    if (!name) {
        throw new errors/* UserError */.y(`cluster ${cluster.name}: ${source} has no current context; set clusters[].context to one of: ${list}`);
    }
    const context = config.getContextObject(name);
    if (!context) {
        throw new errors/* UserError */.y(`cluster ${cluster.name}: there is no context ${name} in ${source}, only: ${list}`);
    }
    config.setCurrentContext(name);
    if (!config.getCurrentCluster()) {
        throw new errors/* UserError */.y(`the context ${name} in ${source} names a cluster ${context.cluster} that is not there`);
    }
    completeUser(config, context, source);
}
function completeUser(config, context, source) {
    if (!context.user) {
        // Without any user the client would ignore the cluster's certificate authority too.
        context.user = 'anonymous user of mesh-failover';
        config.users = [...config.users, { name: context.user }];
    }
    const user = config.getCurrentUser();
    if (!user) {
        throw new errors/* UserError */.y(`the context ${context.name} in ${source} names a user ${context.user} that is not there`);
    }
}

// EXTERNAL MODULE: external "node:process"
var external_node_process_ = __webpack_require__(1708);
;// CONCATENATED MODULE: ./build/src/cluster/load-kubernetes.js

/**
 * Loads the Kubernetes client, which only cluster commands need.
 *
 * The comment keeps the bundler from pulling the client into the bundle that calls this. The detour through `../cluster/` makes
 * the same specifier right in both layouts: from `src/cluster/load-kubernetes.js` and, bundled, from `dist/cli/index.js`.
 */
async function loadKubernetes() {
    // Something below the client asks for Node's own punycode, and Node 24 warns of that: nothing a user can mend.
    const { noDeprecation = false } = external_node_process_;
    external_node_process_.noDeprecation = true;
    try {
        return await import(/* webpackIgnore: true */ '../cluster/kubernetes.js');
    }
    finally {
        external_node_process_.noDeprecation = noDeprecation;
    }
}

;// CONCATENATED MODULE: ./build/src/cluster/connect.js






/**
 * Makes a cluster of the configuration usable. Reads the kubeconfig, and fails with a `UserError` if that is wrong; nothing is
 * sent yet, so a cluster that cannot be reached shows at the first request.
 */
async function connect(cluster, options = {}) {
    const { env = process.env, connectMs = 10_000, answerMs = 40_000, pluginMs, warn } = options;
    const config = loadKubeconfig(await loadKubernetes(), cluster, env);
    const server = config.getCurrentCluster();
    if (!server || !URL.canParse(server.server)) {
        throw new errors/* UserError */.y(`cluster ${cluster.name}: the kubeconfig gives no usable server address`);
    }
    if (server.skipTLSVerify) {
        warn?.(`cluster ${cluster.name}: nobody checks who ${new URL(server.server).host} is (insecure-skip-tls-verify): whoever stands in between ` +
            'gets the credentials; put its certificate-authority-data into the kubeconfig');
    }
    return new ApiCluster(cluster.name, { url: server.server, ca: authorityOf(server) }, new Credentials(cluster.name, config, { headers: impersonationOf(config), pluginMs }), { connectMs, answerMs });
}
function authorityOf({ caData, caFile }) {
    if (caFile && (0,external_node_fs_.existsSync)(caFile))
        return (0,external_node_fs_.readFileSync)(caFile, 'utf8');
    return Buffer.from(caData ?? '', 'base64').toString('utf8');
}


/***/ }),

/***/ 4727:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LK: () => (/* binding */ deleteRecord),
/* harmony export */   Mb: () => (/* binding */ updateRecordHeader),
/* harmony export */   aE: () => (/* binding */ readRecord),
/* harmony export */   hg: () => (/* binding */ readRecordHeader),
/* harmony export */   rh: () => (/* binding */ writeRecord)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8522);
/* harmony import */ var _cluster_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2293);



/** A ConfigMap holds 1 MiB; etcd takes requests of 1.5 MiB, in which the bytes stand as base64. */
const partBytes = 768 * 1024;
/** No snapshot of ours comes near; what somebody else put there shall not fill the memory. */
const maxBodyBytes = 512 * 1024 * 1024;
const partOf = 'mesh-failover/part-of';
/**
 * Writes a record, whole or not at all: first the body, in as many ConfigMaps as it needs, then the one that names them. A
 * record of that name that was there before is replaced at that moment, not sooner.
 */
async function writeRecord(cluster, key, { header, body }) {
    const bytes = (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.gzipSync)(JSON.stringify(body));
    const sha256 = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest('hex');
    const generation = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(4).toString('hex');
    const parts = [];
    for (let start = 0; start < bytes.length; start += partBytes) {
        const name = `${key.name}-${generation}-${String(parts.length)}`;
        const content = bytes.subarray(start, start + partBytes).toString('base64');
        await put(cluster, key, configMap(key, name, { [partOf]: key.name }, { content }));
        parts.push(name);
    }
    await put(cluster, key, headOf(key, header, { parts, sha256 }));
    await removeParts(cluster, key, parts);
}
/** Undefined: there is none. */
async function readRecord(cluster, key) {
    const head = await readHead(cluster, key);
    if (!head)
        return undefined;
    const { index, header } = head;
    const parts = [];
    for (const name of index.parts) {
        const part = await cluster.get(keyFor(key, name));
        const { content = '' } = (part?.['binaryData'] ?? {});
        parts.push(Buffer.from(content, 'base64'));
    }
    const bytes = Buffer.concat(parts);
    if ((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest('hex') !== index.sha256) {
        throw damaged(cluster, key, 'its parts are not what was written');
    }
    const text = (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.gunzipSync)(bytes, { maxOutputLength: maxBodyBytes }).toString('utf8');
    return { header, body: JSON.parse(text) };
}
/** The readable part alone; undefined: there is no record. */
async function readRecordHeader(cluster, key) {
    return (await readHead(cluster, key))?.header;
}
/** Changes the readable part; the body stays. Fails where there is no record. */
async function updateRecordHeader(cluster, key, header) {
    const head = await readHead(cluster, key);
    if (!head)
        throw damaged(cluster, key, 'it is gone');
    await put(cluster, key, headOf(key, header, head.index));
}
/** Removes a record; nothing happens where there is none. */
async function deleteRecord(cluster, key) {
    await cluster.delete(keyFor(key, key.name));
    await removeParts(cluster, key, []);
}
async function readHead(cluster, key) {
    const object = await cluster.get(keyFor(key, key.name));
    if (!object)
        return undefined;
    const { index = '', ...header } = (object['data'] ?? {});
    try {
        const { parts, sha256 } = JSON.parse(index);
        if (Array.isArray(parts) && typeof sha256 === 'string') {
            return { header, index: { parts: parts.map(String), sha256 } };
        }
    }
    catch {
        // Said below.
    }
    throw damaged(cluster, key, 'its index cannot be read');
}
/** What an earlier version of the record, or a writer that died, left behind. */
async function removeParts(cluster, key, keep) {
    const { namespace } = key;
    const labelSelector = `${partOf}=${key.name}`;
    const all = await cluster.list({ apiVersion: 'v1', kind: 'ConfigMap', namespace, labelSelector });
    for (const { metadata } of all) {
        if (!keep.includes(metadata.name))
            await cluster.delete(keyFor(key, metadata.name));
    }
}
async function put(cluster, { fieldManager }, object) {
    await cluster.serverSideApply(object, { fieldManager, force: true });
}
function headOf(key, header, index) {
    const { binaryData: _, ...head } = configMap(key, key.name, {}, {});
    return { ...head, data: { ...header, index: JSON.stringify(index) } };
}
function configMap({ namespace }, name, labels, binaryData) {
    const own = { 'app.kubernetes.io/managed-by': 'mesh-failover', ...labels };
    return {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { namespace, name, labels: own },
        binaryData,
    };
}
function keyFor({ namespace }, name) {
    return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name };
}
function damaged(cluster, { namespace, name }, why) {
    return new _cluster_error_js__WEBPACK_IMPORTED_MODULE_2__/* .ClusterError */ .b('unexpected', `cluster ${cluster.name}: the record in ConfigMap ${namespace}/${name} is damaged: ${why}`);
}


/***/ }),

/***/ 544:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KU: () => (/* binding */ resourceOf),
/* harmony export */   oU: () => (/* binding */ resourcePath),
/* harmony export */   yb: () => (/* binding */ collectionPath)
/* harmony export */ });
/** The path of an object in the API. */
function resourcePath(key) {
    return `${collectionPath(key)}/${encodeURIComponent(key.name)}`;
}
/** The path of all objects of a kind, in a namespace or everywhere. */
function collectionPath({ apiVersion, kind, namespace }) {
    const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
    const root = apiVersion.includes('/') ? '/apis' : '/api';
    return `${root}/${apiVersion}${scope}/${resourceOf(kind)}`;
}
/**
 * The plural under which the API serves a kind. Asking each cluster for it would cost a request; the rule holds for every kind
 * that we touch.
 */
function resourceOf(kind) {
    const singular = kind.toLowerCase();
    if (/(s|x|ch|sh)$/.test(singular))
        return `${singular}es`;
    return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}


/***/ })

};
