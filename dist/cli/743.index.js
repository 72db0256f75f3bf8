export const id = 743;
export const ids = [743];
export const modules = {

/***/ 9743:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  drill: () => (/* binding */ drill_drill)
});

// EXTERNAL MODULE: ./build/src/cluster/cluster-error.js
var cluster_error = __webpack_require__(2293);
// EXTERNAL MODULE: ./build/src/cluster/connect.js + 12 modules
var connect = __webpack_require__(6949);
// EXTERNAL MODULE: ./build/src/lint/check-table.js
var check_table = __webpack_require__(6374);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./build/src/deploy/lock.js + 1 modules
var lock = __webpack_require__(4428);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./build/src/drill/field-change.js


/** Under which the API server notes what we change. */
const drillFieldManager = 'mesh-failover-drill';
/** A label that only a drill sets: on the pods that stay in a Service while others are cordoned. */
const stayLabel = 'mesh-failover/stays-in-drill';
const tries = 5;
const betweenMs = 200;
/**
 * Sets the field, if it still is what it was; nothing happens if it has the new value already.
 *
 * @throws ClusterError `changed` where somebody has changed it since
 */
async function makeChange(cluster, change) {
    const { before, during } = change;
    const outcome = await exchange(cluster, change, before, during);
    if (outcome === 'changed-by-others' || outcome === 'gone') {
        throw new cluster_error/* ClusterError */.b('changed', `cluster ${cluster.name}: ${describeField(change)} is no longer ${String(before ?? 'unset')}; somebody changes it at the same time`);
    }
}
/** Sets the field back, if it still is what the drill has made of it. */
function undoChange(cluster, change) {
    return exchange(cluster, change, change.during, change.before);
}
/** Other fields of the object, its status above all, change all the time: only this one must not have. */
async function exchange(cluster, change, from, to) {
    const { object, subresource } = change;
    for (let count = 1;; count++) {
        const current = await cluster.get(object);
        if (!current)
            return 'gone';
        const value = valueAt(current, change);
        if (value === to)
            return count === 1 ? 'as-before' : 'restored';
        if (value !== from)
            return 'changed-by-others';
        const { resourceVersion } = current.metadata;
        const patch = patchOf(change.path, to, resourceVersion);
        try {
            await cluster.patch(object, patch, {
                fieldManager: drillFieldManager,
                ...(subresource && { subresource }),
            });
            return 'restored';
        }
        catch (error) {
            if (!(error instanceof cluster_error/* ClusterError */.b && error.problem === 'changed') || count === tries) {
                throw error;
            }
        }
        await (0,promises_.setTimeout)(betweenMs);
    }
}
function valueAt(object, { path }) {
    let value = object;
    for (const key of path)
        value = value?.[key];
    return (value ?? null);
}
function patchOf(path, value, resourceVersion) {
    const [field = '', ...rest] = path;
    const own = { [field]: rest.length === 0 ? value : patchOf(rest, value, undefined) };
    if (resourceVersion === undefined)
        return own;
    const metadata = (own['metadata'] ?? {});
    return { ...own, metadata: { ...metadata, resourceVersion } };
}
/** `Deployment default/hello-world: 2 → 0 replicas`. */
function describeChange({ object, path, before, during }) {
    const title = titleOfObject(object);
    if (path.at(-1) === 'replicas') {
        return `${title}: ${String(before)} → ${String(during)} replicas`;
    }
    return `${title}: ${path.join('.')} ${String(before ?? 'unset')} → ${String(during ?? 'unset')}`;
}
/** What a person types to undo it without us. */
function undoCommand({ object, path, before }, context) {
    const { kind, namespace, name } = object;
    const kubectl = `kubectl${context === undefined ? '' : ` --context ${context}`} --namespace ${namespace ?? 'default'}`;
    const target = `${kind.toLowerCase()}/${name}`;
    if (path.at(-1) === 'replicas')
        return `${kubectl} scale ${target} --replicas=${String(before)}`;
    const patch = JSON.stringify(patchOf(path, before, undefined));
    return `${kubectl} patch ${target} --type merge --patch '${patch}'`;
}
function titleOfObject({ kind, namespace, name }) {
    return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
function describeField({ object, path }) {
    return `${path.join('.')} of ${titleOfObject(object)}`;
}
/** Whether a change read from a cluster is one that a drill makes: nobody may have others undone through us. */
function isDrillChange(value) {
    const { object, path, before, during } = (value ?? {});
    const { subresource } = (value ?? {});
    if (!object || !Array.isArray(path))
        return false;
    const { apiVersion, kind, namespace, name } = object;
    if (typeof namespace !== 'string' || typeof name !== 'string')
        return false;
    const field = JSON.stringify([apiVersion, kind, ...path]);
    const isOf = (...fields) => fields.some((other) => JSON.stringify(other) === field);
    if (subresource === 'scale') {
        const isScaling = isOf(['apps/v1', 'Deployment', 'spec', 'replicas'], ['apps/v1', 'StatefulSet', 'spec', 'replicas']);
        return isScaling && during === 0 && Number.isInteger(before) && Number(before) > 0;
    }
    const isLabelling = isOf(['v1', 'Service', 'spec', 'selector', stayLabel], ['v1', 'Pod', 'metadata', 'labels', stayLabel]);
    return subresource === undefined && isLabelling && before === null && during === 'true';
}

// EXTERNAL MODULE: ./build/src/mesh/locality.js
var mesh_locality = __webpack_require__(7562);
;// CONCATENATED MODULE: ./build/src/drill/gateway-statistics.js

/**
 * Reads Envoy's `/clusters?format=json`: the requests of a host, for each of its endpoints, whatever the subset.
 * Source: envoy/admin/v3/clusters.proto; counters that are 0 have no value in its JSON.
 *
 * @throws SyntaxError if it is not JSON
 */
function adminCounters(text, host) {
    const { cluster_statuses: clusters = [] } = JSON.parse(text);
    const counters = new Map();
    for (const { name = '', host_statuses: hosts = [] } of clusters) {
        const [direction, , , destination] = name.split('|');
        if (direction !== 'outbound' || destination !== host)
            continue;
        for (const { address, locality = {}, stats = [] } of hosts) {
            const { region = '', zone = '', sub_zone: subzone = '' } = locality;
            const requests = Number(stats.find((stat) => stat.name === 'rq_total')?.value ?? 0);
            const key = `${name} ${JSON.stringify(address)}`;
            counters.set(key, { locality: (0,mesh_locality/* formatLocality */.D)({ region, zone, subzone }), requests });
        }
    }
    return counters;
}
/**
 * Reads `istio_requests_total` of the gateway's Prometheus endpoint, by the cluster that it went to.
 *
 * @param localities of the clusters, by their names
 */
function metricsCounters(text, host, localities) {
    const counters = new Map();
    for (const line of text.split('\n')) {
        const [, labels = '', value = ''] = /^istio_requests_total\{(.*)\} (\S+)/.exec(line) ?? [];
        if (label(labels, 'destination_service') !== host)
            continue;
        const locality = localities.get(label(labels, 'destination_cluster') ?? '');
        if (locality !== undefined)
            counters.set(labels, { locality, requests: Number(value) || 0 });
    }
    return counters;
}
function label(labels, name) {
    return new RegExp(`(?:^|,)${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(labels)?.[1];
}
/** What was counted between two readings, by locality; a counter that is smaller than before has begun anew. */
function countedSince(before, after) {
    const counts = new Map();
    for (const [key, { locality, requests }] of after) {
        const earlier = before.get(key)?.requests ?? 0;
        const more = requests < earlier ? requests : requests - earlier;
        if (more > 0)
            counts.set(locality, (counts.get(locality) ?? 0) + more);
    }
    return counts;
}

;// CONCATENATED MODULE: ./build/src/drill/gateway-watch.js

/** Reads the gateways' own statistics while a drill runs. */
class GatewayWatch {
    settings;
    host;
    recorder;
    clock;
    #before = new Map();
    #isReading = false;
    constructor(settings, host, recorder, clock) {
        this.settings = settings;
        this.host = host;
        this.recorder = recorder;
        this.clock = clock;
    }
    /** Notes what each gateway has sent since the last reading. Fails where one cannot be read. */
    async read() {
        if (this.#isReading)
            return;
        this.#isReading = true;
        try {
            await Promise.all(this.settings.clusters.map((_, client) => this.#readOne(client)));
        }
        finally {
            this.#isReading = false;
        }
    }
    async #readOne(client) {
        const { attribution, clusters, timeoutMs } = this.settings;
        const ingress = clusters[client]?.ingress;
        const isAdmin = attribution.gateway === 'admin';
        const url = isAdmin
            ? `${(ingress?.adminUrl ?? '').replace(/\/+$/, '')}/clusters?format=json`
            : (ingress?.metricsUrl ?? '');
        const counters = await this.#fetch(url, timeoutMs, (text) => isAdmin
            ? adminCounters(text, this.host)
            : metricsCounters(text, this.host, this.#localities()));
        const before = this.#before.get(client);
        this.#before.set(client, counters);
        // The middle of the time that it is about lies half a second back.
        if (before)
            this.recorder.count(client, this.clock() - 500, countedSince(before, counters));
    }
    async #fetch(url, timeoutMs, read) {
        try {
            const answer = await fetch(url, {
                signal: AbortSignal.timeout(timeoutMs),
                redirect: 'error',
            });
            if (!answer.ok)
                throw new Error(`it answers ${String(answer.status)}`);
            return read(await answer.text());
        }
        catch (error) {
            throw new Error(`the gateway's statistics at ${url} cannot be read: ${error.message}`, { cause: error });
        }
    }
    #localities() {
        return new Map(this.settings.clusters.map(({ name, locality }) => [name, locality]));
    }
}

;// CONCATENATED MODULE: ./build/src/cluster/service-workloads.js

const scalable = [
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { apiVersion: 'apps/v1', kind: 'StatefulSet' },
];
/**
 * Finds what a Service leads to.
 *
 * @throws ClusterError where there is no such Service, or it selects nothing
 */
async function serviceWorkloads(cluster, { namespace, name }) {
    const service = await cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name });
    const title = `cluster ${cluster.name}: Service ${namespace}/${name}`;
    if (!service)
        throw new cluster_error/* ClusterError */.b('unexpected', `${title} does not exist`);
    const { selector } = service['spec'];
    if (!selector || Object.keys(selector).length === 0) {
        throw new cluster_error/* ClusterError */.b('unexpected', `${title} has no selector, so nothing behind it can be scaled`);
    }
    const workloads = [];
    for (const kind of scalable) {
        for (const object of await cluster.list({ ...kind, namespace })) {
            const workload = workloadOf(object, namespace);
            if (selects(selector, workload.labels))
                workloads.push(workload);
        }
    }
    return { service, selector, workloads, endpoints: await endpointsOf(cluster, namespace, name) };
}
function workloadOf(object, namespace) {
    const { apiVersion, kind, metadata } = object;
    const spec = object['spec'];
    const status = object['status'];
    return {
        key: { apiVersion, kind, namespace, name: metadata.name },
        object,
        // What the API server fills in.
        replicas: spec.replicas ?? 1,
        ready: status?.readyReplicas ?? 0,
        labels: spec.template?.metadata?.labels ?? {},
    };
}
/** Whether labels satisfy a selector of equalities. */
function selects(selector, labels) {
    return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
/** With two address families a pod stands there twice: the one with more endpoints counts. */
async function endpointsOf(cluster, namespace, name) {
    const slices = (await cluster.list({
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        namespace,
        labelSelector: `kubernetes.io/service-name=${name}`,
    }));
    const families = new Map();
    for (const { addressType = '', endpoints } of slices) {
        const family = families.get(addressType) ?? new Map();
        families.set(addressType, family);
        for (const { addresses = [], conditions, nodeName, targetRef } of endpoints ?? []) {
            const [address = ''] = addresses;
            // Unknown means ready.
            const ready = conditions?.ready !== false;
            const pod = targetRef?.kind === 'Pod' ? targetRef.name : undefined;
            family.set(address, { address, ready, node: nodeName, pod });
        }
    }
    const [most] = [...families.values()].sort((a, b) => b.size - a.size);
    return [...(most?.values() ?? [])];
}

// EXTERNAL MODULE: ./build/src/cluster/record.js
var cluster_record = __webpack_require__(4727);
;// CONCATENATED MODULE: ./build/src/drill/drill-record.js



/** Writes it down; nothing may be changed before this has ended well. */
async function writeDrillRecord(cluster, environment, record, context) {
    const { scenario, startedAt, holder, changes } = record;
    const header = {
        what: 'A failover drill has changed this cluster. While it runs it undoes that itself.',
        scenario,
        startedAt,
        holder,
        changes: changes.map(describeChange).join('\n'),
        undo: [
            'mesh-failover drill --restore',
            ...changes.map((each) => undoCommand(each, context)),
        ].join('\n# or by hand:\n'),
    };
    await (0,cluster_record/* writeRecord */.rh)(cluster, keyOf(environment), { header, body: record });
}
/** Undefined: no drill has changed anything. @throws ClusterError if what is there is no record of a drill */
async function readDrillRecord(cluster, environment) {
    const key = keyOf(environment);
    const record = await (0,cluster_record/* readRecord */.aE)(cluster, key);
    if (!record)
        return undefined;
    const body = (record.body ?? {});
    const { scenario = '', startedAt = '', holder = '', changes, hook } = body;
    if (!Array.isArray(changes) || !changes.every(isDrillChange)) {
        const { namespace, name } = key;
        throw new cluster_error/* ClusterError */.b('unexpected', `cluster ${cluster.name}: ConfigMap ${namespace}/${name} holds changes that no drill makes; look at it before removing it`);
    }
    return { scenario, startedAt, holder, changes, ...(hook && { hook }) };
}
async function deleteDrillRecord(cluster, environment) {
    await (0,cluster_record/* deleteRecord */.LK)(cluster, keyOf(environment));
}
/** Whether both are of the same run of the same drill. */
function isSameDrill(one, other) {
    return one.holder === other.holder && one.startedAt === other.startedAt;
}
function keyOf({ namespace, name }) {
    return { namespace, name: `mesh-failover-drill-${name}`, fieldManager: drillFieldManager };
}

;// CONCATENATED MODULE: ./build/src/drill/look-again.js



const POLL_MS = 1000;
/**
 * Whether an outage may still be made: the lock is ours, no drill has left changes, and each cluster has as many ready endpoints as
 * when the drill was prepared.
 *
 * @throws Error that says why not
 */
async function lookAgain(states, { environment, seconds, isHeld, signal }) {
    const deadline = performance.now() + seconds * 1000;
    for (const { cluster, service, ready } of states) {
        const record = await readDrillRecord(cluster, environment);
        if (record) {
            throw new Error(`stopped: cluster ${cluster.name} holds changes of a drill (${record.scenario}, of ${record.holder}); undo them with "mesh-failover drill --restore"`);
        }
        const { name, namespace = 'default' } = service.metadata;
        for (;;) {
            signal.throwIfAborted();
            const { endpoints } = await serviceWorkloads(cluster, { namespace, name });
            const count = endpoints.filter((endpoint) => endpoint.ready).length;
            if (count >= ready)
                break;
            if (performance.now() >= deadline) {
                throw new Error(`stopped: cluster ${cluster.name} has ${String(count)} ready endpoints, not the ${String(ready)} of before; no further outage is made`);
            }
            await (0,promises_.setTimeout)(POLL_MS);
        }
    }
    if (!isHeld()) {
        throw new Error('stopped: the lock in a cluster was lost, so another run may be changing it');
    }
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
;// CONCATENATED MODULE: ./build/src/drill/prober.js


/** Of a body, as much as a pattern may look at. */
const MOST_BODY_BYTES = 16 * 1024;
/** After a pause of the whole process, requests that were due longer ago than this are not made up for. */
const LONGEST_DELAY_MS = 1000;
/**
 * Sends requests at a constant rate, whatever becomes of the ones before: a slow or dead service does not slow it down and so
 * hide its failures. At most as many wait for their answer as are sent in the time that one may take; beyond that, requests are
 * left out and counted, so that it never piles up load on a service that is in trouble.
 */
class Prober {
    #options;
    #senders;
    #mostWaiting;
    #timer;
    #started = 0;
    #next = 0;
    constructor(options) {
        this.#options = options;
        this.#mostWaiting = Math.ceil((options.rate * options.timeoutMs) / 1000) + 1;
        this.#senders = options.ingresses.map((ingress) => new Sender(ingress, options, this.#mostWaiting));
    }
    start() {
        this.#started = this.#options.clock();
        this.#tick();
    }
    /** Sends nothing more, and waits for the answers that are under way. */
    async stop() {
        clearTimeout(this.#timer);
        await Promise.all(this.#senders.flatMap(({ waiting }) => [...waiting.keys()]));
        for (const sender of this.#senders)
            sender.close();
    }
    /** Everything that was sent before has ended; in milliseconds since the drill's start. */
    settledUntil() {
        const sent = this.#senders.flatMap(({ waiting }) => [...waiting.values()]);
        return Math.min(this.#options.clock(), ...sent);
    }
    /** One request of each client, outside of the count. */
    probe() {
        return Promise.all(this.#senders.map((sender) => sender.send(true)));
    }
    #tick() {
        const { clock, rate } = this.#options;
        const clients = this.#senders.length;
        // Clients take turns, so that their requests do not come in bursts.
        const due = (index) => this.#started + (index * 1000) / (rate * clients);
        for (const now = clock(); due(this.#next) <= now; this.#next++) {
            const client = this.#next % clients;
            if (now - due(this.#next) > LONGEST_DELAY_MS)
                this.#options.skipped(client, now);
            else
                this.#send(client, Math.floor(this.#next / clients), now);
        }
        this.#timer = setTimeout(() => this.#tick(), Math.max(1, due(this.#next) - clock()));
    }
    #send(client, index, at) {
        const sender = this.#senders[client];
        if (!sender || sender.waiting.size >= this.#mostWaiting) {
            this.#options.skipped(client, at);
            return;
        }
        const share = this.#options.freshConnections;
        const isFresh = Math.floor((index + 1) * share) > Math.floor(index * share);
        const request = sender.send(isFresh).then((answer) => {
            const { took, locality, failed, timeout } = answer;
            this.#options.ended({ client, at, took, locality, failed, timeout });
            sender.waiting.delete(request);
        });
        sender.waiting.set(request, at);
    }
}
/** Sends requests of one client. */
class Sender {
    settings;
    /** Requests whose answer is not there yet, and when they were sent. */
    waiting = new Map();
    #url;
    #request;
    #options;
    #kept;
    #fresh;
    constructor({ url = '', headers = {}, hostHeader }, settings, maxSockets) {
        this.settings = settings;
        this.#url = new URL(url);
        const isHttps = this.#url.protocol === 'https:';
        const Agent = isHttps ? external_node_https_.Agent : external_node_http_.Agent;
        this.#request = isHttps ? external_node_https_.request : external_node_http_.request;
        this.#kept = new Agent({ keepAlive: true, maxSockets });
        this.#fresh = new Agent({ keepAlive: false, maxSockets });
        const own = { 'user-agent': 'mesh-failover-drill', accept: '*/*', ...headers };
        this.#options = {
            headers: { ...own, ...(hostHeader !== undefined && { host: hostHeader }) },
            // The certificate must be the one of the host that is asked for.
            ...(isHttps && hostHeader !== undefined && { servername: hostHeader.replace(/:\d+$/, '') }),
        };
    }
    async send(isFresh) {
        const answer = await this.#attempt(isFresh);
        // The gateway has closed an idle connection at this very moment: it has not seen the request.
        return answer === 'stale' ? (await this.#attempt(true)) : answer;
    }
    #attempt(isFresh) {
        const { timeoutMs, attribution } = this.settings;
        const started = performance.now();
        return new Promise((resolve) => {
            let timeout = false;
            let isAnswering = false;
            const end = (status, incoming, body = '') => {
                clearTimeout(timer);
                const headers = incoming?.headers ?? {};
                resolve({
                    status,
                    took: performance.now() - started,
                    locality: status === undefined ? undefined : attribution?.({ headers, body }),
                    failed: status === undefined || status >= 500,
                    timeout,
                });
            };
            const agent = isFresh ? this.#fresh : this.#kept;
            const outgoing = this.#request(this.#url, { ...this.#options, agent }, (incoming) => {
                isAnswering = true;
                let body = '';
                let bytes = 0;
                incoming.on('data', (chunk) => {
                    if (attribution && bytes < MOST_BODY_BYTES)
                        body += chunk.toString('utf8');
                    bytes += chunk.length;
                });
                incoming.on('end', () => end(incoming.statusCode, incoming, body));
                incoming.on('error', fail);
            });
            const fail = (error) => {
                clearTimeout(timer);
                if (!isAnswering && outgoing.reusedSocket && error.code === 'ECONNRESET') {
                    return resolve('stale');
                }
                const took = performance.now() - started;
                const problem = timeout ? `no answer within ${String(timeoutMs / 1000)} s` : error.message;
                resolve({ status: undefined, took, locality: undefined, failed: true, timeout, problem });
            };
            const timer = setTimeout(() => {
                timeout = true;
                outgoing.destroy(new Error('timeout'));
            }, timeoutMs);
            outgoing.on('error', fail);
            outgoing.end();
        });
    }
    close() {
        this.#kept.destroy();
        this.#fresh.destroy();
    }
}

;// CONCATENATED MODULE: ./build/src/drill/recorder.js
/** More places than any mesh has: whoever sends other names in every answer does not fill the memory. */
const MOST_LOCALITIES = 50;
/** Keeps what was met, in memory: some 100 bytes for each request. */
class Recorder {
    clients;
    isCounted;
    #outcomes = [];
    #skipped = [];
    #counted = [];
    #localities = new Set();
    constructor(clients, 
    /** The gateways are asked who answered: see `count`. */
    isCounted = false) {
        this.clients = clients;
        this.isCounted = isCounted;
    }
    add(outcome) {
        this.#outcomes.push({ ...outcome, locality: this.#known(outcome.locality) });
    }
    /** A request that was due but not sent, because too many were still waiting. */
    skip(client, at) {
        this.#skipped.push({ client, at });
    }
    /** Requests that the gateway itself has counted since it was asked last. */
    count(client, at, counts) {
        for (const [name, count] of counts) {
            const locality = this.#known(name);
            if (locality !== undefined && count > 0)
                this.#counted.push({ client, at, locality, count });
        }
    }
    /** Failed requests of all clients from one moment up to another, in milliseconds. */
    failures(from, until = Infinity) {
        return this.#between(from, until).filter(({ failed }) => failed).length;
    }
    /** What one client met with the requests that were sent from one moment up to another, in milliseconds. */
    tally(client, from, until) {
        const own = this.#between(from, until).filter((outcome) => outcome.client === client);
        const answered = new Map();
        for (const { locality } of own)
            add(answered, locality, 1);
        for (const { client: who, at, locality, count } of this.#counted) {
            if (who === client && at >= from && at < until)
                add(answered, locality, count);
        }
        const errors = own.filter(({ failed }) => failed);
        const counted = [...answered.values()].reduce((sum, count) => sum + count, 0);
        return {
            ...(this.isCounted && { counted }),
            requests: own.length,
            answered,
            errors: errors.length,
            failedUnattributed: errors.filter(({ locality }) => locality === undefined).length,
            latencies: own
                .filter(({ timeout }) => !timeout)
                .map(({ took }) => took)
                .sort((a, b) => a - b),
        };
    }
    /** The moment at which the last request was sent that is as asked, in a time; undefined: there is none. */
    last(isMeant, { from, until }) {
        const counted = this.#counted
            .filter(({ at, locality }) => at >= from && at < until && isMeant({ failed: false, locality }))
            .map(({ at }) => at);
        const sent = this.#between(from, until)
            .filter(isMeant)
            .map(({ at }) => at);
        const all = [...counted, ...sent];
        return all.length === 0 ? undefined : all.reduce((last, at) => Math.max(last, at));
    }
    /** By whole seconds, for every client, from one second up to another; those without requests too. */
    samples(from, until) {
        const samples = [];
        const bySecond = new Map();
        for (let at = from; at < until; at++) {
            this.clients.forEach((client, index) => {
                const sample = emptySample(at, client);
                samples.push(sample);
                bySecond.set(`${String(at)} ${String(index)}`, sample);
            });
        }
        const find = (client, at) => bySecond.get(`${String(Math.floor(at / 1000))} ${String(client)}`);
        for (const { client, at, locality, failed, timeout } of this.#outcomes) {
            const sample = find(client, at);
            if (!sample)
                continue;
            sample.requests++;
            if (locality !== undefined)
                increase(sample.answered, locality, 1);
            if (locality !== undefined && failed)
                increase(sample.failed, locality, 1);
            if (failed)
                sample.errors++;
            if (timeout)
                sample.timeouts++;
        }
        for (const { client, at } of this.#skipped) {
            const sample = find(client, at);
            if (sample)
                sample.skipped++;
        }
        for (const { client, at, locality, count } of this.#counted) {
            const sample = find(client, at);
            if (sample)
                increase(sample.answered, locality, count);
        }
        return samples;
    }
    /** They end in another order than they begin, but never by more than a timeout. */
    #between(from, until) {
        return this.#outcomes.filter(({ at }) => at >= from && at < until);
    }
    #known(locality) {
        if (locality === undefined || this.#localities.has(locality))
            return locality;
        if (this.#localities.size >= MOST_LOCALITIES)
            return undefined;
        this.#localities.add(locality);
        return locality;
    }
}
function add(counts, locality, count) {
    if (locality !== undefined)
        counts.set(locality, (counts.get(locality) ?? 0) + count);
}
function increase(counts, locality, count) {
    counts[locality] = (counts[locality] ?? 0) + count;
}
function emptySample(at, client) {
    // Names come from answers: none of them is to meet what every object has.
    const none = () => Object.create(null);
    const counts = { errors: 0, timeouts: 0, requests: 0, skipped: 0 };
    return { at, client, answered: none(), failed: none(), ...counts };
}

// EXTERNAL MODULE: ./build/src/mesh/did-you-mean.js
var did_you_mean = __webpack_require__(3092);
// EXTERNAL MODULE: ./build/src/mesh/host-name.js
var host_name = __webpack_require__(2037);
// EXTERNAL MODULE: ./build/src/traffic/table.js + 2 modules
var table = __webpack_require__(1207);
// EXTERNAL MODULE: ./build/src/traffic/target-timeline.js
var target_timeline = __webpack_require__(1124);
;// CONCATENATED MODULE: ./build/src/drill/drill-prediction.js






/**
 * The host to drill: the one that is asked for, or the only one that is routed.
 *
 * @throws UserError where it is none, or nobody can tell which
 */
function drilledHost(mesh, wanted) {
    const hosts = [...new Set(mesh.targets().flatMap(({ host, route }) => (route ? [host] : [])))];
    if (wanted !== undefined) {
        if (hosts.includes(wanted))
            return wanted;
        const near = (0,did_you_mean/* didYouMean */.a)(wanted, hosts);
        throw new errors/* UserError */.y(`drill.host ${wanted}: no route leads there${near ? `; did you mean "${near}"?` : ''}`);
    }
    const [only, second] = hosts;
    if (only === undefined) {
        throw new errors/* UserError */.y('no route of the manifests leads to a host, so there is nothing to drill');
    }
    if (second === undefined)
        return only;
    throw new errors/* UserError */.y(`the manifests route to several hosts (${hosts.slice(0, 5).join(', ')}): name one in drill.host, or with --host`);
}
/**
 * The client of each cluster: its ingress gateway.
 *
 * @throws UserError for a cluster whose gateway has no route to the host for the requests that the drill sends
 */
function drillClients(mesh, host, clusters) {
    return clusters.map((cluster) => {
        const { hostHeader, url } = cluster.ingress;
        const asked = (hostHeader ?? new URL(url).host).replace(/:\d+$/, '');
        const fitting = mesh
            .targets()
            .filter(({ client, route }) => client.cluster === cluster.name && route && (0,host_name/* isSubsetOf */.Yy)(asked, route.publicHost));
        // As the gateway does: the most specific host, and of its routes the one that takes what no other takes.
        const longest = Math.max(...fitting.map(({ route }) => route?.publicHost.length ?? 0));
        const own = fitting.filter(({ route }) => route?.publicHost.length === longest);
        const route = own.find((target) => target.host === host && target.route?.catchAll)?.route;
        const chosen = route ?? own.find((target) => target.host === host)?.route;
        const [first] = own;
        if (!chosen || !first) {
            throw new errors/* UserError */.y(`cluster ${cluster.name}: its gateway has no route from ${asked} to ${host}; ` +
                'is clusters[].ingress.hostHeader the host of the VirtualService?');
        }
        const { client } = first;
        const targets = own.filter((target) => target.route?.name === chosen.name && target.client === client);
        const other = targets.find((target) => target.host !== host);
        if (other) {
            throw new errors/* UserError */.y(`route ${chosen.name} shares its requests among ${host} and ${other.host}; a drill is about one host`);
        }
        return { name: client.name, locality: (0,mesh_locality/* formatLocality */.D)(client.locality), cluster, targets };
    });
}
/** What becomes of a client's requests in the steady state of some outages; without any: while all is well. */
function predictClient(mesh, { targets }, outages) {
    const scenario = scenarioOf(outages);
    const rows = [
        ...(0,table/* predictTable */._)(mesh, [scenario], { isMeant: (target) => targets.includes(target) }),
    ];
    return mixed(rows.map(({ prediction }) => prediction));
}
/** The destinations of one route, each with its weight. */
function mixed(rows) {
    if (rows.length === 0 || rows.some(({ errors }) => errors === null))
        return undefined;
    const split = new Map();
    const errors = { share: 0, min: 0, max: 0 };
    for (const { weight, split: shares, errors: own, errorsMin, errorsMax } of rows) {
        for (const { locality, share, min = share, max = share } of shares) {
            const sum = split.get(locality) ?? { locality, share: 0, min: 0, max: 0 };
            sum.share += weight * share;
            sum.min += weight * min;
            sum.max += weight * max;
            split.set(locality, sum);
        }
        errors.share += weight * (own ?? 0);
        errors.min += weight * (errorsMin ?? own ?? 0);
        errors.max += weight * (errorsMax ?? own ?? 0);
    }
    const shares = [...split.values()];
    if (rows.every(({ determined }) => determined)) {
        return {
            split: shares.map(({ locality, share }) => ({ locality, share })),
            errors: errors.share,
            determined: true,
        };
    }
    const reasons = new Set(rows.flatMap(({ reason }) => (reason === undefined ? [] : [reason])));
    return {
        split: shares,
        errors: errors.share,
        errorsMin: errors.min,
        errorsMax: errors.max,
        determined: false,
        reason: [...reasons].join('; '),
    };
}
/** Seconds until the simulated outage begins; it lasts as long as the failover may take, and the phase after it. */
const BEGIN = 10;
/** Of one simulated run; more would take longer than it is worth. */
const MOST_REQUESTS = 1_000_000;
/** What the simulator expects over time, of all clients together: the slowest, and the sum of the failures. */
function predictTimings(mesh, clients, outage, { lasts, failback, rate }) {
    const end = BEGIN + lasts;
    if ((end + failback) * rate > MOST_REQUESTS)
        return undefined;
    const options = { duration: end + failback, begin: BEGIN, end, seed: undefined, rps: rate };
    const scenario = scenarioOf([outage]);
    const runs = clients.flatMap(({ targets }) => [
        ...(0,target_timeline/* targetTimelines */.s)(mesh, targets, [scenario], options),
    ]);
    if (runs.length === 0 || runs.some(({ perSecond }) => perSecond.requests.length === 0)) {
        return undefined;
    }
    const failover = slowest(runs.map(({ failoverAfter }) => failoverAfter));
    const failbackAfter = slowest(runs.map((run) => run.failbackAfter));
    return {
        ...(failover !== undefined && { failoverSeconds: failover }),
        ...(failbackAfter !== undefined && { failbackSeconds: failbackAfter }),
        failedRequests: runs.reduce((sum, { errors }) => sum + errors, 0),
    };
}
function slowest(times) {
    const known = times.filter((time) => time !== null);
    return known.length < times.length ? undefined : Math.max(...known);
}
function scenarioOf(outages) {
    return { name: 'drill', outages: [...outages], configured: undefined };
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./build/src/drill/outage-hook.js

const TIMEOUT_MS = 60_000;
const MOST_OUTPUT = 2_000;
/** So long its output is waited for once it has ended. */
const LAST_WORDS_MS = 500;
/**
 * A hook that is a shell command. It comes from the command line alone, never from a file: whoever may change the files of a
 * repository must not run programs where its drill runs.
 *
 * The command finds what to do in MESH_FAILOVER_ACTION, MESH_FAILOVER_KIND, MESH_FAILOVER_CLUSTER and MESH_FAILOVER_LOCALITY; `mend`
 * may come without a `fail` before it, and has to end well then too.
 */
function commandHook(command, { cwd, env }) {
    return ({ action, kind, cluster, locality }) => new Promise((resolve, reject) => {
        const child = (0,external_node_child_process_.spawn)(command, {
            cwd,
            shell: true,
            // In a group of its own, so that Ctrl-C does not end it while it mends.
            detached: true,
            stdio: ['ignore', 'pipe', 'pipe'],
            env: {
                ...env,
                MESH_FAILOVER_ACTION: action,
                MESH_FAILOVER_KIND: kind,
                MESH_FAILOVER_CLUSTER: cluster,
                MESH_FAILOVER_LOCALITY: locality,
            },
        });
        let output = '';
        const collect = (chunk) => {
            output = (output + chunk.toString('utf8')).slice(-MOST_OUTPUT);
        };
        child.stdout.on('data', collect);
        child.stderr.on('data', collect);
        let grace;
        const settle = (why) => {
            clearTimeout(timer);
            clearTimeout(grace);
            // A program that it has left in the background may hold them for ever.
            child.stdout.destroy();
            child.stderr.destroy();
            if (why === undefined)
                return resolve();
            const said = output.trim() === '' ? '' : `; it said: ${output.trim()}`;
            reject(new HookError(`the outage hook (${action}, cluster ${cluster}) ${why}${said}`));
        };
        const timer = setTimeout(() => {
            killGroup(child.pid);
            settle(`took longer than ${String(TIMEOUT_MS / 1000)} s`);
        }, TIMEOUT_MS);
        child.on('error', (error) => settle(error.message));
        child.on('exit', (code, signal) => {
            const why = code === 0 ? undefined : `ended with ${code === null ? String(signal) : String(code)}`;
            clearTimeout(timer);
            child.on('close', () => settle(why));
            grace = setTimeout(() => settle(why), LAST_WORDS_MS);
        });
    });
}
/** With everything that it has started. */
function killGroup(pid) {
    try {
        if (pid !== undefined)
            process.kill(-pid, 'SIGKILL');
    }
    catch {
        // It has ended just now.
    }
}
/** The user's own hook has failed; the message says how. */
class HookError extends Error {
    name = 'HookError';
}

;// CONCATENATED MODULE: ./build/src/drill/outage.js





const PATIENCE = { silentMs: 10 * 60_000, refusedMs: 60_000 };
const LONGEST_WAIT_MS = 10_000;
/** Writes down what will be changed, then changes it. Whatever fails, `undoOutage` has to follow. */
async function makeOutage({ cluster, environment, context }, record, hook) {
    await writeDrillRecord(cluster, environment, record, context);
    for (const change of record.changes)
        await makeChange(cluster, change);
    if (record.hook)
        await hook?.({ action: 'fail', cluster: cluster.name, ...record.hook });
}
/**
 * Undoes everything that a record holds, the last change first, and then removes the record. What cannot be undone does not keep
 * the rest from it. A cluster that cannot be reached is asked again, for ten minutes; one that refuses, for one. Where the
 * record is by now that of another drill, ours has been undone already, and nothing is touched.
 *
 * @param tell Called before each further try, with what is wrong.
 * @throws ClusterError or HookError where something cannot be undone; the record stays, and the message says what to type
 */
async function undoOutage({ cluster, environment, context }, record, hook, tell, patience = PATIENCE) {
    const persist = persistence(tell, patience);
    const undone = [];
    const left = [];
    const failures = [];
    const attempt = async (work, failed) => {
        try {
            await work();
        }
        catch (error) {
            failures.push(error);
            failed?.();
        }
    };
    const other = await otherRecord(cluster, environment, record);
    if (other) {
        tell(`cluster ${cluster.name}: the record is now that of ${other.holder}; left alone`);
        return [];
    }
    for (const change of [...record.changes].reverse()) {
        await attempt(async () => {
            const outcome = await persist(() => undoChange(cluster, change));
            undone.push({ cluster: cluster.name, change: describeChange(change), outcome });
        }, () => left.unshift(change));
    }
    await attempt(() => mend(cluster, record, hook));
    if (failures.length === 0)
        await attempt(() => persist(() => deleteDrillRecord(cluster, environment)));
    if (failures.length > 0)
        throw notRestored(cluster, failures, left, context);
    return undone;
}
/** The record of another drill. What cannot be read now is no reason to leave our own changes as they are. */
async function otherRecord(cluster, environment, own) {
    try {
        const there = await readDrillRecord(cluster, environment);
        return there && !isSameDrill(there, own) ? there : undefined;
    }
    catch {
        return undefined;
    }
}
async function mend({ name }, record, hook) {
    if (!record.hook)
        return;
    if (!hook)
        throw new HookError('its backends were made to fail by a program, which is not given');
    await hook({ action: 'mend', cluster: name, ...record.hook });
}
function notRestored({ name }, failures, changes, context) {
    const why = [...new Set(failures.map(({ message }) => message))].join('; ');
    const isHook = failures.some((error) => error instanceof HookError);
    const option = isHook ? ' --outage-hook COMMAND' : '';
    const byHand = changes.map((change) => `  ${undoCommand(change, context)}`);
    const text = [
        `CLUSTER ${name} IS NOT RESTORED: ${why}`,
        `Restore it with "mesh-failover drill --restore${option}" once that is mended${byHand.length > 0 ? ', or by hand:' : ''}`,
        ...byHand,
    ].join('\n');
    const [first] = failures.filter((error) => error instanceof cluster_error/* ClusterError */.b);
    if (first)
        return new cluster_error/* ClusterError */.b(first.problem, text);
    return isHook ? new HookError(text) : new Error(text, { cause: failures[0] });
}
/** What passes by itself is worth another try. The patience is one for all that is tried. */
function persistence(tell, { silentMs, refusedMs }) {
    const silentUntil = Date.now() + silentMs;
    let refusedUntil;
    const deadlineAfter = (error) => {
        if (!(error instanceof cluster_error/* ClusterError */.b))
            return 0;
        const { problem, isClusterWide } = error;
        if (isClusterWide || ['busy', 'changed', 'unexpected'].includes(problem))
            return silentUntil;
        if (!['not-served', 'forbidden', 'invalid'].includes(problem))
            return 0;
        return (refusedUntil ??= Date.now() + refusedMs);
    };
    return async (work) => {
        for (let wait = 500;; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
            try {
                return await work();
            }
            catch (error) {
                if (Date.now() >= deadlineAfter(error))
                    throw error;
                tell(error.message);
            }
            await (0,promises_.setTimeout)(wait);
        }
    };
}

// EXTERNAL MODULE: ./build/src/traffic/outage.js
var outage = __webpack_require__(7076);
// EXTERNAL MODULE: ./build/src/traffic/percent.js
var percent = __webpack_require__(5962);
;// CONCATENATED MODULE: ./build/src/drill/binomial.js
/**
 * The probability of at most `count` hits among `total` tries, each a hit with the given probability: the sum of the
 * distribution, exact but for rounding. `total` may be some hundred thousands.
 */
function probabilityOfAtMost(count, total, probability) {
    if (count < 0)
        return 0;
    if (count >= total || probability <= 0)
        return 1;
    if (probability >= 1)
        return 0;
    // From the likeliest term of the sum outwards, each from the one before, in logarithms where it begins.
    const top = Math.min(count, Math.floor((total + 1) * probability));
    const first = Math.exp(logTerm(top, total, probability));
    const odds = probability / (1 - probability);
    let sum = first;
    for (let term = first, k = top; k > 0 && term > sum * PRECISION; k--) {
        term *= k / ((total - k + 1) * odds);
        sum += term;
    }
    for (let term = first, k = top; k < count && term > sum * PRECISION; k++) {
        term *= ((total - k) * odds) / (k + 1);
        sum += term;
    }
    return Math.min(1, sum);
}
/** The probability of at least `count` hits. */
function probabilityOfAtLeast(count, total, probability) {
    return probabilityOfAtMost(total - count, total, 1 - probability);
}
/** Terms that are smaller than this part of the sum change nothing. */
const PRECISION = 1e-17;
function logTerm(count, total, probability) {
    return (logFactorial(total) -
        logFactorial(count) -
        logFactorial(total - count) +
        count * Math.log(probability) +
        (total - count) * Math.log1p(-probability));
}
/** Stirling's series; below 20 the product itself. */
function logFactorial(n) {
    if (n < 20) {
        let product = 1;
        for (let k = 2; k <= n; k++)
            product *= k;
        return Math.log(product);
    }
    const correction = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
    return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + correction;
}

;// CONCATENATED MODULE: ./build/src/drill/compare-phase.js




/** With fewer requests next to nothing would be held against the prediction. */
const FEWEST_REQUESTS = 20;
/**
 * Holds measured numbers to the predicted ones: for the share of each locality and for the errors the exact binomial
 * probability of a number as far off as the measured one, or further, if the true share lay anywhere within the tolerance around the
 * prediction (or around its range). The significance is divided by the number of these tests (Bonferroni), so that all of
 * them together blame chance as seldom as one. Proxies that take hosts in turn spread more evenly than chance, so it errs towards
 * agreement.
 */
function comparePhase(measured, predicted, tolerances) {
    if (measured.requests < FEWEST_REQUESTS) {
        const few = `only ${String(measured.requests)} requests, too few to hold against the prediction`;
        return { agrees: undefined, reason: few };
    }
    const tests = [
        ...localityTests(measured, predicted, tolerances.tolerance),
        errorTest(measured, predicted, tolerances.errorTolerance),
    ];
    const limit = tolerances.significance / tests.length;
    const pValue = Math.min(...tests.map((test) => test.pValue));
    const failed = tests.filter((test) => test.pValue < limit);
    if (failed.length === 0)
        return { agrees: true, pValue };
    return { agrees: false, pValue, reason: failed.map(({ text }) => text).join(', ') };
}
function localityTests({ requests, counted, answered, failedUnattributed }, { split }, tolerance) {
    // The gateway counts what it has sent: requests without any endpoint are not among them.
    const sent = split.reduce((sum, { share }) => sum + share, 0);
    const scale = counted === undefined || sent === 0 ? 1 : 1 / sent;
    const total = counted ?? requests;
    if (total === 0)
        return [];
    const counts = new Map(split.map(({ locality }) => [locality, 0]));
    for (const [locality, count] of answered) {
        const place = predictedPlace(locality, split) ?? locality;
        counts.set(place, (counts.get(place) ?? 0) + count);
    }
    return [...counts].map(([locality, count]) => {
        const expected = split.find((other) => other.locality === locality) ?? NOTHING;
        const min = scale * (expected.min ?? expected.share);
        const max = scale * (expected.max ?? expected.share);
        // A failed answer that does not say where it comes from may come from anywhere.
        const most = counted === undefined ? Math.min(total, count + failedUnattributed) : count;
        const pValue = rangePValue({ least: count, most, total }, { low: min - tolerance, high: max + tolerance });
        const text = `${locality} answered ${(0,percent/* percent */.K)(count / total)} of the requests, not ${rangeText(min, max)}`;
        return { pValue, text };
    });
}
const NOTHING = { locality: '', share: 0 };
/** The predicted locality that a measured one is, or is a part of. */
function predictedPlace(locality, split) {
    const own = (0,mesh_locality/* parseLocality */.ho)(locality);
    return split.find((other) => (0,outage/* isWithin */.UO)(own, (0,mesh_locality/* parseLocality */.ho)(other.locality)))?.locality;
}
function errorTest({ requests, errors }, { errors: expected, errorsMin = expected, errorsMax = expected }, tolerance) {
    const pValue = rangePValue({ least: errors, most: errors, total: requests }, { low: errorsMin - tolerance, high: errorsMax + tolerance });
    const text = `${(0,percent/* percent */.K)(errors / requests)} of the requests failed, not ${rangeText(errorsMin, errorsMax)}`;
    return { pValue, text };
}
/** 1 where the measured share lies in the range; else the probability from the nearer end. */
function rangePValue({ least, most, total }, { low, high }) {
    if (most / total < low)
        return probabilityOfAtMost(most, total, Math.min(1, low));
    if (least / total > high)
        return probabilityOfAtLeast(least, total, Math.max(0, high));
    return 1;
}
function rangeText(min, max) {
    return max - min < 1e-9 ? (0,percent/* percent */.K)(min) : `${(0,percent/* percent */.K)(min)} to ${(0,percent/* percent */.K)(max)}`;
}

;// CONCATENATED MODULE: ./build/src/drill/phase-ends.js



/** Whether a locality is the one that is out, or a part of it. */
function isAt(place) {
    const area = (0,mesh_locality/* parseLocality */.ho)(place);
    return (locality) => (0,outage/* isWithin */.UO)((0,mesh_locality/* parseLocality */.ho)(locality), area);
}
/**
 * Whether traffic has moved away from a place: for some seconds no client had a failed request, or an answer from there, beyond
 * the tolerance for errors.
 *
 * @param place Undefined: some endpoints there stay, so that only failures count.
 * @param since The outage's begin.
 * @param now Until here every request has ended.
 * @returns Milliseconds from the outage until the last request that failed or went there; undefined: not yet.
 */
function failoverTime({ recorder, rate, tolerances }, place, { since, now }) {
    const begin = now - failoverWindowMs(rate);
    if (begin < since)
        return undefined;
    const isOut = place === undefined ? () => false : isAt(place);
    const isQuiet = recorder.clients.every((_, client) => {
        const { requests, counted, answered, errors } = recorder.tally(client, begin, now);
        const there = [...answered].reduce((sum, [name, count]) => sum + (isOut(name) ? count : 0), 0);
        const most = tolerances.errorTolerance;
        return requests > 0 && errors <= requests * most && there <= (counted ?? requests) * most;
    });
    if (!isQuiet)
        return undefined;
    const last = recorder.last(({ failed, locality }) => failed || (locality !== undefined && isOut(locality)), { from: since, until: begin });
    return last === undefined ? 0 : last - since;
}
/**
 * Whether traffic is back: for some seconds every client has met the split that is expected then.
 *
 * @param since The restoring.
 * @returns Milliseconds from the restoring until the begin of these seconds; undefined: not yet.
 */
function failbackTime({ recorder, rate, tolerances }, expected, { since, now }) {
    const begin = now - failbackWindowMs(rate);
    if (begin < since)
        return undefined;
    const isBack = recorder.clients.every((_, client) => {
        const tally = recorder.tally(client, begin, now);
        const prediction = expected[client];
        return prediction !== undefined && comparePhase(tally, prediction, tolerances).agrees === true;
    });
    return isBack ? begin - since : undefined;
}
/** What was measured before the outage, for where nothing is predicted: it should come back. */
function asPrediction({ requests, counted, answered, errors, }) {
    if (requests === 0)
        return undefined;
    const split = [...answered].map(([locality, count]) => ({
        locality,
        share: count / (counted ?? requests),
    }));
    return { split, errors: errors / requests, determined: true };
}
/** Three seconds, or long enough for five requests. */
function failoverWindowMs(rate) {
    return Math.max(3000, (5 / rate) * 1000);
}
/** Five seconds, or long enough for the requests that a comparison needs. */
function failbackWindowMs(rate) {
    return Math.max(5000, (25 / rate) * 1000);
}

;// CONCATENATED MODULE: ./build/src/drill/phases.js


const phases_POLL_MS = 250;
/** The phases of one scenario, one after the other without gaps. */
class Phases {
    options;
    done = [];
    #begun;
    #end;
    constructor(options) {
        this.options = options;
        this.#end = options.clock();
    }
    /** Measures for some seconds, and waits for the last answers. */
    async measure(name, seconds) {
        const from = this.#begin(name, seconds);
        const to = this.options.clock() + seconds * 1000;
        while (this.options.clock() < to)
            await this.#pause(to - this.options.clock());
        while (this.options.prober.settledUntil() < to)
            await this.#pause(phases_POLL_MS);
        return this.#finish(name, from, to);
    }
    /**
     * Waits for something to come about.
     *
     * @param seconds For so long at most.
     * @param isThere What there is to say about it, from what has been met since the phase's begin until now; undefined: not yet.
     */
    async wait(name, seconds, isThere) {
        const from = this.#begin(name, seconds);
        const since = this.options.clock();
        for (;;) {
            const now = this.options.prober.settledUntil();
            const found = isThere(since, now);
            if (found !== undefined || now > since + seconds * 1000) {
                this.#finish(name, from, this.options.clock());
                return found;
            }
            await this.#pause(phases_POLL_MS);
        }
    }
    /** What there is of a phase that was broken off. */
    close() {
        if (this.#begun)
            this.#finish(this.#begun.name, this.#begun.from, this.options.clock());
    }
    #begin(name, lasts) {
        const { scenario, tell, signal } = this.options;
        signal.throwIfAborted();
        this.#begun = { name, from: this.#end };
        tell({ step: 'phase', scenario, phase: name, lasts });
        return this.#end;
    }
    #finish(name, from, to) {
        const { clients, predicted } = this.options;
        const phase = {
            name,
            from: from / 1000,
            to: to / 1000,
            clients: clients.map((client, index) => this.#client(client, index, { from, to }, predicted[name]?.[index])),
        };
        this.done.push(phase);
        this.#end = to;
        this.#begun = undefined;
        return phase;
    }
    #client({ name: client, locality: clientLocality }, index, { from, to }, predicted) {
        const { recorder, settings } = this.options;
        const tally = recorder.tally(index, from, to);
        const { requests, counted, answered, errors, latencies } = tally;
        const all = counted ?? requests;
        const told = [...answered.values()].reduce((sum, count) => sum + count, 0);
        const comparison = predicted && comparePhase(tally, predicted, settings);
        return {
            client,
            clientLocality,
            requests,
            split: [...answered]
                .map(([locality, count]) => ({ locality, share: count / all }))
                .sort((a, b) => (a.locality < b.locality ? -1 : 1)),
            unattributed: all === 0 ? 0 : (all - told) / all,
            errors: requests === 0 ? 0 : errors / requests,
            ...(latencies.length > 0 && { latency: quantiles(latencies) }),
            ...(predicted && { predicted }),
            ...(comparison?.agrees !== undefined && { agrees: comparison.agrees }),
            ...(comparison?.reason !== undefined && { reason: comparison.reason }),
            ...(comparison?.pValue !== undefined && { pValue: comparison.pValue }),
        };
    }
    async #pause(ms) {
        const { signal } = this.options;
        signal.throwIfAborted();
        // What matters of an abort is its reason.
        await (0,promises_.setTimeout)(ms, undefined, { signal }).catch(() => undefined);
        signal.throwIfAborted();
    }
}
/** Of sorted milliseconds. */
function quantiles(sorted) {
    const at = (share) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) /
        10;
    return { p50: at(0.5), p99: at(0.99) };
}

;// CONCATENATED MODULE: ./build/src/drill/verdict.js

/** A rule that explains why traffic comes back late, and nothing else. */
const LATE_RETURN = 'slow-failback';
/**
 * Says whether a scenario has passed, and if not, why: a steady phase that is not as predicted, or a budget that is exceeded.
 *
 * @param aborted Why it was stopped; undefined: it came to its end.
 * @param causes What the rules find about the host.
 * @param unrestored What is not as before though it was undone.
 */
function judgeScenario(scenario, budgets, aborted, causes, unrestored = []) {
    const differences = scenario.phases.flatMap((phase) => differencesIn(phase));
    const lateFailover = aborted === undefined ? failoverReasons(scenario, budgets) : [];
    const lateFailback = aborted === undefined ? failbackReasons(scenario, budgets) : [];
    const reasons = [
        ...(aborted === undefined ? [] : [aborted]),
        ...unrestored,
        ...differences,
        ...lateFailover,
        ...lateFailback,
        ...failureReasons(scenario, budgets),
    ];
    const isLate = lateFailback.length > 0;
    const fitting = causes.filter(({ rule }) => isLate || rule !== LATE_RETURN);
    const verdict = aborted !== undefined ? 'aborted' : reasons.length > 0 ? 'failed' : 'passed';
    return {
        ...scenario,
        verdict,
        reasons,
        causes: verdict === 'passed' ? [] : fitting,
    };
}
/** The worst of several; none: nothing was done, which is no success. */
function worstVerdict(verdicts) {
    if (verdicts.includes('aborted'))
        return 'aborted';
    return verdicts.length === 0 || verdicts.includes('failed') ? 'failed' : 'passed';
}
function differencesIn({ name, clients }) {
    return clients
        .filter(({ agrees }) => agrees === false)
        .map(({ client, reason = '' }) => `${name}: not as predicted for client ${client}: ${reason}${name === 'baseline' ? '; nothing was changed' : ''}`);
}
function failoverReasons({ phases, timings, outage }, { failoverSeconds: budget }) {
    const { outageAt, failoverSeconds } = timings;
    if (outageAt === undefined || budget === undefined)
        return [];
    if (failoverSeconds !== undefined) {
        return failoverSeconds > budget
            ? [`failover took ${seconds(failoverSeconds)}, more than the budget of ${seconds(budget)}`]
            : [];
    }
    const after = phases.find(({ name }) => name === 'failover');
    const details = (after?.clients ?? []).flatMap((client) => stillFailing(client, outage.locality));
    const why = details.length > 0 ? `: ${details.join(', ')}` : '';
    return [`no failover within ${seconds(budget)}${why}`];
}
function stillFailing({ client, errors, split, predicted, agrees }, place) {
    const there = split.find(({ locality }) => locality === place)?.share ?? 0;
    if (errors === 0 && there === 0)
        return [];
    const what = errors > 0
        ? `${(0,percent/* percent */.K)(errors)} of the requests of client ${client} kept failing`
        : `${(0,percent/* percent */.K)(there)} of the requests of client ${client} were still answered by ${place}`;
    return [predicted && agrees ? `${what}, as predicted` : what];
}
function failbackReasons({ timings, outage }, { failbackSeconds: budget }) {
    const { restoredAt, failbackSeconds, predicted } = timings;
    if (restoredAt === undefined || budget === undefined)
        return [];
    if (failbackSeconds === undefined) {
        const expected = predicted?.failbackSeconds === undefined
            ? ''
            : `; the simulator expects it after ${seconds(predicted.failbackSeconds)}`;
        return [
            `no failback within ${seconds(budget)}: the split did not return after ${outage.locality} was restored${expected}`,
        ];
    }
    return failbackSeconds > budget
        ? [`failback took ${seconds(failbackSeconds)}, more than the budget of ${seconds(budget)}`]
        : [];
}
function failureReasons({ timings }, { failedRequests: budget }) {
    if (budget === undefined || timings.failedRequests <= budget)
        return [];
    return [
        `${String(timings.failedRequests)} requests failed, more than the budget of ${String(budget)}`,
    ];
}
function seconds(value) {
    return `${Number(value.toFixed(1)).toString()} s`;
}

;// CONCATENATED MODULE: ./build/src/drill/run-scenario.js






/**
 * Makes one outage, measures, restores, measures; nothing is changed where the baseline is not as predicted already. Restores
 * whatever happens, and fails only where that fails.
 */
async function runScenario(run, planned) {
    const { settings, mesh, clients, recorder } = run;
    const { name, kind, cluster, outage } = planned;
    const { budgets, phaseSeconds, rate } = settings;
    const well = clients.map((client) => predictClient(mesh, client, []));
    const out = clients.map((client) => predictClient(mesh, client, [outage]));
    const predicted = { baseline: well, failover: out, steady: well };
    const phases = new Phases({ ...run, scenario: name, predicted });
    const course = {};
    const from = run.clock();
    let stoppedBy;
    const made = new MadeOutage(run, cluster.name);
    try {
        await runCourse(run, planned, { phases, made, course, well });
    }
    catch (error) {
        if (!(error instanceof Error))
            throw error;
        stoppedBy = error;
        phases.close();
    }
    await made.undo();
    const to = run.clock();
    const { outageAt, restoredAt, failover, failback } = course;
    const inTime = predictTimings(mesh, clients, outage, {
        lasts: budgets.failoverSeconds + phaseSeconds,
        failback: budgets.failbackSeconds,
        rate,
    });
    const scenario = {
        name,
        from: from / 1000,
        to: to / 1000,
        outage: {
            cluster: cluster.name,
            locality: cluster.locality,
            kind,
            workloads: [...new Set(run.record.changes.map(({ object }) => titleOfObject(object)))],
        },
        phases: phases.done,
        timings: {
            ...(outageAt !== undefined && { outageAt: outageAt / 1000 }),
            ...(restoredAt !== undefined && { restoredAt: restoredAt / 1000 }),
            ...(failover !== undefined && { failoverSeconds: failover / 1000 }),
            ...(failback !== undefined && { failbackSeconds: failback / 1000 }),
            failedRequests: outageAt === undefined ? 0 : recorder.failures(outageAt, to),
            ...(inTime && { predicted: inTime }),
        },
        samples: recorder.samples(Math.floor(from / 1000), Math.ceil(to / 1000)),
    };
    const { unrestored } = made;
    return {
        scenario: judgeScenario(scenario, budgets, stoppedBy?.message, run.causes, unrestored),
        isAsBefore: stoppedBy === undefined &&
            unrestored.length === 0 &&
            (outageAt === undefined || failback !== undefined),
    };
}
/** If so many are to be sent in the baseline, too few to compare are a fault. */
const ENOUGH_REQUESTS = 25;
async function runCourse(run, { cluster, isPartial }, { phases, made, course, well }) {
    const { settings, recorder, clock } = run;
    const { budgets, phaseSeconds, rate } = settings;
    const watched = { recorder, rate, tolerances: settings };
    const baseline = await phases.measure('baseline', phaseSeconds);
    if (baseline.clients.some(({ agrees }) => agrees === false))
        return;
    const silent = unmeasuredClient(baseline, rate * phaseSeconds);
    if (silent) {
        throw new Error(`baseline: client ${silent.client}: ${silent.reason ?? 'nothing to compare'}; nothing was changed`);
    }
    // Where nothing is predicted, what was before should come back.
    const before = recorder.clients.map((_, client) => asPrediction(recorder.tally(client, baseline.from * 1000, baseline.to * 1000)));
    await run.lookAgain();
    course.outageAt = clock();
    await made.make();
    const inTime = budgets.failoverSeconds + failoverWindowMs(rate) / 1000;
    const failover = await phases.wait('outage', inTime, (since, now) => failoverTime(watched, isPartial ? undefined : cluster.locality, { since, now }));
    if (failover !== undefined)
        course.failover = failover;
    await phases.measure('failover', phaseSeconds);
    await made.undo();
    course.restoredAt = clock();
    const backInTime = budgets.failbackSeconds + failbackWindowMs(rate) / 1000;
    const expected = well.map((prediction, client) => prediction ?? before[client]);
    const failback = await phases.wait('recovery', backInTime, (since, now) => failbackTime(watched, expected, { since, now }));
    if (failback === undefined)
        return;
    course.failback = failback;
    await phases.measure('steady', phaseSeconds);
}
/** A client of whom there should be enough requests to hold against the prediction, but are not. */
function unmeasuredClient({ clients }, expectedRequests) {
    if (expectedRequests < ENOUGH_REQUESTS)
        return undefined;
    return clients.find(({ predicted, agrees }) => predicted && agrees === undefined);
}
function whyNotAsBefore(outcome) {
    if (outcome === 'changed-by-others')
        return 'somebody has changed it since, so it was left alone';
    return outcome === 'gone' ? 'the object is gone' : undefined;
}
/** The outage of one scenario: made at most once, undone if it may have been made. */
class MadeOutage {
    run;
    cluster;
    #isMade = false;
    /** What is not as before though it was undone, one sentence each. */
    unrestored = [];
    constructor(run, cluster) {
        this.run = run;
        this.cluster = cluster;
    }
    async make() {
        const { place, record, hook, signal } = this.run;
        signal.throwIfAborted();
        this.#isMade = true;
        await makeOutage(place, record, hook);
    }
    async undo() {
        if (!this.#isMade)
            return;
        const { place, record, hook, tell } = this.run;
        tell({ step: 'restoring', cluster: this.cluster });
        const undone = await undoOutage(place, record, hook, (message) => {
            tell({ step: 'trouble', message });
        });
        this.#isMade = false;
        for (const { change, outcome } of undone) {
            tell({ step: 'restored', cluster: this.cluster, change, outcome });
            const why = whyNotAsBefore(outcome);
            if (why === undefined)
                continue;
            const message = `cluster ${this.cluster} is not as before: ${change}: ${why}`;
            this.unrestored.push(message);
            tell({ step: 'trouble', message });
        }
    }
}

;// CONCATENATED MODULE: ./build/src/drill/drill.js










/** Seconds; short, so that what a dead drill has left can be restored soon. */
const LOCK_SECONDS = 15;
/** In containers the names of machines and the numbers of processes repeat themselves. */
const run = (0,external_node_crypto_.randomUUID)();
/** Who drills, for locks and records. */
function drillHolder() {
    return `mesh-failover drill on ${(0,external_node_os_.hostname)()}, process ${String(process.pid)}, run ${run}`;
}
/**
 * Runs the scenarios one after the other, under a lock in every cluster. What it changes it has written down in the cluster before,
 * and it restores it whatever happens: only where a cluster cannot be restored it says so, as the first reason.
 *
 * @throws ClusterError where a lock is taken or cannot be had; nothing has been changed then
 */
async function drill(prepared, options) {
    const { states } = prepared;
    const startedAt = new Date().toISOString();
    const scenarios = [];
    const reasons = [];
    const stopper = new AbortController();
    const stop = (why) => stopper.abort(new Error(why));
    const signal = AbortSignal.any([options.signal, stopper.signal]);
    const isAborted = () => signal.aborted;
    const clusters = states.map(({ cluster }) => cluster);
    const { environment } = prepared;
    // A drill that died a moment ago still holds the lock for so long.
    const waitSeconds = LOCK_SECONDS + 5;
    const held = await lockDrill(clusters, { environment, holder: drillHolder(), waitSeconds });
    try {
        const begun = performance.now();
        const clock = () => performance.now() - begun;
        const isLost = () => !held.isHeld();
        const measuring = startMeasuring(prepared, { clock, stop, isLost, tell: options.tell });
        try {
            for (const { planned, state, changes } of prepared.scenarios) {
                if (isAborted())
                    break;
                options.tell({
                    step: 'scenario',
                    name: planned.name,
                    changes: changes.map(describeChange),
                });
                const { cluster, config } = state;
                const { kind } = planned;
                const isHook = kind === 'failing' || kind === 'unready';
                const again = { environment, isHeld: () => held.isHeld(), signal };
                // What the outage before it has left has so long to come back.
                await lookAgain(states, { ...again, seconds: prepared.settings.budgets.failbackSeconds });
                const { scenario, isAsBefore } = await runScenario({
                    ...prepared,
                    ...measuring,
                    clock,
                    signal,
                    place: { cluster, environment, context: config.context },
                    record: {
                        scenario: planned.name,
                        startedAt,
                        holder: drillHolder(),
                        changes,
                        ...(isHook && { hook: { kind, locality: config.locality } }),
                    },
                    hook: options.hook,
                    lookAgain: () => lookAgain(states, { ...again, seconds: 0 }),
                    tell: options.tell,
                }, planned);
                scenarios.push(scenario);
                const { name, verdict } = scenario;
                options.tell({ step: 'verdict', scenario: name, verdict, reasons: scenario.reasons });
                if (isAsBefore)
                    continue;
                if (scenarios.length < prepared.scenarios.length && !isAborted()) {
                    reasons.push(`stopped after ${name}: not everything is as it was before`);
                }
                break;
            }
        }
        catch (error) {
            // The one thing that nothing may hide: a cluster is left as it should not be.
            if (!(error instanceof Error))
                throw error;
            reasons.push(error.message);
        }
        finally {
            await measuring.stop();
        }
    }
    finally {
        await held.release();
    }
    if (signal.aborted)
        reasons.push(signal.reason.message);
    return resultOf(prepared, { startedAt, scenarios, reasons });
}
/** The lock of the environment, which keeps deployments out as well. */
function lockDrill(clusters, options) {
    const durationSeconds = LOCK_SECONDS;
    return (0,lock/* lock */.s)(clusters, { ...options, durationSeconds, fieldManager: drillFieldManager });
}
/** Starts the requests; what must stop the drill is looked for with each of them, and each second. */
function startMeasuring({ settings, clients, attribution, host }, { clock, stop, isLost, tell, }) {
    const { clusters, stopAfterFailedRequests } = settings;
    const names = clients.map(({ name }) => name);
    const recorder = new Recorder(names, attribution === undefined);
    let failed = 0;
    const prober = new Prober({
        ...settings,
        ingresses: clusters.map(({ ingress }) => ingress),
        attribution,
        clock,
        ended(outcome) {
            recorder.add(outcome);
            if (outcome.failed && ++failed === stopAfterFailedRequests) {
                stop(`stopped by its error budget: ${String(failed)} requests have failed (drill.stopAfterFailedRequests)`);
            }
        },
        skipped: (client, at) => recorder.skip(client, at),
    });
    const watch = attribution ? undefined : new GatewayWatch(settings, host, recorder, clock);
    let second = 0;
    const timer = setInterval(() => {
        const until = Math.floor(clock() / 1000);
        const samples = recorder.samples(second, until);
        if (samples.length > 0)
            tell({ step: 'second', samples });
        second = until;
        if (isLost())
            stop('stopped: the lock in a cluster was lost, so another run may be changing it');
        watch?.read().catch((error) => stop(`stopped: ${error.message}`));
    }, 1000);
    prober.start();
    return {
        recorder,
        prober,
        async stop() {
            clearInterval(timer);
            await prober.stop();
        },
    };
}
function resultOf(prepared, { startedAt, scenarios, reasons }) {
    const { settings, states, checks, host, port, publicHost, profile, manifests } = prepared;
    const { rate, tolerance, errorTolerance, significance, attribution, budgets } = settings;
    // What has stopped the drill is said once.
    const own = scenarios.flatMap(({ name, reasons: all }) => all.filter((reason) => !reasons.includes(reason)).map((reason) => `${name}: ${reason}`));
    const isCut = reasons.length > 0 || scenarios.length < prepared.scenarios.length;
    return {
        version: 1,
        startedAt,
        verdict: isCut ? 'aborted' : worstVerdict(scenarios.map(({ verdict }) => verdict)),
        reasons: [...new Set([...reasons, ...own])],
        warnings: checks.filter(({ outcome }) => outcome === 'warning').map(({ message }) => message),
        environment: prepared.environment.name,
        host,
        port,
        publicHost,
        profile,
        manifests,
        clusters: states.map(({ config, cluster, serverVersion, ready }) => ({
            cluster: config.name,
            locality: config.locality,
            server: cluster.server,
            ...(serverVersion !== undefined && { serverVersion }),
            endpoints: ready,
        })),
        settings: { rate, tolerance, errorTolerance, significance, attribution: kindOf(attribution) },
        budgets,
        scenarios,
    };
}
function kindOf({ header, gateway, }) {
    if (gateway !== undefined)
        return `gateway-${gateway}`;
    return header === undefined ? 'body' : 'header';
}

;// CONCATENATED MODULE: ./build/src/drill/drill-settings.js

/** Chance alone fails one phase in a thousand drills, or fewer. */
const SIGNIFICANCE = 0.001;
/** Seconds for which everything may fail beyond the failover's budget, before the drill stops itself. */
const GRACE_SECONDS = 30;
/** @throws UserError where something is missing that has no default. */
function drillSettings({ clusters, drill, deploy, file }) {
    const where = file ?? 'mesh-failover.yaml';
    if (!clusters?.length) {
        throw new errors/* UserError */.y(`drill needs to know the clusters: ${where} must declare them (clusters, each with name, locality, context and ingress)`);
    }
    const all = clusters.map((cluster) => {
        const { name, ingress } = cluster;
        if (ingress?.url !== undefined)
            return { ...cluster, ingress: { ...ingress, url: ingress.url } };
        throw new errors/* UserError */.y(`${where}: cluster ${name} has no ingress.url; say where its ingress gateway takes requests, such as ingress: {url: "http://…"}`);
    });
    if (!drill.attribution) {
        throw new errors/* UserError */.y(`${where}: drill.attribution is missing; say how an answer tells its region, such as attribution: {header: x-region}`);
    }
    const { rate = 20, budgets = {} } = drill;
    const { failoverSeconds = 30, failbackSeconds = 60 } = budgets;
    const perSecond = rate * all.length;
    return {
        environment: deploy.environment,
        clusters: all,
        attribution: drill.attribution,
        rate,
        timeoutMs: (drill.timeoutSeconds ?? 5) * 1000,
        freshConnections: drill.freshConnections ?? 0.2,
        phaseSeconds: drill.phaseSeconds ?? 20,
        tolerance: drill.tolerance ?? 0.05,
        errorTolerance: drill.errorTolerance ?? 0.01,
        significance: SIGNIFICANCE,
        survivors: drill.survivors ?? 0.5,
        stopAfterFailedRequests: drill.stopAfterFailedRequests ?? Math.ceil(perSecond * (failoverSeconds + GRACE_SECONDS)),
        cordonLabels: drill.cordonLabels ?? {},
        budgets: { ...budgets, failoverSeconds, failbackSeconds },
    };
}

;// CONCATENATED MODULE: ./build/src/drill/planned-scenario.js




const KINDS = ['scaled-to-zero', 'cordoned', 'unready', 'failing'];
/**
 * The scenarios that are asked for, in their order; by default the scaling to zero of each cluster.
 *
 * @throws UserError for a name that means no outage of a cluster
 */
function plannedScenarios(names, clusters) {
    if (!names)
        return clusters.map((cluster) => plan('scaled-to-zero', cluster, clusters));
    return names.map((name) => {
        const [kind, place = ''] = name.split(/:(.*)/s);
        const known = KINDS.find((other) => other === kind);
        if (!known) {
            const near = (0,did_you_mean/* didYouMean */.a)(name, KINDS);
            throw new errors/* UserError */.y(`scenario ${name}: a drill can do ${KINDS.join(', ')}, each with a cluster or a locality behind it, ` +
                `such as scaled-to-zero:${clusters[0]?.locality ?? 'europe-west1'}${near ? `; did you mean "${near}"?` : ''}`);
        }
        return plan(known, clusterAt(name, place, clusters), clusters);
    });
}
function clusterAt(scenario, place, clusters) {
    const named = clusters.find(({ name }) => name === place);
    if (named)
        return named;
    const area = (0,mesh_locality/* parseLocality */.ho)(place);
    const [only, second] = clusters.filter(({ locality }) => (0,outage/* isWithin */.UO)((0,mesh_locality/* parseLocality */.ho)(locality), area));
    if (only && !second)
        return only;
    const names = clusters.map(({ name }) => name);
    if (second) {
        throw new errors/* UserError */.y(`scenario ${scenario}: several clusters are there; name one of ${names.join(', ')}`);
    }
    const near = (0,did_you_mean/* didYouMean */.a)(place, [...names, ...clusters.map(({ locality }) => locality)]);
    throw new errors/* UserError */.y(`scenario ${scenario}: no cluster has that name or locality${near ? `; did you mean "${near}"?` : `; there are ${names.join(', ')}`}`);
}
function plan(kind, cluster, clusters) {
    const { region } = (0,mesh_locality/* parseLocality */.ho)(cluster.locality);
    const inRegion = clusters.filter(({ locality }) => (0,mesh_locality/* parseLocality */.ho)(locality).region === region);
    const place = inRegion.length === 1 ? cluster.locality : cluster.name;
    // To the mesh it is the same whether a pod is gone or not selected.
    const seen = kind === 'cordoned' ? 'scaled-to-zero' : kind;
    return {
        name: `${kind}:${place}`,
        kind,
        cluster,
        outage: { kind: seen, cluster: cluster.name },
        isPartial: false,
    };
}

// EXTERNAL MODULE: ./build/src/report/paint.js
var paint = __webpack_require__(4928);
// EXTERNAL MODULE: ./build/src/report/percent-cell.js
var percent_cell = __webpack_require__(2774);
// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
// EXTERNAL MODULE: ./build/src/report/wrap.js
var wrap = __webpack_require__(238);
;// CONCATENATED MODULE: ./build/src/report/drill-steps-text.js




const SIGNS = { ok: 'good', notice: 'notice', warning: 'warning', problem: 'error' };
/** `a: 2 endpoints ready`, with its outcome before it. */
function checkLine({ cluster, outcome, message }, color) {
    const mark = (0,paint/* paint */.n)(color)[SIGNS[outcome]](outcome.padEnd(7));
    return `${mark} ${cluster === undefined ? '' : `${(0,safe_text/* safeText */.Hk)(cluster)}: `}${(0,safe_text/* safeText */.Hk)(message)}`;
}
/** The checks, then what each scenario would do, step by step. */
function drillStepsText(steps, color) {
    const style = (0,paint/* paint */.n)(color);
    const { host, checks, settings, scenarios } = steps;
    const { rate, phaseSeconds, budgets, environment, stopAfterFailedRequests } = settings;
    const blocks = scenarios.map(({ name, cluster, changes, predicted }) => {
        const all = [
            `measure the baseline for ${String(phaseSeconds)} s`,
            `write down in cluster ${cluster} what will be changed`,
            ...changes,
            `wait until no request fails or goes there, at most ${String(budgets.failoverSeconds)} s`,
            `measure the failover for ${String(phaseSeconds)} s; predicted: ${predicted.join('; ') || 'nothing'}`,
            'undo the changes, and remove what was written down',
            `wait until the split is back, at most ${String(budgets.failbackSeconds)} s`,
            `measure the steady state for ${String(phaseSeconds)} s`,
        ];
        const lines = all.flatMap((step, index) => (0,wrap/* wrap */.c)(`${String(index + 1)}. ${(0,safe_text/* safeText */.Hk)(step)}`, 96).map((line, part) => part === 0 ? `  ${line}` : `     ${line}`));
        return [style.strong((0,safe_text/* safeText */.Hk)(name)), ...lines].join('\n');
    });
    const isStopped = checks.some(({ outcome }) => outcome === 'problem');
    const end = isStopped
        ? 'With these problems the drill would not start. Nothing was changed.'
        : `Nothing was changed. To do it: --confirm ${(0,safe_text/* safeText */.Hk)(environment)}`;
    return `${[
        checks.map((check) => checkLine(check, color)).join('\n'),
        `${(0,safe_text/* safeText */.Hk)(host)}, ${String(rate)} requests per second to each gateway; stopped after ${String(stopAfterFailedRequests)} failed requests`,
        ...blocks,
        end,
    ].join('\n\n')}\n`;
}
/** `a: us-central1 100 %, errors 0 %`. */
function predictionSentence(client, predicted) {
    if (!predicted)
        return `${client}: undefined`;
    const { split, errors, errorsMin, errorsMax } = predicted;
    const shares = split
        .filter(({ share, max = share }) => max > 0)
        .map(({ locality, share, min, max }) => `${locality} ${(0,percent_cell/* percentCell */.G)(share, min, max)}`);
    return `${client}: ${[...shares, `errors ${(0,percent_cell/* percentCell */.G)(errors, errorsMin, errorsMax, '0 %')}`].join(', ')}`;
}

;// CONCATENATED MODULE: ./build/src/cli/drill-steps.js



/** What a prepared drill would do, for people. */
function drillSteps({ host, checks, settings, scenarios, clients, mesh, }) {
    return {
        host,
        checks,
        settings,
        scenarios: scenarios.map(({ planned, changes }) => ({
            name: planned.name,
            cluster: planned.cluster.name,
            changes: planned.kind === 'failing' || planned.kind === 'unready'
                ? [`run the outage hook: MESH_FAILOVER_ACTION=fail MESH_FAILOVER_KIND=${planned.kind}`]
                : changes.map(describeChange),
            predicted: clients.map((client) => predictionSentence(client.name, predictClient(mesh, client, [planned.outage]))),
        })),
    };
}

// EXTERNAL MODULE: ./build/src/deploy/same-server.js
var same_server = __webpack_require__(8791);
// EXTERNAL MODULE: ./build/src/mesh/mesh.js + 5 modules
var mesh_mesh = __webpack_require__(6907);
;// CONCATENATED MODULE: ./build/src/drill/attribution.js
/** An answer that names more than this is no name of a place. */
const LONGEST_NAME = 100;
/**
 * Reads the locality from a header or from the body. A body pattern is plain text around `{locality}`, no regular expression:
 * it comes with the repository, and an expression can be made to run for ever.
 *
 * @returns undefined where the gateway's statistics are to be asked instead.
 */
function attributionBy({ header, body, values = {}, }) {
    const named = new Map(Object.entries(values));
    const placeOf = (text) => {
        const name = text?.trim();
        if (!name || name.length > LONGEST_NAME)
            return undefined;
        return named.get(name) ?? prefixed(name, values) ?? name;
    };
    if (header !== undefined) {
        const key = header.toLowerCase();
        return ({ headers }) => {
            const value = headers[key];
            return placeOf(Array.isArray(value) ? value[0] : value);
        };
    }
    if (body !== undefined) {
        const [before = '', after = ''] = body.split(PLACEHOLDER);
        return ({ body: text }) => placeOf(between(text, before, after));
    }
    return undefined;
}
/** Stands for the locality in a body pattern. */
const PLACEHOLDER = '{locality}';
/** `hello-eu-*` stands for every value that begins so; the longest counts. */
function prefixed(name, values) {
    const fitting = Object.entries(values)
        .filter(([key]) => key.endsWith('*') && name.startsWith(key.slice(0, -1)))
        .sort(([a], [b]) => b.length - a.length);
    return fitting[0]?.[1];
}
/** Without something behind it the name ends with the line, or with what no name has. */
function between(text, before, after) {
    const start = text.indexOf(before);
    if (start < 0)
        return undefined;
    const rest = text.slice(start + before.length);
    const end = after === '' ? rest.search(/[\s"'<>,;]|$/) : rest.indexOf(after);
    return end < 0 ? undefined : rest.slice(0, end);
}

;// CONCATENATED MODULE: ./build/src/drill/look-at-cluster.js


const REGION_LABEL = 'topology.kubernetes.io/region';
/** Reads what a drill has to know about a cluster. */
async function lookAtCluster(config, cluster, service, { withPods }) {
    const serverVersion = await cluster.version();
    const found = await serviceWorkloads(cluster, service);
    const nodes = new Set(found.endpoints.flatMap(({ node }) => (node === undefined ? [] : [node])));
    return {
        ...found,
        config,
        cluster,
        serverVersion,
        pods: withPods ? await podsOf(cluster, found, service.namespace) : [],
        ready: found.endpoints.filter(({ ready }) => ready).length,
        regions: await regionsOf(cluster, nodes),
    };
}
async function podsOf(cluster, { selector, endpoints }, namespace) {
    const labelSelector = Object.entries(selector)
        .map(([key, value]) => `${key}=${value}`)
        .join(',');
    const kind = { apiVersion: 'v1', kind: 'Pod' };
    const all = await cluster.list({ ...kind, namespace, labelSelector, metadataOnly: true });
    const names = new Set(endpoints.map(({ pod }) => pod));
    return all
        .filter(({ metadata }) => names.has(metadata.name))
        .map(({ metadata }) => {
        const { labels = {} } = metadata;
        return { name: metadata.name, labels };
    });
}
async function regionsOf(cluster, nodes) {
    const regions = new Map();
    for (const name of nodes) {
        try {
            const node = await cluster.get({ apiVersion: 'v1', kind: 'Node', name });
            const { labels = {} } = (node?.metadata ?? {});
            regions.set(name, labels[REGION_LABEL]);
        }
        catch (error) {
            // Who may drill need not be allowed to read nodes.
            if (!(error instanceof cluster_error/* ClusterError */.b && error.problem === 'forbidden'))
                throw error;
            break;
        }
    }
    return regions;
}

;// CONCATENATED MODULE: ./build/src/drill/planned-changes.js


/** The same scenario, with as many endpoints as are really out. */
function withCount(planned, { pods }, { cordonLabels }) {
    if (planned.kind !== 'cordoned')
        return planned;
    const count = pods.filter(({ labels }) => selects(cordonLabels, labels)).length;
    if (count === pods.length)
        return planned;
    return { ...planned, outage: { ...planned.outage, count }, isPartial: true };
}
/** The changes in the cluster that make an outage, in the order in which they are made; none: it is made elsewhere. */
function plannedChanges({ kind }, state, settings) {
    switch (kind) {
        case 'scaled-to-zero':
            return state.workloads
                .filter(({ replicas }) => replicas > 0)
                .map(({ key, replicas }) => ({
                object: key,
                subresource: 'scale',
                path: ['spec', 'replicas'],
                before: replicas,
                during: 0,
            }));
        case 'cordoned':
            return cordon(state, settings);
        case 'unready':
        case 'failing':
            return [];
    }
}
/**
 * The Service asks for one label more, which only the pods that stay have: in one step the others are out, and back again. The
 * pods' own labels stay as they are, so that no controller replaces them.
 */
function cordon({ service, pods }, { cordonLabels }) {
    const { name, namespace = 'default' } = service.metadata;
    const change = { before: null, during: 'true' };
    const staying = pods.filter(({ labels }) => !selects(cordonLabels, labels));
    return [
        ...staying.map((pod) => ({
            object: { apiVersion: 'v1', kind: 'Pod', namespace, name: pod.name },
            path: ['metadata', 'labels', stayLabel],
            ...change,
        })),
        {
            object: { apiVersion: 'v1', kind: 'Service', namespace, name },
            path: ['spec', 'selector', stayLabel],
            ...change,
        },
    ];
}

;// CONCATENATED MODULE: ./build/src/cluster/autoscalers.js


/** The autoscalers that are about a workload. */
async function autoscalersOf(cluster, { key }) {
    const { namespace = '' } = key;
    const hpas = await listIfServed(cluster, {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        namespace,
    });
    const keda = await listIfServed(cluster, {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        namespace,
    });
    const isAbout = (object) => {
        const { scaleTargetRef: target = {} } = object['spec'];
        return (target.kind ?? 'Deployment') === key.kind && target.name === key.name;
    };
    return [
        ...hpas.filter(isAbout).map((object) => autoscaler(object, false)),
        ...keda
            .filter((object) => isAbout(object) && !isPaused(object))
            .map((object) => autoscaler(object, true)),
    ];
}
function autoscaler(object, isKeda) {
    const spec = object['spec'];
    const { namespace = '', name } = object.metadata;
    return {
        title: `${object.kind} ${namespace}/${name}`,
        minReplicas: spec.minReplicas ?? spec.minReplicaCount ?? (isKeda ? 0 : 1),
        maxReplicas: spec.maxReplicas ?? spec.maxReplicaCount ?? 100,
        wakesFromZero: isKeda,
    };
}
/** Source: https://keda.sh/docs/latest/concepts/scaling-deployments/#pause-autoscaling */
function isPaused({ metadata }) {
    const { annotations = {} } = metadata;
    return Object.keys(annotations).some((key) => /^autoscaling\.keda\.sh\/paused/.test(key));
}
/** The PodDisruptionBudgets that a workload's pods belong to, as `PodDisruptionBudget shop/web`. */
async function disruptionBudgetsOf(cluster, { key, labels }) {
    const { namespace = '' } = key;
    const kind = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' };
    const all = await listIfServed(cluster, { ...kind, namespace });
    return all
        .filter((object) => {
        const { selector } = object['spec'];
        return selector?.matchLabels && selects(selector.matchLabels, labels);
    })
        .map(({ metadata, ...object }) => ({
        title: `PodDisruptionBudget ${namespace}/${metadata.name}`,
        disruptionsAllowed: object['status']?.disruptionsAllowed ?? 0,
    }));
}
/** Not every cluster has these kinds. */
async function listIfServed(cluster, selection) {
    try {
        return await cluster.list(selection);
    }
    catch (error) {
        if (error instanceof cluster_error/* ClusterError */.b && error.problem === 'not-served')
            return [];
        throw error;
    }
}

// EXTERNAL MODULE: ./build/src/cluster/gitops-owner.js
var gitops_owner = __webpack_require__(5184);
;// CONCATENATED MODULE: ./build/src/drill/gitops-advice.js
/** How a GitOps controller is kept from undoing the change of an object for a while. */
function pausingAdvice(controller, { metadata }, cluster) {
    const { labels = {}, annotations = {} } = metadata;
    const then = 'then pass --controllers-paused';
    switch (controller) {
        case 'Argo CD': {
            const id = annotations['argocd.argoproj.io/tracking-id'] ?? '';
            const app = id.split(':')[0] || labels['argocd.argoproj.io/instance'] || 'APP';
            return `switch off its automated sync (argocd app set ${app} --sync-policy none), ${then}`;
        }
        case 'Flux': {
            const release = labels['helm.toolkit.fluxcd.io/name'];
            const tool = release === undefined ? 'kustomize' : 'helm';
            const what = release === undefined ? 'kustomization' : 'helmrelease';
            const name = labels[`${tool}.toolkit.fluxcd.io/name`] ?? 'NAME';
            const namespace = labels[`${tool}.toolkit.fluxcd.io/namespace`] ?? 'flux-system';
            return `suspend it (flux suspend ${what} ${name} --namespace ${namespace}), ${then}`;
        }
        case 'Config Sync':
            return (`stop syncing in cluster ${cluster} (kubectl --namespace config-management-system scale deployment ` +
                `reconciler-manager root-reconciler --replicas=0), or set client.lifecycle.config.k8s.io/mutation: ignore in the repository, ${then}`);
    }
}

;// CONCATENATED MODULE: ./build/src/drill/preflight.js








/** Whether what a drill does to a cluster is safe, and whether we may do it. Changes nothing. */
async function checkCluster(state, changes, options) {
    const { cluster } = state;
    const { environment } = options;
    const about = (checks) => checks.map((check) => ({ cluster: cluster.name, ...check }));
    return about([
        ...(await checkRecord(cluster, environment)),
        ...(await checkPermissions(cluster, changes, environment.namespace)),
        ...checkHealth(state),
        ...checkRegions(state),
        ...(await checkRivals(state, changes, options)),
    ]);
}
async function checkRecord(cluster, environment) {
    const record = await readDrillRecord(cluster, environment);
    if (!record)
        return [];
    const { scenario, startedAt, holder } = record;
    return [
        problem(`a drill (${scenario}, of ${holder}, ${startedAt}) has left changes here: undo them first with "mesh-failover drill --restore"`),
    ];
}
/** Everything that making, recording and undoing the changes takes. */
function neededAccess(changes, namespace) {
    const state = ['get', 'list', 'create', 'patch', 'delete'].map((verb) => ({
        verb,
        group: '',
        resource: 'configmaps',
        namespace,
    }));
    const lease = ['get', 'create', 'update'].map((verb) => ({
        verb,
        group: 'coordination.k8s.io',
        resource: 'leases',
        namespace,
    }));
    const own = changes.flatMap(({ object, subresource }) => {
        const [group, version] = object.apiVersion.split('/');
        const at = {
            group: version === undefined ? '' : (group ?? ''),
            resource: `${object.kind.toLowerCase()}s`,
            ...(object.namespace !== undefined && { namespace: object.namespace }),
            name: object.name,
        };
        return [
            { verb: 'get', ...at },
            { verb: 'patch', ...at, ...(subresource !== undefined && { subresource }) },
        ];
    });
    return [...state, ...lease, ...own];
}
async function checkPermissions(cluster, changes, namespace) {
    const missing = [];
    const needed = neededAccess(changes, namespace);
    const answers = await Promise.all(needed.map((access) => cluster.may(access)));
    needed.forEach(({ verb, resource, subresource, namespace: where }, index) => {
        if (answers[index])
            return;
        const part = subresource === undefined ? '' : `/${subresource}`;
        missing.push(`${verb} ${resource}${part} in ${where ?? 'the cluster'}`);
    });
    if (missing.length === 0)
        return [ok(`all ${String(needed.length)} permissions are there`)];
    return [problem(`permissions are missing: ${[...new Set(missing)].join(', ')}`)];
}
function checkHealth({ workloads, endpoints, ready }) {
    if (ready === 0) {
        return [problem('no endpoint is ready, so there is nothing to fail over from or to')];
    }
    const unready = endpoints.length - ready;
    const wanted = workloads.filter((workload) => workload.ready < workload.replicas);
    if (unready === 0 && wanted.length === 0)
        return [ok(`${plural(ready, 'endpoint')} ready`)];
    const details = wanted.map(({ key, ready: has, replicas }) => `${titleOfObject(key)} has ${String(has)} of ${String(replicas)} pods ready`);
    const text = [`${plural(unready, 'endpoint')} not ready`, ...details].join('; ');
    return [problem(`not healthy before the drill: ${text}`)];
}
/** What istiod takes the locality from, against what the configuration says. */
function checkRegions({ config, regions }) {
    const { region } = (0,mesh_locality/* parseLocality */.ho)(config.locality);
    return [...regions].flatMap(([node, label]) => {
        if (label === region)
            return [];
        const says = label === undefined ? 'has no label topology.kubernetes.io/region' : `says region ${label}`;
        return [warning(`node ${node} ${says}; the configuration says ${region}`)];
    });
}
/** Whoever else decides about what is changed. */
async function checkRivals(state, changes, { controllersPaused }) {
    const { cluster } = state;
    const checks = [];
    const blocking = controllersPaused ? warning : problem;
    const { service } = state;
    if (changes.some(({ object: { kind } }) => kind === 'Service')) {
        const { namespace, name } = service.metadata;
        const at = {
            apiVersion: 'v1',
            kind: 'Service',
            name,
            ...(namespace !== undefined && { namespace }),
        };
        checks.push(...checkOwners(service, titleOfObject(at), cluster, blocking));
    }
    for (const workload of state.workloads) {
        const { key, object } = workload;
        const title = titleOfObject(key);
        if (!changes.some((change) => titleOfObject(change.object) === title))
            continue;
        checks.push(...checkOwners(object, title, cluster, blocking));
        for (const { title: scaler, wakesFromZero } of await autoscalersOf(cluster, workload)) {
            checks.push(wakesFromZero
                ? blocking(`${scaler} scales ${title} up from zero and would fight the outage: annotate it with ` +
                    'autoscaling.keda.sh/paused="true", or pass --controllers-paused')
                : notice(`${scaler} leaves ${title} alone while it has no replicas, and takes it up again after`));
        }
        for (const { title: budget, disruptionsAllowed } of await disruptionBudgetsOf(cluster, workload)) {
            checks.push(warning(`${budget} allows ${plural(disruptionsAllowed, 'disruption')} of ${title}; scaling does not ask it, but node drains will wait during the outage`));
        }
    }
    return checks;
}
/** Who would set an object back to what it was. */
function checkOwners(object, title, cluster, blocking) {
    const checks = [];
    const owner = (0,gitops_owner/* gitOpsOwner */.G)(object);
    if (owner) {
        const { controller, mark } = owner;
        const advice = pausingAdvice(controller, object, cluster.name);
        checks.push(blocking(`${controller} manages ${title} (${mark}) and may undo the outage: ${advice}`));
    }
    const { ownerReferences = [] } = object.metadata;
    for (const { kind, name, controller } of ownerReferences) {
        if (!controller)
            continue;
        checks.push(blocking(`${kind ?? ''} ${name ?? ''} controls ${title} and may undo the outage: pause it, then pass --controllers-paused`));
    }
    return checks;
}
/** Whether enough is left when the endpoints of a cluster are out: so many of them, or all. */
function checkSurvivors(states, { cluster, ready }, count, { survivors }) {
    const all = states.reduce((sum, state) => sum + state.ready, 0);
    const out = count ?? ready;
    const left = all - out;
    const share = all === 0 ? 0 : left / all;
    const what = count === undefined ? cluster.name : `${String(out)} endpoints of ${cluster.name}`;
    const text = `without ${what} ${plural(left, 'endpoint')} of ${String(all)} are left (${(0,percent/* percent */.K)(share)})`;
    return share >= survivors && left > 0
        ? ok(text)
        : problem(`${text}, fewer than drill.survivors asks for (${(0,percent/* percent */.K)(survivors)}): scale the others up first, or lower it`);
}
/** A cluster that cannot even be looked at. */
function unreachable(cluster, error) {
    if (!(error instanceof cluster_error/* ClusterError */.b))
        throw error;
    return { cluster, ...problem(error.message) };
}
const ok = (message) => ({ outcome: 'ok', message });
const notice = (message) => ({ outcome: 'notice', message });
const warning = (message) => ({ outcome: 'warning', message });
const problem = (message) => ({ outcome: 'problem', message });
function plural(number, what) {
    return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}

;// CONCATENATED MODULE: ./build/src/drill/prepare-drill.js












/**
 * Looks at the clusters, asks each ingress gateway once, and holds everything to what a drill needs. Problems are among the
 * checks: with one of them nothing may be started.
 *
 * @throws UserError where the configuration and the manifests leave nothing to drill
 */
async function prepareDrill(options) {
    const { config, manifests, settings, clusters, scenarios, environment } = options;
    const first = (0,mesh_mesh/* buildMesh */.G)(config, manifests.documents);
    const host = drilledHost(first, options.host ?? config.drill.host);
    const service = serviceOf(host);
    // The same endpoints twice would look like survivors.
    const checks = (0,same_server/* warnAboutSameServers */._)(clusters).map((message) => ({
        outcome: 'problem',
        message,
    }));
    const withPods = scenarios.some(({ kind }) => kind === 'cordoned');
    const states = [];
    for (const [index, cluster] of clusters.entries()) {
        const own = settings.clusters[index];
        try {
            states.push(await lookAtCluster(own, cluster, service, { withPods }));
        }
        catch (error) {
            checks.push(unreachable(cluster.name, error));
        }
    }
    const mesh = (0,mesh_mesh/* buildMesh */.G)(withEndpoints(config, host, states), manifests.documents);
    const clients = drillClients(mesh, host, settings.clusters);
    const target = clients[0]?.targets[0];
    const prepared = scenarios.flatMap((planned) => {
        const state = states.find(({ cluster }) => cluster.name === planned.cluster.name);
        if (!state)
            return [];
        const changes = plannedChanges(planned, state, settings);
        return [{ planned: withCount(planned, state, settings), state, changes }];
    });
    const attribution = attributionBy(settings.attribution);
    for (const state of states) {
        const own = prepared.filter((scenario) => scenario.state === state);
        const changes = own.flatMap((scenario) => scenario.changes);
        const { controllersPaused } = options;
        checks.push(...(await checkCluster(state, changes, { settings, environment, controllersPaused })));
    }
    checks.push(...(await checkIngresses(settings, attribution)));
    if (states.length === clusters.length) {
        checks.push(...prepared.flatMap((scenario) => checkScenario(scenario, { ...options, states, mesh, clients })));
    }
    return {
        settings,
        profile: config.profile,
        environment,
        host,
        port: target?.port ?? null,
        publicHost: target?.route?.publicHost ?? host,
        manifests: sumsOf(mesh, manifests),
        attribution,
        mesh,
        clients,
        states,
        scenarios: prepared,
        causes: causesIn(options.lint, clients),
        checks,
    };
}
function serviceOf(host) {
    const namespace = (0,host_name/* namespaceOfHost */.lj)(host);
    if (namespace !== undefined)
        return { namespace, name: host.slice(0, host.indexOf('.')) };
    throw new errors/* UserError */.y(`${host} is no Service of Kubernetes; a drill needs one, to find what runs behind it`);
}
/** What `workloads` declares about the host counts; otherwise what runs there. */
function withEndpoints(config, host, states) {
    if (config.workloads.some((workload) => workload.host === host))
        return config;
    const endpoints = states.map(({ config: { name, locality }, ready }) => {
        return { cluster: name, locality, count: ready };
    });
    return { ...config, workloads: [...config.workloads, { host, endpoints }] };
}
/** The files that hold what the mesh is configured with. */
function sumsOf({ resources }, manifests) {
    const { Gateway, VirtualService, DestinationRule } = resources;
    const all = [...Gateway, ...VirtualService, ...DestinationRule];
    return [...new Set(all.map(({ document }) => document.file))].sort().map((file) => ({
        file,
        sha256: (0,external_node_crypto_.createHash)('sha256')
            .update(manifests.text(file) ?? '')
            .digest('hex'),
    }));
}
/** Errors and warnings about the objects that lead to the host. */
function causesIn({ findings }, clients) {
    const involved = new Set();
    for (const { route, policies } of clients.flatMap(({ targets }) => targets)) {
        const rules = policies.flatMap(({ merged }) => merged.rules);
        for (const resource of [route?.gateway, route?.root, route?.virtualService, ...rules]) {
            if (resource)
                involved.add(`${resource.kind} ${resource.namespace}/${resource.name}`);
        }
    }
    return findings
        .filter(({ severity, resource }) => {
        if (severity === 'notice' || !resource)
            return false;
        return involved.has(`${resource.kind} ${resource.namespace}/${resource.name}`);
    })
        .map(({ rule, message, file, line, column }) => ({ rule, message, file, line, column }));
}
/** One request to each gateway: it has to be answered, and by somebody who says where he is. */
async function checkIngresses({ clusters, timeoutMs }, attribution) {
    const prober = new Prober({
        ingresses: clusters.map(({ ingress }) => ingress),
        rate: 1,
        timeoutMs,
        freshConnections: 1,
        attribution,
        clock: () => performance.now(),
        ended: () => undefined,
        skipped: () => undefined,
    });
    const answers = await prober.probe();
    await prober.stop();
    return answers.flatMap(({ status, locality, problem }, index) => {
        const { name: cluster, ingress } = clusters[index];
        if (status === undefined) {
            const message = `${ingress.url} gives no answer: ${problem ?? ''}`;
            return [{ cluster, outcome: 'problem', message }];
        }
        if (status >= 400) {
            const message = `${ingress.url} answers ${String(status)} before any outage; are url, headers and hostHeader right?`;
            return [{ cluster, outcome: 'problem', message }];
        }
        if (attribution && locality === undefined) {
            const message = `the answer of ${ingress.url} (${String(status)}) does not tell its region as drill.attribution says`;
            return [{ cluster, outcome: 'problem', message }];
        }
        const who = locality === undefined ? '' : ` from ${locality}`;
        return [{ cluster, outcome: 'ok', message: `${ingress.url} answers ${String(status)}${who}` }];
    });
}
/** Whether an outage can be made, and may be: enough is left, and the prediction does not say that requests will fail. */
function checkScenario({ planned, state, changes }, { states, settings, mesh, clients, hasHook, despitePrediction, }) {
    const { name, kind, outage } = planned;
    const checks = [checkSurvivors(states, state, outage.count, settings)];
    const isByHook = kind === 'failing' || kind === 'unready';
    if (isByHook && !hasHook) {
        const message = `scenario ${name} needs --outage-hook: a program that makes the endpoints fail and work again`;
        checks.push({ outcome: 'problem', message });
    }
    else if (outage.count === 0) {
        const labels = JSON.stringify(settings.cordonLabels);
        const message = `scenario ${name}: no pod of the Service has the labels ${labels} (drill.cordonLabels)`;
        checks.push({ cluster: state.cluster.name, outcome: 'problem', message });
    }
    else if (!isByHook && changes.length === 0) {
        const message = `scenario ${name}: no Deployment or StatefulSet with replicas is behind the Service`;
        checks.push({ cluster: state.cluster.name, outcome: 'problem', message });
    }
    for (const client of clients) {
        const predicted = predictClient(mesh, client, [outage]);
        const errors = predicted?.errorsMax ?? predicted?.errors ?? 0;
        if (errors <= settings.errorTolerance)
            continue;
        const message = `scenario ${name}: by prediction ${(0,percent/* percent */.K)(errors)} of the requests of client ${client.name} will fail`;
        checks.push(despitePrediction
            ? { outcome: 'warning', message }
            : {
                outcome: 'problem',
                message: `${message}; mend the manifests, or pass --despite-prediction`,
            });
    }
    return checks;
}

// EXTERNAL MODULE: ./build/src/report/escape-xml.js
var escape_xml = __webpack_require__(4101);
// EXTERNAL MODULE: ./build/src/report/shorten.js
var shorten = __webpack_require__(1669);
;// CONCATENATED MODULE: ./build/src/report/markup.js



/** Longer texts are cut: a single value must not fill a page. */
const LONGEST = 600;
/** HTML or SVG that is safe as it stands. Only `markup` makes it, so that no text from outside gets in unescaped. */
class Markup {
    #text;
    constructor(text) {
        this.#text = text;
    }
    /** What stands between the values is our own; text among the values is escaped, as content or in double quotes. */
    static of(literals, ...values) {
        const parts = literals.map((literal, index) => literal + written(values[index]));
        return new Markup(parts.join(''));
    }
    /** For constants of our own, such as a style sheet. */
    static own(text) {
        return new Markup(text);
    }
    toString() {
        return this.#text;
    }
}
/** A template for HTML or SVG: `` markup`<p>${text}</p>` ``. What is undefined or false leaves nothing. */
const markup = Markup.of;
function written(value) {
    if (value instanceof Markup)
        return value.toString();
    if (typeof value === 'string')
        return (0,escape_xml/* escapeXml */.X)((0,safe_text/* safeText */.Hk)((0,shorten/* shorten */.m)(value, LONGEST)));
    if (typeof value === 'number')
        return Number.isFinite(value) ? String(+value.toFixed(2)) : '0';
    if (value === undefined || value === false)
        return '';
    return value.map(written).join('');
}

;// CONCATENATED MODULE: ./build/src/report/drill/words.js

/** A number keeps its unit on its line. */
const UNBROKEN = '\u00a0';
/** A share of measured requests: `33.3 %`, `0 %`. */
function share(value, min, max) {
    return (0,percent_cell/* percentCell */.G)(value, min, max, '0 %').replace(' ', UNBROKEN);
}
/** `1.4 s`, `2 min 5 s`. */
function words_seconds(value) {
    if (value > 0 && value < 0.05)
        return `<0.1${UNBROKEN}s`;
    if (value < 120)
        return `${String(+value.toFixed(1))}${UNBROKEN}s`;
    const whole = Math.round(value);
    const rest = whole % 60;
    const minutes = `${String(Math.floor(whole / 60))}${UNBROKEN}min`;
    return rest ? `${minutes} ${String(rest)}${UNBROKEN}s` : minutes;
}
/** `12,000 requests`. */
function count(value, word) {
    const number = String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
    return word === undefined ? number : `${number} ${word}${value === 1 ? '' : 's'}`;
}
const DONE = {
    'scaled-to-zero': 'scaled to zero',
    cordoned: 'taken out of the Service',
    unready: 'made unready',
    failing: 'made to fail',
};
/** `europe-west1 scaled to zero`. */
function outageTitle({ locality, kind }) {
    return `${locality} ${DONE[kind]}`;
}
const VERDICTS = {
    passed: 'Passed',
    failed: 'Failed',
    aborted: 'Aborted',
};
/** `21 November 2026, 10:48 UTC`; a time that cannot be read stays as it is. */
function moment(iso) {
    const date = new Date(iso);
    if (Number.isNaN(date.getTime()))
        return iso;
    const day = `${String(date.getUTCDate())} ${MONTHS[date.getUTCMonth()] ?? ''} ${String(date.getUTCFullYear())}`;
    return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}
const MONTHS = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
];

;// CONCATENATED MODULE: ./build/src/report/drill/outcome.js

/** The times and the failures of a scenario, beside what was allowed and what was predicted. */
function measures({ timings }, budgets) {
    const { failoverSeconds, failbackSeconds, failedRequests, predicted } = timings;
    const time = (value) => (value === undefined ? 'never' : words_seconds(value));
    const expected = (value) => (predicted ? time(value) : '');
    return [
        ...(timings.outageAt === undefined
            ? []
            : [
                measure('Time to failover', failoverSeconds, budgets.failoverSeconds, time, {
                    predicted: expected(predicted?.failoverSeconds),
                }),
            ]),
        ...(timings.restoredAt === undefined
            ? []
            : [
                measure('Time to failback', failbackSeconds, budgets.failbackSeconds, time, {
                    predicted: expected(predicted?.failbackSeconds),
                }),
            ]),
        measure('Failed requests', failedRequests, budgets.failedRequests, (value) => count(value ?? 0), {
            predicted: predicted ? count(predicted.failedRequests) : '',
        }),
    ];
}
/** The worst of all scenarios, by measure. */
function worstMeasures({ scenarios, budgets }) {
    const worst = new Map();
    for (const own of scenarios.flatMap((scenario) => measures(scenario, budgets))) {
        const known = worst.get(own.title);
        if (!known || badness(own) > badness(known))
            worst.set(own.title, own);
    }
    return [...worst.values()];
}
function badness({ value }) {
    return value ?? Infinity;
}
function measure(title, value, budget, text, { predicted }) {
    return {
        title,
        value,
        text: text(value),
        budget,
        budgetText: budget === undefined ? '' : text(budget),
        predicted,
        isWithin: budget === undefined ? undefined : value !== undefined && value <= budget,
    };
}
/** Phases held to the prediction, and those of them that agree. */
function agreement(scenarios) {
    const verdicts = scenarios
        .flatMap(({ phases }) => phases.flatMap(({ clients }) => clients.map(({ agrees }) => agrees)))
        .filter((agrees) => agrees !== undefined);
    return { judged: verdicts.length, agreeing: verdicts.filter(Boolean).length };
}
/** All requests of the scenarios, and those of them that failed. */
function requestsOf(scenarios) {
    const samples = scenarios.flatMap((scenario) => scenario.samples);
    const sum = (value) => samples.reduce((total, sample) => total + value(sample), 0);
    return { sent: sum(({ requests }) => requests), failed: sum(({ errors }) => errors) };
}

;// CONCATENATED MODULE: ./build/src/report/drill/ticks.js
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200];
/** The smallest step of a scale of time that is at least so many seconds long. */
function niceStep(seconds, least) {
    const wanted = Math.max(seconds, least);
    return STEPS.find((step) => step >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400;
}
/** Round numbers from 0 to the top, about four of them. */
function roundTicks(top) {
    const rough = top / 3;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? rough;
    return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}
/** Seconds from 0 to the end, at most so many steps. */
function timeTicks(duration, most) {
    const step = niceStep(duration / most, 1);
    return Array.from({ length: Math.floor(duration / step) + 1 }, (_, index) => index * step);
}
/** A time on a scale: `90 s`, `15 min`, `2.5 h`. */
function timeLabel(seconds, duration) {
    if (duration > 4 * 3600)
        return `${String(+(seconds / 3600).toFixed(1))} h`;
    if (duration > 600)
        return `${String(+(seconds / 60).toFixed(1))} min`;
    return `${String(+seconds.toFixed(1))} s`;
}

// EXTERNAL MODULE: ./build/src/report/region-of.js
var region_of = __webpack_require__(1226);
;// CONCATENATED MODULE: ./build/src/report/drill/places.js

/** More cannot be told apart; the others share the last one. */
const MOST_PLACES = 7;
/**
 * Regions, or zones where the outage is that of a zone. Every scenario of a drill has the same, in the same colours, so
 * that its pictures can be compared.
 */
function placesOf(result, { outage }) {
    const depth = outage.locality.split('/').length;
    const nameOf = (locality) => depth === 1 ? (0,region_of/* regionOf */.A)(locality) : locality.split('/').slice(0, depth).join('/');
    const names = [...new Set(localitiesOf(result).map(nameOf))].sort();
    const own = names.length > MOST_PLACES ? names.slice(0, MOST_PLACES - 1) : names;
    const others = names.length - own.length;
    const list = [
        ...own.map((name, color) => ({ name, color })),
        ...(others ? [{ name: `${String(others)} other places`, color: MOST_PLACES - 1 }] : []),
        { name: 'not known', color: -1 },
    ];
    const indices = new Map(own.map((name, index) => [name, index]));
    return {
        list,
        indexOf: (locality) => indices.get(nameOf(locality)) ?? own.length,
        unknown: list.length - 1,
    };
}
function localitiesOf({ scenarios }) {
    const found = new Set();
    for (const { outage, phases, samples } of scenarios) {
        found.add(outage.locality);
        for (const { split, predicted } of phases.flatMap(({ clients }) => clients)) {
            for (const { locality } of [...split, ...(predicted?.split ?? [])])
                found.add(locality);
        }
        for (const { answered } of samples)
            for (const name of Object.keys(answered))
                found.add(name);
    }
    return [...found];
}

;// CONCATENATED MODULE: ./build/src/report/drill/predicted-lines.js
/**
 * The upper ends of the layers as predicted, for a rate of requests per second. The layers hold what was answered well: an
 * error that somebody answered comes from where the outage is, one that nobody answered from nowhere.
 */
function predictedLines({ split, errors }, { locality: lost }, places, rate) {
    const layers = places.list.map(() => ({ at: 0, min: 0, max: 0 }));
    let answeredBadly = errors - (1 - split.reduce((total, { share }) => total + share, 0));
    for (const { locality, share, min = share, max = share } of split) {
        const layer = layers[places.indexOf(locality)];
        if (!layer)
            continue;
        const bad = isWithin(locality, lost) ? Math.min(share, Math.max(0, answeredBadly)) : 0;
        answeredBadly -= bad;
        layer.at += share - bad;
        layer.min += Math.max(0, min - bad);
        layer.max += Math.max(0, max - bad);
    }
    const lines = [];
    const sum = { at: 0, min: 0, max: 0 };
    for (const layer of layers) {
        sum.at += layer.at;
        sum.min += layer.min;
        sum.max += layer.max;
        const line = {
            at: sum.at * rate,
            min: Math.min(1, sum.min) * rate,
            max: Math.min(1, sum.max) * rate,
        };
        if (!lines.some(({ at }) => Math.abs(at - line.at) < rate / 1_000))
            lines.push(line);
    }
    return lines;
}
function isWithin(locality, place) {
    return locality === place || locality.startsWith(`${place}/`);
}

;// CONCATENATED MODULE: ./build/src/report/drill/predicted-shares.js
/** The prediction by place, in the order of the places. */
function predictedShares({ split }, places) {
    const shares = places.list.map(() => ({ share: 0, min: 0, max: 0 }));
    for (const { locality, share, min = share, max = share } of split) {
        const own = shares[places.indexOf(locality)];
        if (!own)
            continue;
        own.share += share;
        own.min += min;
        own.max = Math.min(1, own.max + max);
    }
    return shares;
}

;// CONCATENATED MODULE: ./build/src/report/drill/chart.js




/** Steps of time at most: as many as a screen can show, however long the drill was. */
const MOST_STEPS = 240;
/** A picture for every client of the scenario. */
function drillCharts(result, scenario) {
    const places = placesOf(result, scenario);
    const clients = new Map(scenario.phases.flatMap(({ clients: own }) => own.map(({ client, clientLocality }) => [client, clientLocality])));
    return [...clients].map(([client, clientLocality]) => chartOf(scenario, places, client, clientLocality));
}
function chartOf(scenario, places, client, clientLocality) {
    const samples = scenario.samples.filter((sample) => sample.client === client);
    const { from } = scenario;
    const to = Math.max(scenario.to, from + 1);
    const duration = to - from;
    const step = niceStep(duration / MOST_STEPS, 1);
    const all = {
        steps: stepsOf(samples, places, { from, to, step }),
        phases: scenario.phases.map((phase, index) => phaseOf(phase, index, scenario, samples, places, client)),
    };
    const used = places.list.map((_, index) => isUsed(all, index));
    const only = (values) => values.filter((_, index) => used[index]);
    const rates = [
        ...all.steps.map(({ answered, errors }) => sum(answered) + errors),
        ...all.phases.flatMap(({ lines }) => lines.map(({ max }) => max)),
    ];
    const most = Math.max(1, ...rates);
    return {
        scenario,
        client,
        clientLocality,
        duration,
        step,
        places: places.list.filter((_, index) => used[index]),
        steps: all.steps.map((own) => ({ ...own, answered: only(own.answered) })),
        phases: all.phases.map((own) => ({
            ...own,
            answered: only(own.answered),
            split: only(own.split),
            predicted: own.predicted && only(own.predicted),
        })),
        top: most * 1.08,
    };
}
function isUsed({ steps, phases }, place) {
    return (steps.some(({ answered }) => (answered[place] ?? 0) > 0) ||
        phases.some(({ split, predicted }) => (split[place] ?? 0) + (predicted?.[place]?.max ?? 0) > 0));
}
/** Less of a second, at the begin or the end, belongs to the step beside it: it is too short for a rate. */
const SLIVER = 0.5;
/** Samples are of whole seconds of the drill, a scenario may begin and end within one. */
function stepsOf(samples, places, { from, to, step }) {
    const first = Math.floor(from);
    const groups = Array.from({ length: Math.ceil((to - first) / step) }, (_, index) => {
        const begin = first + index * step;
        return {
            from: Math.max(from, begin) - from,
            to: Math.min(to, begin + step) - from,
            samples: [],
        };
    });
    for (const sample of samples)
        groups[Math.floor((sample.at - first) / step)]?.samples.push(sample);
    const [one, two] = groups;
    if (one && two && one.to - one.from < SLIVER) {
        Object.assign(two, { from: 0, samples: [...one.samples, ...two.samples] });
        groups.shift();
    }
    const [last, before] = [groups.at(-1), groups.at(-2)];
    if (last && before && last.to - last.from < SLIVER) {
        Object.assign(before, { to: last.to, samples: [...before.samples, ...last.samples] });
        groups.pop();
    }
    return groups.map((group) => {
        const { answered, errors } = totalOf(group.samples, places);
        // The last second of all ended with the scenario.
        const seconds = Math.max(SLIVER, sum(group.samples.map(({ at }) => Math.min(1, to - at))));
        return {
            ...{ from: group.from, to: group.to, errors: errors / seconds },
            answered: answered.map((count) => count / seconds),
        };
    });
}
function phaseOf({ name, from, to, clients }, index, scenario, samples, places, client) {
    const own = clients.find((one) => one.client === client);
    // Seconds that the phase has in part are of others too.
    const within = samples.filter(({ at }) => at >= from && at + 1 <= to);
    const { answered, errors } = totalOf(within, places);
    const requests = sum(answered) + errors;
    const share = (count) => (requests ? count / requests : 0);
    const split = places.list.map(() => 0);
    for (const one of own?.split ?? [])
        chart_add(split, places.indexOf(one.locality), one.share);
    return {
        name,
        number: index + 1,
        from: from - scenario.from,
        to: to - scenario.from,
        client: own,
        answered: own?.errors === 0 ? split : answered.map(share),
        split,
        errors: own?.errors ?? share(errors),
        failed: own ? Math.round(own.errors * own.requests) : errors,
        requests: own?.requests ?? requests,
        predicted: own?.predicted && predictedShares(own.predicted, places),
        lines: own?.predicted && to > from
            ? predictedLines(own.predicted, scenario.outage, places, own.requests / (to - from))
            : [],
    };
}
/** Requests that went well, by place, and those that failed. */
function totalOf(samples, places) {
    const answered = places.list.map(() => 0);
    let errors = 0;
    for (const sample of samples) {
        let told = 0;
        for (const [locality, count] of Object.entries(sample.answered)) {
            const well = Math.max(0, count - (sample.failed[locality] ?? 0));
            chart_add(answered, places.indexOf(locality), well);
            told += well;
        }
        chart_add(answered, places.unknown, Math.max(0, sample.requests - sample.errors - told));
        errors += sample.errors;
    }
    return { answered, errors };
}
function chart_add(values, index, value) {
    values[index] = (values[index] ?? 0) + value;
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}

;// CONCATENATED MODULE: ./build/src/report/drill/plot-scale.js
/** Pixels: the strip of phases, the picture below it, the scale of time below that. */
const STRIP = 40;
const HEIGHT = 220;
const PLOT_HEIGHT = STRIP + HEIGHT + 24;
/** Along the time, in percent of the width. */
function along({ duration }, time) {
    const part = Math.min(1, Math.max(0, time / duration));
    return `${String(+(part * 100).toFixed(3))}%`;
}
/** From above, in pixels below the strip. */
function down({ top }, rate) {
    return HEIGHT * (1 - Math.min(1, rate / top));
}

;// CONCATENATED MODULE: ./build/src/report/drill/phase-summary.js

/** A phase of a picture in words, for those who do not see it. */
function phaseSummary({ places, duration }, phase) {
    const { name, number, requests, failed, split, client } = phase;
    const shares = places.map((place, index) => `${place.name} ${share(split[index] ?? 0)}`);
    return [
        `Phase ${String(number)}, ${name}, ${phaseTimes(phase, duration)}`,
        count(requests, 'request'),
        ...(requests ? [shares.join(', ')] : []),
        `${count(failed)} failed`,
        ...predictedWords(client),
    ].join('; ');
}
/** `20 s to 75 s`. */
function phaseTimes({ from, to }, duration) {
    const unit = duration > 600 ? 60 : 1;
    const time = (value) => String(+(value / unit).toFixed(1));
    return `${time(from)} to ${time(to)} ${unit === 1 ? 's' : 'min'}`;
}
function predictedWords(client) {
    if (!client?.predicted)
        return [];
    const { split, errors, errorsMin, errorsMax } = client.predicted;
    const shares = split.map(({ locality, share: part, min, max }) => `${locality} ${share(part, min, max)}`);
    const verdict = client.agrees === undefined ? [] : [client.agrees ? 'as predicted' : 'not as predicted'];
    return [
        `predicted ${shares.join(', ')}, errors ${share(errors, errorsMin, errorsMax)}`,
        ...verdict,
    ];
}

;// CONCATENATED MODULE: ./build/src/report/drill/plot-labels.js




/** Widths of a container, in pixels, between which texts come and go. */
const WIDTHS = [
    80, 120, 160, 200, 240, 320, 400, 480, 560, 640, 720, 800, 960, 1120, 1280, 1600,
];
const WIDEST = 1600;
/** Pixels of a character, on average and generously, and around a text. */
const CHARACTER = 7;
const PADDING = 14;
/** Lower layers have no room for a text, in pixels. */
const LEAST_HEIGHT = 22;
/** Names in the picture are cut here; the legend has more. */
const plot_labels_LONGEST = 24;
/** The classes of what is to be seen only in a container of so many pixels and more, but less than so many. */
function fitting(from, until) {
    const first = WIDTHS.find((width) => width >= from);
    const end = WIDTHS.find((width) => width >= until);
    return [
        ...(first === undefined ? [] : [`from${String(first)}`]),
        ...(end === undefined ? [] : [`until${String(end)}`]),
    ].join(' ');
}
/** The width of container that a text needs in a part of it. */
function needed(text, part) {
    return part > 0 ? (text.length * CHARACTER + PADDING) / part : Infinity;
}
/** Of several texts the first that fits; each as it is wanted for its widths of container. */
function firstFitting(texts, part, write) {
    let until = Infinity;
    return texts.flatMap((text) => {
        const from = needed(text, part);
        if (from >= until || from > WIDEST)
            return [];
        const label = write(text, fitting(from, until));
        until = from;
        return [label];
    });
}
/** Above the picture: what each phase is called, and how many requests failed in it. */
function phaseStrip(chart) {
    return chart.phases.map((phase) => {
        const { name, number, from, to, failed } = phase;
        const part = (to - from) / chart.duration;
        const x = along(chart, (from + to) / 2);
        const mark = String(number);
        return markup `${firstFitting([`${mark} ${name}`, mark], part, (text, classes) => markup `<text class="phase ${classes}" x="${x}" y="16" text-anchor="middle">${text}</text>`)}${failed > 0 &&
            firstFitting([`${count(failed)} failed`, count(failed)], part, (text, classes) => markup `<text class="failures ${classes}" x="${x}" y="33" text-anchor="middle">${text}</text>`)}`;
    });
}
/** In the layers: whose they are, and their share of the requests of the phase. */
function bandLabels(chart) {
    // Where traffic moves, an average is nowhere.
    const steady = chart.phases.filter(({ name }) => name !== 'outage' && name !== 'recovery');
    return steady.flatMap((phase) => chart.places.map((_, index) => bandLabel(chart, phase, index)));
}
function bandLabel(chart, phase, index) {
    const { from, to, answered } = phase;
    const rate = to > from ? phase.requests / (to - from) : 0;
    const own = answered[index] ?? 0;
    const below = answered.slice(0, index).reduce((total, value) => total + value, 0);
    const upper = down(chart, (below + own) * rate);
    const lower = down(chart, below * rate);
    const place = chart.places[index];
    if (!place || lower - upper < LEAST_HEIGHT)
        return markup ``;
    const x = along(chart, (from + to) / 2);
    const y = STRIP + (upper + lower) / 2 + 4;
    return markup `${firstFitting([`${(0,shorten/* shortenShown */.T)(place.name, plot_labels_LONGEST)} ${share(own)}`, share(own)], (to - from) / chart.duration, (text, classes) => markup `<text class="band on${place.color} ${classes}" x="${x}" y="${y}" text-anchor="middle">${text}</text>`)}`;
}

;// CONCATENATED MODULE: ./build/src/report/drill/plot.js






/** What is there, however little, must be seen. */
const LEAST_ERROR = 3;
/**
 * Requests per second by place over time, for a box of any width: what is placed along the time is placed in percent, and
 * texts that do not fit are left out by the width of their container (`fitting`). The scale on the left stands outside of the
 * box. Each phase can be reached by the keyboard and says its numbers.
 */
function plot(chart) {
    return markup `<g aria-hidden="true">${shades(chart)}${phaseStrip(chart)}${scale(chart)}</g>
<svg y="${STRIP}" width="100%" height="${HEIGHT}" viewBox="0 0 ${chart.duration} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${plot_layers(chart)}</svg>
<g aria-hidden="true">${plot_errors(chart)}${chart.phases.slice(1).map((phase) => border(chart, phase))}${predictions(chart)}${bandLabels(chart)}</g>
${chart.phases.map((phase) => phaseTarget(chart, phase))}
<svg y="${STRIP}" width="100%" height="${HEIGHT}" viewBox="0 0 ${chart.duration} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${stepTips(chart)}</svg>`;
}
function shades(chart) {
    return chart.phases.map(({ name, from, to }) => markup `<rect class="shade ${name}" x="${along(chart, from)}" width="${along(chart, to - from)}" height="${STRIP + HEIGHT}"/>`);
}
function scale(chart) {
    const rates = roundTicks(chart.top);
    const times = timeTicks(chart.duration, 8);
    return markup `${rates.map((rate) => {
        const y = STRIP + down(chart, rate);
        return markup `<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}"/><text class="scale" x="-8" y="${y + 4}" text-anchor="end">${count(rate)}</text>`;
    })}${times.map((time, index) => {
        const x = along(chart, time);
        const narrow = index % 3 ? fitting(560, Infinity) : '';
        const anchor = index === 0 ? 'start' : time > chart.duration * 0.96 ? 'end' : 'middle';
        return markup `<line class="tick" x1="${x}" x2="${x}" y1="${STRIP + HEIGHT}" y2="${STRIP + HEIGHT + 4}"/><text class="scale ${narrow}" x="${x}" y="${STRIP + HEIGHT + 18}" text-anchor="${anchor}">${timeLabel(time, chart.duration)}</text>`;
    })}`;
}
function plot_layers(chart) {
    return chart.places.map(({ color }, index) => {
        const edge = (until) => chart.steps.map(({ answered }) => down(chart, plot_sum(answered.slice(0, until))));
        const upper = stepsPath(chart, edge(index + 1));
        const area = Markup.own(upper + backPath(chart, edge(index)));
        return markup `<path class="place${color}" d="${area}"/><path class="edge edge${color}" d="${Markup.own(upper)}"/>`;
    });
}
function stepsPath({ steps }, heights) {
    const parts = steps.map(({ to }, index) => {
        const y = plot_short(heights[index] ?? 0);
        if (index === 0)
            return `M0 ${y}H${plot_short(to)}`;
        return y === plot_short(heights[index - 1] ?? 0) ? `H${plot_short(to)}` : `V${y}H${plot_short(to)}`;
    });
    return parts.join('').replace(/(?:H[\d.]+)+(?=H)/g, '');
}
function backPath({ steps }, heights) {
    const parts = steps.map(({ from }, index) => `V${plot_short(heights[index] ?? 0)}H${plot_short(from)}`);
    return `${parts.reverse().join('')}Z`;
}
/** On top of the layers; a run of equal steps is one box. */
function plot_errors(chart) {
    return chart.steps.flatMap(({ from, to, answered, errors: failed }) => {
        if (failed <= 0)
            return [];
        const bottom = down(chart, plot_sum(answered));
        const y = Math.min(down(chart, plot_sum(answered) + failed), bottom - LEAST_ERROR);
        const box = markup `x="${along(chart, from)}" y="${STRIP + y}" width="${along(chart, to - from)}" height="${bottom - y}"`;
        return [markup `<rect class="failed" ${box}/><rect fill="url(#failed)" ${box}/>`];
    });
}
function border(chart, { from }) {
    const x = along(chart, from);
    return markup `<line class="border" x1="${x}" x2="${x}" y1="0" y2="${STRIP + HEIGHT}"/>`;
}
function predictions(chart) {
    return chart.phases.flatMap(({ from, to, lines }) => lines.map(({ at, min, max }) => {
        const y = STRIP + down(chart, at);
        const x = markup `x1="${along(chart, from)}" x2="${along(chart, to)}" y1="${y}" y2="${y}"`;
        const upper = STRIP + down(chart, max);
        const isRange = max - min > chart.top / 100;
        return markup `${isRange && markup `<rect class="range" x="${along(chart, from)}" width="${along(chart, to - from)}" y="${upper}" height="${STRIP + down(chart, min) - upper}"/>`}<line class="casing" ${x}/><line class="predicted" ${x}/>`;
    }));
}
function phaseTarget(chart, phase) {
    const { from, to } = phase;
    return markup `<rect class="target" tabindex="0" role="img" aria-label="${phaseSummary(chart, phase)}" x="${along(chart, from)}" y="1" width="${along(chart, to - from)}" height="${STRIP + HEIGHT - 2}" rx="3"/>`;
}
/** What a pointer on the picture tells; for all others there is the table. */
function stepTips(chart) {
    const { places, duration } = chart;
    return chart.steps.map(({ from, to, answered, errors: failed }) => {
        const rates = places.map(({ name }, index) => `${name} ${rateText(answered[index] ?? 0)}/s`);
        const text = `${timeLabel(from, duration)}: ${[...rates, `failed ${rateText(failed)}/s`].join(', ')}`;
        return markup `<rect class="step" x="${from}" width="${to - from}" height="${HEIGHT}"><title>${text}</title></rect>`;
    });
}
function rateText(rate) {
    return String(+rate.toFixed(1));
}
function plot_short(value) {
    return String(+value.toFixed(1));
}
function plot_sum(values) {
    return values.reduce((total, value) => total + value, 0);
}

;// CONCATENATED MODULE: ./build/src/report/drill/verdict-sign.js

const verdict_sign_SIGNS = {
    passed: markup `<path class="mark" d="M6.5 12.5l3.7 3.7 7.3-8"/>`,
    failed: markup `<path class="mark" d="M8 8l8 8M16 8l-8 8"/>`,
    aborted: markup `<path class="mark" d="M12 6.5v7M12 16.8v.2"/>`,
};
/** A tick, a cross or an exclamation mark in a circle, so many pixels wide; words have to stand beside it. */
function verdictSign(verdict, size) {
    const box = markup `width="${size}" height="${size}" viewBox="0 0 24 24" aria-hidden="true"`;
    return markup `<svg class="sign ${verdict}" ${box}><circle cx="12" cy="12" r="11"/>${verdict_sign_SIGNS[verdict]}</svg>`;
}

;// CONCATENATED MODULE: ./build/src/report/drill/tables.js






/** A table that scrolls by itself where it is wider than the page; the keyboard reaches it for that. */
function scrolling(label, table) {
    return markup `<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;
}
function verdictChip(verdict) {
    return markup `<span class="chip verdict-${verdict}">${verdictSign(verdict, 18)}${VERDICTS[verdict]}</span>`;
}
/** Every outage with its result and its times. */
function outagesTable({ scenarios, budgets }) {
    const titles = ['Time to failover', 'Time to failback', 'Failed requests'];
    const rows = scenarios.map((scenario, index) => {
        const own = measures(scenario, budgets);
        const { judged, agreeing } = agreement([scenario]);
        return markup `<tr><th scope="row" class="text"><a href="#outage-${index + 1}">${outageTitle(scenario.outage)}</a></th>
<td class="text">${verdictChip(scenario.verdict)}</td>${titles.map((title) => measureCell(own.find((one) => one.title === title)))}<td>${agreeing} of ${judged}</td></tr>`;
    });
    return scrolling('All outages', markup `<table><caption><span>All outages, with the budgets</span></caption><thead><tr><th scope="col">Outage</th><th scope="col" class="text">Result</th>${titles.map((title) => markup `<th scope="col">${title}</th>`)}<th scope="col">Phases as predicted</th></tr></thead><tbody>${rows}</tbody></table>`);
}
function measureCell(measure) {
    if (!measure)
        return markup `<td>-</td>`;
    const { text, budgetText, isWithin } = measure;
    return markup `<td>${isWithin === false ? markup `<span class="differs">${text}</span>` : text}${budgetText !== '' && markup `<small>budget ${budgetText}</small>`}</td>`;
}
/** The times of one outage against budget and prediction. */
function measuresTable(scenario, result) {
    const rows = measures(scenario, result.budgets).map(({ title, text, budgetText, predicted, isWithin }) => markup `<tr><th scope="row">${title}</th><td>${text}</td><td>${budgetText || 'none'}</td><td>${predicted || 'none'}</td><td class="text">${isWithin === undefined
        ? 'no budget'
        : markup `<span class="${isWithin ? 'agrees' : 'differs'}">${isWithin ? '✓ within' : '✗ beyond'}</span>`}</td></tr>`);
    return scrolling(`Times of ${outageTitle(scenario.outage)}`, markup `<table><caption><span>Times and failed requests, of all clients together</span></caption><thead><tr><th scope="col">What</th><th scope="col">Measured</th><th scope="col">Budget</th><th scope="col">Predicted</th><th scope="col" class="text">Result</th></tr></thead><tbody>${rows}</tbody></table>`);
}
/** Measured against predicted, phase by phase. */
function phasesTable(chart, label) {
    const heads = chart.places.map(({ name }) => markup `<th scope="col">${name}</th>`);
    return scrolling(`Phases, ${label}`, markup `<table><caption><span>Measured and predicted shares of the requests, by phase</span></caption><thead><tr><th scope="col">Phase</th><th scope="col">Requests</th>${heads}<th scope="col">Failed</th><th scope="col" class="text">As predicted</th></tr></thead><tbody>${chart.phases.map((phase) => phaseRow(chart, phase))}</tbody></table>`);
}
function phaseRow(chart, phase) {
    const { client, split, requests, errors, failed } = phase;
    const expected = client?.predicted;
    const cell = (measured, predicted) => markup `<td>${requests ? measured : '-'}${predicted !== undefined && markup `<small>predicted ${predicted}</small>`}</td>`;
    return markup `<tr><th scope="row">${phase.number} ${phase.name}<small>${phaseTimes(phase, chart.duration)}</small></th><td>${count(requests)}</td>${split.map((own, index) => {
        const wanted = phase.predicted?.[index];
        return cell(share(own), wanted && share(wanted.share, wanted.min, wanted.max));
    })}${cell(`${share(errors)}${failed ? ` (${count(failed)})` : ''}`, expected && share(expected.errors, expected.errorsMin, expected.errorsMax))}<td class="text">${agreementCell(client)}</td></tr>`;
}
function agreementCell(client) {
    const { agrees, reason, predicted, pValue } = client ?? {};
    const why = reason ?? predicted?.reason;
    const note = markup `${why !== undefined && markup `<small>${why}</small>`}${pValue !== undefined && markup `<small>p = ${String(+pValue.toPrecision(2))}</small>`}`;
    if (agrees === undefined) {
        return markup `<span class="faint">${predicted ? 'cannot be said' : 'traffic moves'}</span>${note}`;
    }
    return markup `<span class="${agrees ? 'agrees' : 'differs'}">${agrees ? '✓ yes' : '✗ no'}</span>${note}`;
}
/** What the picture shows, as numbers. */
function stepsTable({ places, steps, step, duration }, label) {
    const rate = (value) => String(+value.toFixed(1));
    const rows = steps.map(({ from, answered, errors }) => markup `<tr><th scope="row">${timeLabel(from, duration)}</th>${answered.map((own) => markup `<td>${rate(own)}</td>`)}<td>${rate(errors)}</td></tr>`);
    return scrolling(`Data, ${label}`, markup `<table><caption><span>Requests per second, ${step === 1 ? 'each second' : `on average over ${count(step, 'second')}`}: answered well by place, and failed</span></caption><thead><tr><th scope="col">From</th>${places.map(({ name }) => markup `<th scope="col">${name}</th>`)}<th scope="col">Failed</th></tr></thead><tbody>${rows}</tbody></table>`);
}
/** Where it was measured, and the versions of what it rests on. */
function clustersTable({ clusters }) {
    return scrolling('Clusters', markup `<table><caption><span>Clusters</span></caption><thead><tr><th scope="col">Cluster</th><th scope="col" class="text">Place</th><th scope="col" class="text">API server</th><th scope="col">Version</th><th scope="col">Endpoints</th></tr></thead><tbody>${clusters.map(({ cluster, locality, server, serverVersion, endpoints }) => markup `<tr><th scope="row">${cluster}</th><td class="text">${locality}</td><td class="text">${server}</td><td>${serverVersion ?? 'not known'}</td><td>${endpoints}</td></tr>`)}</tbody></table>`);
}
function manifestsTable({ manifests }) {
    return scrolling('Manifests', markup `<table><caption><span>The manifests that were drilled</span></caption><thead><tr><th scope="col">File</th><th scope="col" class="text">SHA-256</th></tr></thead><tbody>${manifests.map(({ file, sha256 }) => markup `<tr><th scope="row" class="long">${file}</th><td class="text"><code>${sha256}</code></td></tr>`)}</tbody></table>`);
}

;// CONCATENATED MODULE: ./build/src/report/drill/scenario-section.js






/** One outage: what was done, how it went, and for each client the picture with its numbers. */
function scenarioSection(result, scenario, index) {
    const { outage, verdict, reasons, causes } = scenario;
    const id = `outage-${String(index + 1)}`;
    const charts = drillCharts(result, scenario);
    return markup `<section class="card verdict-${verdict}" id="${id}" aria-labelledby="${id}-title" tabindex="-1">
<div class="title"><div><h2 id="${id}-title">${outageTitle(outage)}</h2><p class="faint">${outage.workloads.length > 0 && `${outage.workloads.slice(0, MOST).join(', ')} in `}cluster ${outage.cluster}</p></div>${verdictChip(verdict)}</div>
${list('reasons', reasons)}
${causes.length > 0 && markup `<div><h3>Probable causes in the manifests</h3><ul>${causes.slice(0, MOST).map(cause)}</ul></div>`}
${charts.map((chart, number) => clientPart(chart, `${id}-client-${String(number + 1)}`))}
<div class="client">${measuresTable(scenario, result)}</div>
</section>`;
}
/** Reasons and the like, each on a line of its own; what is too much is counted. */
function list(name, texts) {
    if (texts.length === 0)
        return markup ``;
    const left = texts.length - MOST;
    return markup `<ul class="${name}">${texts.slice(0, MOST).map((text) => markup `<li>${text}</li>`)}${left > 0 && markup `<li>${count(left)} more</li>`}</ul>`;
}
/** Longer lists are cut. */
const MOST = 20;
function cause({ rule, message, file, line, column }) {
    return markup `<li><code>${file}:${line}:${column}</code> ${message} <span class="faint">(${rule})</span></li>`;
}
function clientPart(chart, id) {
    const { client, clientLocality, scenario } = chart;
    const where = `Requests entering in ${clientLocality || 'no region'}`;
    const who = client === clientLocality ? where : `${where} (${client})`;
    const label = `${who}, ${outageTitle(scenario.outage)}`;
    return markup `<div class="client">
<figure aria-labelledby="${id}">
<figcaption><h3 id="${id}">${who}</h3>${legend(chart)}</figcaption>
<div class="plot-box"><svg class="plot" role="group" aria-label="Requests per second by place over time, with the phases: ${label}" width="100%" height="${PLOT_HEIGHT}">${plot(chart)}</svg></div>
</figure>
${phasesTable(chart, label)}
<details><summary>The picture as a table</summary>${stepsTable(chart, label)}</details>
</div>`;
}
function legend({ places }) {
    const sign = (content) => markup `<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${content}</svg>`;
    const box = (name) => markup `<rect class="${name}" width="16" height="16" rx="3"/>`;
    return markup `<ul class="legend">${places.map(({ name, color }) => markup `<li>${sign(box(`place${String(color)}`))}${name}</li>`)}<li>${sign(markup `${box('failed')}<rect fill="url(#failed)" width="16" height="16" rx="3"/>`)}failed</li><li>${sign(markup `<line class="predicted" x1="0" x2="16" y1="8" y2="8"/>`)}predicted</li><li class="unit">requests per second</li></ul>`;
}

;// CONCATENATED MODULE: ./build/src/report/drill/page-head.js






/** The verdict, why, and the numbers that it rests on. */
function drillHead(result) {
    const { verdict, reasons, host, environment, startedAt, scenarios } = result;
    const length = scenarios.reduce((latest, { to }) => Math.max(latest, to), 0);
    return markup `<header class="card hero verdict-${verdict}">
<p class="faint">Failover drill of <strong>${(0,host_name/* shortHost */.bA)(host)}</strong> in ${environment}, ${moment(startedAt)}, ${words_seconds(Math.round(length))}</p>
<div class="headline">${verdictSign(verdict, 64)}<div><h1>${VERDICTS[verdict]}</h1><p>${sentence(result)}</p></div></div>
${list('reasons', reasons)}
<dl class="tiles">${tiles(result)}</dl>
</header>`;
}
function sentence({ verdict, scenarios }) {
    const passed = scenarios.filter((scenario) => scenario.verdict === 'passed').length;
    const all = count(scenarios.length, 'outage');
    switch (verdict) {
        case 'passed':
            return scenarios.length === 1
                ? 'Traffic moved away from the outage and came back, as predicted.'
                : `Traffic moved away and came back in all of ${all}, as predicted.`;
        case 'failed':
            if (scenarios.length < 2)
                return 'It did not go as it should.';
            return `${count(scenarios.length - passed)} of ${all} went wrong.`;
        case 'aborted':
            return 'It was stopped before its end; here is what was measured until then.';
    }
}
function tiles(result) {
    const { scenarios } = result;
    const { judged, agreeing } = agreement(scenarios);
    const { sent, failed } = requestsOf(scenarios);
    return [
        ...worstMeasures(result).map((measure) => measureTile(measure, scenarios.length)),
        tile('As predicted', `${count(agreeing)} of ${count(judged)}`, 'steady phases, each client by itself'),
        tile('Answered well', share(sent ? 1 - failed / sent : 0), `of ${count(sent, 'request')}`),
    ];
}
function measureTile(measure, scenarios) {
    const { title, text, budget, budgetText, value, isWithin } = measure;
    const used = budget ? Math.min(1, (value ?? Infinity) / budget) : Number(isWithin === false);
    const about = budget === undefined
        ? 'no budget'
        : `${isWithin ? 'within' : 'beyond'} its budget, ${budgetText}`;
    const meter = budget !== undefined &&
        markup `<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6"/><rect class="${isWithin ? 'within' : 'beyond'}" width="${used * 100}" height="6"/></svg>`;
    return tile(`${title}${scenarios > 1 ? ', worst' : ''}`, text, markup `${meter}${about}`);
}
function tile(title, value, about) {
    return markup `<div class="tile"><dt>${title}</dt><dd>${value}</dd><dd>${about}</dd></div>`;
}

;// CONCATENATED MODULE: ./build/src/report/drill/theme.js


const LIGHT = {
    surface: '#ffffff',
    ink: '#182230',
    faint: '#556070',
    grid: '#dfe4ea',
    failed: ['#d3232f', '#ffffff', '#b4161f'],
    passed: '#0b7a4b',
    aborted: '#8a5300',
    moving: '#fff1d6',
    out: '#fdf7ea',
    places: [
        ['#3566c9', '#1f4aa0', '#ffffff'],
        ['#8fdccb', '#1c8672', '#0b322a'],
        ['#7c56c4', '#573599', '#ffffff'],
        ['#f2c75c', '#946c00', '#3a2a00'],
        ['#566579', '#384454', '#ffffff'],
        ['#b7de7d', '#55821a', '#21330a'],
        ['#b0438f', '#842a69', '#ffffff'],
    ],
    unknown: ['#c9d0d9', '#778395', '#182230'],
};
const DARK = {
    surface: '#11171f',
    ink: '#e8edf4',
    faint: '#9fabba',
    grid: '#2a3441',
    failed: ['#f0525c', '#11171f', '#ff8b91'],
    passed: '#4cc38a',
    aborted: '#f2b04c',
    moving: '#3a2d12',
    out: '#221d12',
    places: [
        ['#386bcf', '#8db2ff', '#ffffff'],
        ['#63bcaa', '#b5efe1', '#04241d'],
        ['#845ccf', '#c0a5f7', '#ffffff'],
        ['#d9ad42', '#ffe3a1', '#2b1e00'],
        ['#5f6f85', '#b3c0d1', '#ffffff'],
        ['#98c05c', '#d8f3af', '#152404'],
        ['#b04890', '#f0a3d7', '#ffffff'],
    ],
    unknown: ['#4a5665', '#8e9bac', '#e8edf4'],
};
/** The rules of everything in the picture, for light and dark, for a box that is as wide as its container. */
const PICTURE_STYLE = `
.plot text{font:12px/1 var(--font,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif);font-variant-numeric:tabular-nums}
.plot .phase{font-weight:600}.plot .failures,.plot .band{font-weight:600}
.plot .band{paint-order:stroke;stroke-width:4;stroke-linejoin:round}
.grid,.tick,.border,.edge,.predicted,.casing{fill:none;vector-effect:non-scaling-stroke}
.grid,.tick{stroke-width:1}.edge{stroke-width:1.25}.border{stroke-width:1;stroke-dasharray:2 3}
.predicted{stroke-width:2;stroke-dasharray:7 4}.casing{stroke-width:4;opacity:.85}
.range{opacity:.25}.target,.step{fill:transparent}.step:hover{fill-opacity:.18}
.sign .mark{fill:none;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.target{outline:none}.target:focus-visible{stroke-width:3}
${colors(LIGHT)}
@media screen and (prefers-color-scheme:dark){${colors(DARK)}}`;
/** Which texts there is room for, in a container of its own width. */
const FITTING_STYLE = [
    ...WIDTHS.map((width) => `.from${String(width)}{display:none}`),
    ...WIDTHS.map((width) => `@container (min-width:${String(width)}px){.from${String(width)}{display:inline}}`),
    ...WIDTHS.map((width) => `@container (min-width:${String(width)}px){.until${String(width)}{display:none}}`),
].join('\n');
/** The same for a picture of fixed width. */
function fittingStyle(width) {
    return WIDTHS.map((one) => `.${one <= width ? 'until' : 'from'}${String(one)}{display:none}`).join('');
}
function colors(theme) {
    const { surface, ink, faint, grid, failed, passed, aborted, moving, out, unknown } = theme;
    const layers = [...theme.places, unknown].map(([fill, edge, text], index) => {
        const name = index === theme.places.length ? '-1' : String(index);
        return `.place${name}{fill:${fill}}.edge${name}{stroke:${edge}}.plot .on${name}{fill:${text};stroke:${fill}}`;
    });
    return [
        `.surface{fill:${surface}}.plot text,.ink{fill:${ink}}.plot .scale,.faint{fill:${faint}}`,
        `.grid,.tick{stroke:${grid}}.border{stroke:${faint}}.predicted{stroke:${ink}}.casing{stroke:${surface}}.range{fill:${ink}}`,
        `rect.failed{fill:${failed[0]}}.stripe{stroke:${failed[1]}}.plot .failures,.bad{fill:${failed[2]}}.good{fill:${passed}}`,
        `.passed circle{fill:${passed}}.failed circle{fill:${failed[2]}}.aborted circle{fill:${aborted}}.mark{stroke:${surface}}`,
        `.shade{fill:none}.shade.outage,.shade.recovery{fill:${moving}}.shade.failover{fill:${out}}`,
        `.step:hover{fill:${ink}}.target:focus-visible{stroke:${ink}}`,
        ...layers,
    ].join('');
}
/** Stripes of failed requests, once for each document. */
const STRIPES = markup `<pattern id="failed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="stripe" x1="0" x2="0" y1="0" y2="6" stroke-width="3"/></pattern>`;

;// CONCATENATED MODULE: ./build/src/report/drill/page-style.js

const page_style_LIGHT = '--page:#f4f6f9;--surface:#fff;--ink:#182230;--faint:#556070;--line:#d9dfe7;--good:#0b7a4b;--good-wash:#e6f5ee;--bad:#b4161f;--bad-wash:#fdecec;--stop:#8a5300;--stop-wash:#fdf3e0;--link:#1f4aa0;--track:#e3e8ee';
const page_style_DARK = '--page:#0b0f15;--surface:#11171f;--ink:#e8edf4;--faint:#9fabba;--line:#2a3441;--good:#4cc38a;--good-wash:#10291f;--bad:#ff8b91;--bad-wash:#33161a;--stop:#f2b04c;--stop-wash:#2e2210;--link:#9dbcff;--track:#2a3441';
/** Everything that the page needs; it asks nobody for more. */
const PAGE_STYLE = `
:root{color-scheme:light dark;${page_style_LIGHT};--font:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
@media screen and (prefers-color-scheme:dark){:root{${page_style_DARK}}}
@media print{:root{color-scheme:light}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 var(--font);overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
h1,h2,h3,p,ul,dl,figure{margin:0}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.4rem);line-height:1.15;letter-spacing:-.02em}
h2{font-size:clamp(1.2rem,1.1rem + .6vw,1.5rem);line-height:1.25;letter-spacing:-.01em}
h3{font-size:1.05rem;line-height:1.35}
code{font:.88em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
svg{display:block}
.skip{position:absolute;left:1rem;top:-5rem;background:var(--surface);padding:.5rem 1rem;z-index:1}
.skip:focus{top:1rem}
.page{max-width:1180px;margin:0 auto;padding:clamp(1rem,3vw,2.5rem) clamp(.75rem,3vw,2rem) 4rem;display:grid;gap:clamp(1rem,2vw,1.75rem)}
.page>*,.page-main>*,.card>*{min-width:0}
.page-main{display:grid;gap:inherit}
.card{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:clamp(1rem,2.5vw,2rem);display:grid;gap:1.25rem}
.faint,.unit,caption{color:var(--faint)}
figcaption{display:grid;gap:.6rem}.unit{margin-left:auto}
.hero{border-top:6px solid var(--verdict)}
.verdict-passed{--verdict:var(--good);--wash:var(--good-wash)}
.verdict-failed{--verdict:var(--bad);--wash:var(--bad-wash)}
.verdict-aborted{--verdict:var(--stop);--wash:var(--stop-wash)}
.headline{display:flex;gap:clamp(.75rem,2vw,1.25rem);align-items:center}
.headline .sign{flex:none;width:clamp(40px,7vw,64px);height:auto}
.headline p{font-size:clamp(1rem,.95rem + .4vw,1.2rem);color:var(--faint)}
.reasons,.warnings{list-style:none;padding:0;display:grid;gap:.5rem}
.reasons li,.warnings li{background:var(--wash);border-left:4px solid var(--verdict);border-radius:0 8px 8px 0;padding:.6rem .9rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,7.3rem),1fr));gap:.75rem}
.tile{border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem;display:flex;flex-direction:column;gap:.2rem}
.tile dt{color:var(--faint);font-size:.875rem}
.tile dd{margin:0;font-size:clamp(1.3rem,1.15rem + .8vw,1.6rem);font-weight:650;letter-spacing:-.02em;line-height:1.2;font-variant-numeric:tabular-nums}
.tile dd+dd{font-size:.875rem;font-weight:400;letter-spacing:0;color:var(--faint);line-height:1.4}
.meter{width:100%;height:6px;margin:.35rem 0;border-radius:3px}
.meter .track{fill:var(--track)}.meter .within{fill:var(--good)}.meter .beyond{fill:var(--bad)}
.chip{display:inline-flex;align-items:center;gap:.4rem;color:var(--verdict);background:var(--wash);border-radius:999px;padding:.2rem .7rem .2rem .35rem;font-weight:600;font-size:.9rem;white-space:nowrap}
.title{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:flex-start;gap:.5rem 1rem}
.title>div{min-width:0;flex:1 1 14rem}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;overflow-wrap:normal}
caption{text-align:left;padding:0 0 .5rem;font-size:.9rem}
caption span{display:inline-block;position:sticky;left:0;max-width:min(100%,calc(100vw - 4.5rem))}
tbody th,thead th:first-child{position:sticky;left:0;background:var(--surface)}
th,td{padding:.55rem .75rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child,.text{text-align:left}
.text,.long{white-space:normal;overflow-wrap:anywhere;min-width:9rem}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
thead th{color:var(--faint);font-size:.85rem;font-weight:600;vertical-align:bottom}
tbody th{font-weight:600}tbody tr:last-child>*{border-bottom:0}
td small,th small{display:block;color:var(--faint);font-weight:400;font-size:.8rem}
.agrees{color:var(--good);font-weight:600}.differs{color:var(--bad);font-weight:600}
td .agrees+small,td .differs+small{white-space:normal;min-width:10rem}
figure{display:grid;gap:.75rem;min-width:0}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;font-size:.9rem}
.legend li{display:flex;align-items:center;gap:.45rem}.legend svg{flex:none}
.plot-box{margin:0 0 0 2.75rem;container-type:inline-size}
.plot-box .plot{width:100%;overflow:visible}
.client{display:grid;gap:1rem;border-top:1px solid var(--line);padding-top:1.25rem}
.client>*{min-width:0}
details{border:1px solid var(--line);border-radius:10px;padding:.6rem 1rem;min-width:0}
summary{cursor:pointer;font-weight:600}
details[open] summary{margin-bottom:.75rem}
details .scroll{max-height:26rem;overflow:auto}
details thead th{position:sticky;top:0;background:var(--surface)}details thead th:first-child{z-index:1}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.5rem}
.facts dt{color:var(--faint)}.facts dd{margin:0;min-width:0}
@media (max-width:520px){.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.5rem}.plot-box{margin-left:2.1rem}}
@media print{body{background:#fff;font-size:11pt}.page{max-width:none;padding:0;display:block}.card{border:0;border-radius:0;padding:0;margin:0 0 1.5rem;display:block}.card>*{margin-bottom:1rem}.hero{border-top:0}.skip,details{display:none}figure,tr,.tile,.reasons li{break-inside:avoid}h2,h3{break-after:avoid}svg,.reasons li,.chip{print-color-adjust:exact;-webkit-print-color-adjust:exact}.scroll{overflow:visible}}
@media (forced-colors:active){.plot,.legend svg,.sign,.meter{forced-color-adjust:none;background:#fff}.card,.chip{border:1px solid}}
${PICTURE_STYLE}
${FITTING_STYLE}`;
/** Of the style, so that the page's policy lets in this one alone. A test says what it must be. */
const PAGE_STYLE_HASH = 'PIXjiw38RmfQvAubvMTGvBGR6lrwbVAi74ca620QRQU=';

// EXTERNAL MODULE: ./build/src/report/within-bytes.js
var within_bytes = __webpack_require__(283);
;// CONCATENATED MODULE: ./build/src/report/drill-html.js









/** A page that a browser still opens at once. */
const MOST_BYTES = 8_000_000;
/**
 * A drill as a page that stands for itself: no script, no network, nothing but its own style may run (its policy says so).
 * Outages that have no room any more are counted.
 */
function drillHtml(result, maxBytes = MOST_BYTES) {
    const title = `Failover drill of ${(0,host_name/* shortHost */.bA)(result.host)}: ${VERDICTS[result.verdict].toLowerCase()}`;
    const sections = (0,within_bytes/* withinBytes */.X)(result.scenarios.map((scenario, index) => () => scenarioSection(result, scenario, index)), maxBytes, (section) => section().toString());
    return markup `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${PAGE_STYLE_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${Markup.own(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#outages">Skip to the outages</a>
<svg width="0" height="0" aria-hidden="true" focusable="false"><defs>${STRIPES}</defs></svg>
<div class="page">
${drillHead(result)}
<main class="page-main" id="outages" tabindex="-1">
${result.scenarios.length > 1 && markup `<section class="card" aria-labelledby="overview"><h2 id="overview">The outages</h2>${outagesTable(result)}</section>`}
${Markup.own(sections.text)}
${sections.left > 0 && markup `<p class="card">${count(sections.left, 'more outage')} left out for want of room: the JSON has them.</p>`}
</main>
${drillFoot(result)}
</div>
</body>
</html>
`.toString();
}
const ATTRIBUTIONS = {
    header: 'a header of the answer',
    body: 'the body of the answer',
    'gateway-admin': "the gateway's own counters",
    'gateway-metrics': "the gateway's metrics",
};
function drillFoot(result) {
    const { settings, profile, environment, publicHost, host, port, warnings } = result;
    const facts = [
        ['Destination', `${host}${port === null ? '' : `:${String(port)}`}, as ${publicHost}`],
        ['Environment', environment],
        ['Rate', `${count(settings.rate, 'request')} per second and client`],
        ['Who answered is told by', ATTRIBUTIONS[settings.attribution]],
        ['Prediction', `by the simulator, profile ${profile}`],
        [
            'Agreement',
            `within ${share(settings.tolerance)} of the requests (errors: ${share(settings.errorTolerance)}), or chance alone gives such numbers with a probability of ${String(settings.significance)} or more`,
        ],
    ];
    return markup `<footer class="card verdict-aborted">
<h2>How it was measured</h2>
${list('warnings', warnings)}
<dl class="facts">${facts.map(([name, value]) => markup `<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${clustersTable(result)}
${manifestsTable(result)}
<p class="faint">In the pictures the layers are requests that were answered well, by the place that answered; failed requests stand on top of them, red and striped. Dashed lines are where the layers should end by the prediction, in the phases that are steady. In the phases outage and recovery traffic moves: they are held to the budgets alone. The tab key goes from phase to phase and has their numbers read out; a pointer on a picture shows those of its moment.</p>
</footer>`;
}

;// CONCATENATED MODULE: ./build/src/report/drill-phase-words.js

/** `europe-west1 50 %, us-central1 50 %`; the share of nobody's answers too, if there were any. */
function splitWords({ split, unattributed }) {
    const shares = split.map(({ locality, share }) => `${locality} ${cell(share)}`);
    if (unattributed > 0)
        shares.push(`unknown ${cell(unattributed)}`);
    return shares.join(', ') || 'nothing';
}
/** The same of what is predicted; undefined where nothing is. */
function drill_phase_words_predictedWords({ predicted }) {
    if (!predicted)
        return undefined;
    const shares = predicted.split
        .filter(({ share, max = share }) => max > 0)
        .map(({ locality, share, min, max }) => `${locality} ${(0,percent_cell/* percentCell */.G)(share, min, max, '0 %')}`);
    return shares.join(', ') || 'nothing';
}
/** `failover 1.2 s (budget 30 s)`, and so on; what was not reached is said. */
function timingWords({ timings }, budgets) {
    const { outageAt, restoredAt, failoverSeconds, failbackSeconds, failedRequests } = timings;
    if (outageAt === undefined)
        return ['nothing was changed'];
    return [
        time('failover', failoverSeconds, budgets.failoverSeconds),
        ...(restoredAt === undefined
            ? []
            : [time('failback', failbackSeconds, budgets.failbackSeconds)]),
        `${String(failedRequests)} failed requests${budgetOf(budgets.failedRequests, '')}`,
    ];
}
function time(what, seconds, budget) {
    const took = seconds === undefined ? 'never' : `${String(Number(seconds.toFixed(1)))} s`;
    return `${what} ${took}${budgetOf(budget, ' s')}`;
}
function budgetOf(budget, unit) {
    return budget === undefined ? '' : ` (budget ${String(budget)}${unit})`;
}
function cell(share) {
    return (0,percent_cell/* percentCell */.G)(share, undefined, undefined, '0 %');
}

// EXTERNAL MODULE: ./build/src/report/junit-suite.js
var junit_suite = __webpack_require__(7237);
;// CONCATENATED MODULE: ./build/src/report/drill-junit.js



/** A suite for each scenario: a test for each steady phase of each client, and one for its verdict as a whole. */
function drillJunit(result) {
    const suites = result.scenarios.map((scenario) => {
        const phases = scenario.phases.flatMap((phase) => phase.clients
            .filter(({ predicted }) => predicted)
            .map((client) => phaseCase(scenario.name, phase, client)));
        return (0,junit_suite/* junitSuite */.N)(scenario.name, [...phases, verdictCase(scenario, result)]);
    });
    const own = result.reasons.join('\n');
    const whole = {
        group: 'drill',
        name: `drill of ${result.host} in ${result.environment}`,
        ...(result.verdict === 'passed' ? {} : { failure: [`the drill has ${result.verdict}`, own] }),
    };
    return (0,junit_suite/* junitDocument */.w)([...suites, (0,junit_suite/* junitSuite */.N)('drill', [whole])]);
}
function phaseCase(scenario, { name }, client) {
    const measured = `${splitWords(client)}; errors ${(0,percent_cell/* percentCell */.G)(client.errors, undefined, undefined, '0 %')}`;
    const details = `measured: ${measured}\npredicted: ${drill_phase_words_predictedWords(client) ?? ''}`;
    return {
        group: scenario,
        name: `${name}, clients in ${client.client}`,
        ...(client.agrees === false
            ? { failure: [client.reason ?? 'not as predicted', details] }
            : { output: details }),
    };
}
function verdictCase(scenario, { budgets }) {
    const { name, verdict, reasons, causes } = scenario;
    const places = causes.map(({ file, line, column, rule, message }) => `${file}:${String(line)}:${String(column)} ${rule}: ${message}`);
    const details = [...reasons, ...places].join('\n');
    return {
        group: name,
        name: 'failover and failback',
        ...(verdict === 'passed'
            ? { output: timingWords(scenario, budgets).join('\n') }
            : { failure: [reasons[0] ?? verdict, details] }),
    };
}

// EXTERNAL MODULE: ./build/src/report/markdown-text.js
var markdown_text = __webpack_require__(1675);
// EXTERNAL MODULE: ./build/src/report/scenario-title.js
var scenario_title = __webpack_require__(8671);
;// CONCATENATED MODULE: ./build/src/report/drill-markdown.js





/** A drill for a page: the verdict and its reasons, then a table for each scenario; within `maxBytes` of UTF-8. */
function drillMarkdown(result, maxBytes = 500_000) {
    const { verdict, host, publicHost, environment, reasons, warnings } = result;
    const sign = verdict === 'passed' ? '✅' : '❌';
    const head = `**${sign} Drill ${verdict}**: ${(0,markdown_text/* markdownCode */.D9)(host)} for ${(0,markdown_text/* markdownCode */.D9)(publicHost)} in ${(0,markdown_text/* markdownText */.p7)(environment)}\n\n`;
    const why = (0,within_bytes/* withinBytes */.X)(reasons, maxBytes / 4, (reason) => `- ${(0,markdown_text/* markdownText */.p7)(reason)}\n`);
    const notes = (0,within_bytes/* withinBytes */.X)(warnings, maxBytes / 8, (text) => `⚠️ ${(0,markdown_text/* markdownText */.p7)(text)}\n\n`);
    const tables = (0,within_bytes/* withinBytes */.X)(result.scenarios, maxBytes / 2, (scenario) => scenarioTable(scenario, result));
    const left = tables.left ? `*${String(tables.left)} scenarios left out for want of room.*\n` : '';
    return [head, why.text, why.text ? '\n' : '', notes.text, tables.text, left].join('');
}
function scenarioTable(scenario, { budgets }) {
    const { name, verdict, phases, causes } = scenario;
    const sign = verdict === 'passed' ? '✅' : '❌';
    const rows = phases.flatMap(({ name: phase, from, to, clients }) => clients.map((client) => {
        const predicted = drill_phase_words_predictedWords(client);
        const mark = client.agrees === undefined ? '' : client.agrees ? ' ✅' : ' ❌';
        return `| ${[
            `${phase}, ${String(Math.round(to - from))} s`,
            (0,markdown_text/* markdownText */.p7)(client.client),
            (0,markdown_text/* markdownText */.p7)(splitWords(client)),
            (0,percent_cell/* percentCell */.G)(client.errors, undefined, undefined, '0 %'),
            predicted === undefined ? '' : `${(0,markdown_text/* markdownText */.p7)(predicted)}${mark}`,
        ].join(' | ')} |\n`;
    }));
    const places = causes.map(({ rule, file, line, message }) => `- ${(0,markdown_text/* markdownCode */.D9)(rule)} at ${(0,markdown_text/* markdownCode */.D9)(`${file}:${String(line)}`)}: ${(0,markdown_text/* markdownLines */.zQ)(message)}\n`);
    return [
        `**${sign} ${(0,markdown_text/* markdownText */.p7)((0,scenario_title/* scenarioTitle */.h)(name))}**: ${(0,markdown_text/* markdownText */.p7)(timingWords(scenario, budgets).join(', '))}\n\n`,
        '| phase | client | answered by | errors | predicted |\n| --- | --- | --- | --- | --- |\n',
        ...rows,
        '\n',
        ...places,
        places.length ? '\n' : '',
    ].join('');
}

;// CONCATENATED MODULE: ./build/src/report/drill-mermaid.js




/** Bars of a chart: as many as have room for their times below them. */
const MOST_BARS = 40;
/** With more of them a page would be slow. */
const MOST_CHARTS = 12;
/** Names are cut here. */
const drill_mermaid_LONGEST = 120;
/** A chart has no legend of its own; a square of about its colour stands in the text for each layer. */
const PLACES = [
    ['🟦', '#3f7fdc'],
    ['🟩', '#6cbf70'],
    ['🟪', '#9b6bd3'],
    ['🟨', '#e8c341'],
    ['🟧', '#f0933a'],
    ['🟫', '#9c6644'],
    ['⬜', '#b9c2cc'],
];
const UNKNOWN = ['⬛', '#596570'];
const FAILED = ['🟥', '#d93a45'];
const PREDICTED = '#20242b';
/** With numbers on its axis a bar of nothing would have a height; the axis's title says how far it goes. */
const LAYOUT = {
    ...{ width: 900, height: 320 },
    xAxis: { labelFontSize: 10 },
    yAxis: { showLabel: false, showTick: false },
};
/**
 * Markdown with a Mermaid chart for each outage and client, for a job summary: requests per second by place, stacked, with the
 * failed ones on top and the prediction as a line. Text from outside stands beside the charts, never in them.
 */
function drillMermaid(result, maxBytes) {
    const charts = result.scenarios.flatMap((scenario) => drillCharts(result, scenario));
    const shown = charts.filter(({ steps }) => steps.length > 0).slice(0, MOST_CHARTS);
    const { text, left } = (0,within_bytes/* withinBytes */.X)(shown, maxBytes, block);
    const all = left + charts.length - shown.length;
    if (all === 0)
        return text;
    return `${text}*${count(all, 'more chart')} left out for want of room.*\n\n`;
}
function block(chart) {
    const { scenario, clientLocality, places } = chart;
    const name = (text) => (0,markdown_text/* markdownText */.p7)(text, drill_mermaid_LONGEST);
    const legend = [
        ...places.map((place) => `${colorsOf(place.color)[0]} ${name(place.name)}`),
        `${FAILED[0]} failed`,
        ...(linesOf(chart).length ? ['— predicted'] : []),
    ].join(', ');
    return [
        `**${name(outageTitle(scenario.outage))}**, requests entering in ${name(clientLocality || 'no region')}: ${legend}\n\n`,
        `\`\`\`mermaid\n${xyChart(chart)}\`\`\`\n\n`,
    ].join('');
}
/** Bars in front of each other look like a stack: each is as high as its layer and all below it, the highest first. */
function xyChart(chart) {
    const { places, duration } = chart;
    const steps = barsOf(chart);
    const until = (layers) => (step) => drill_mermaid_sum(step.answered.slice(0, layers));
    const bars = [
        { color: FAILED[1], height: (step) => drill_mermaid_sum(step.answered) + step.errors },
        ...places
            .map(({ color }, index) => ({ color: colorsOf(color)[1], height: until(index + 1) }))
            .reverse(),
    ];
    const lines = linesOf(chart);
    const most = Math.max(1, ...steps.map((step) => drill_mermaid_sum(step.answered) + step.errors));
    const palette = [...bars.map(({ color }) => color), ...lines.map(() => PREDICTED)].join(', ');
    const values = (numbers) => `[${numbers.map(drill_mermaid_short).join(', ')}]`;
    return [
        `%%{init: ${JSON.stringify({ xyChart: LAYOUT, themeVariables: { xyChart: { plotColorPalette: palette } } })}}%%`,
        'xychart-beta',
        `  x-axis ${timeAxis(steps, duration)}`,
        `  y-axis "0 to ${drill_mermaid_short(most)} requests per second" 0 --> ${drill_mermaid_short(most)}`,
        ...bars.map(({ height }) => `  bar ${values(steps.map(height))}`),
        ...lines.map((line) => `  line ${values(steps.map(line))}`),
        '',
    ].join('\n');
}
/** Every bar has a label of its own: of equal ones there would be only one bar. */
function timeAxis(steps, duration) {
    const [unit, seconds] = duration > 600 ? ['minutes', 60] : ['seconds', 1];
    return `"${unit}" [${steps.map(({ from }) => drill_mermaid_short(from / seconds)).join(', ')}]`;
}
/** The steps of the chart, several of them as one where they are too many. */
function barsOf({ steps }) {
    const size = Math.ceil(steps.length / MOST_BARS);
    return Array.from({ length: Math.ceil(steps.length / size) }, (_, index) => {
        const group = steps.slice(index * size, (index + 1) * size);
        const mean = (value) => drill_mermaid_sum(group.map(value)) / group.length;
        return {
            from: group[0]?.from ?? 0,
            to: group.at(-1)?.to ?? 0,
            answered: (group[0]?.answered ?? []).map((_own, place) => mean(({ answered }) => answered[place] ?? 0)),
            errors: mean(({ errors }) => errors),
        };
    });
}
/**
 * Where layers should end, over time. A line has no gaps: while traffic moves it stays at what was predicted before. Nothing where
 * a chart begins without a prediction.
 */
function linesOf({ phases, places }) {
    if (!phases[0]?.predicted)
        return [];
    return places.slice(0, -1).map((_, index) => ({ from }) => {
        const now = phases.filter((phase) => phase.predicted && phase.from <= from).at(-1);
        const rate = now && now.to > now.from ? now.requests / (now.to - now.from) : 0;
        return drill_mermaid_sum((now?.predicted ?? []).slice(0, index + 1).map(({ share }) => share)) * rate;
    });
}
function colorsOf(color) {
    return PLACES[color] ?? UNKNOWN;
}
function drill_mermaid_short(value) {
    return Number.isFinite(value) ? String(+value.toFixed(1)) : '0';
}
function drill_mermaid_sum(values) {
    return values.reduce((total, value) => total + value, 0);
}

;// CONCATENATED MODULE: ./build/src/report/drill-svg.js










const WIDTH = 960;
const MARGIN = 28;
/** The scale of requests stands left of the picture. */
const LEFT = MARGIN + 40;
const PLOT_WIDTH = WIDTH - LEFT - MARGIN;
const HEAD = 112;
const PANEL_HEAD = 56;
const PANEL = PANEL_HEAD + PLOT_HEIGHT + 28;
/** More would be no picture. */
const MOST_PANELS = 12;
/** Pixels of what the numbers are, at the end of the legend. */
const UNIT = 140;
/** Pixels of a character, generously. */
const drill_svg_CHARACTER = 7.2;
/** A drill as one picture, light or dark as its reader's system: verdict, legend, a panel for each scenario and client. */
function drillSvg(result) {
    const charts = result.scenarios.flatMap((scenario) => drillCharts(result, scenario));
    const shown = charts.slice(0, MOST_PANELS);
    const left = charts.length - shown.length;
    const height = HEAD + shown.length * PANEL + (left ? 24 : 0) + 8;
    const title = `Failover drill of ${(0,host_name/* shortHost */.bA)(result.host)}: ${VERDICTS[result.verdict].toLowerCase()}`;
    return `${markup `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title about">
<title id="title">${title}</title>
<desc id="about">Requests per second by region over time. ${summary(result)}</desc>
<style>${Markup.own(PICTURE_STYLE + fittingStyle(PLOT_WIDTH))}.plot .title{font-size:20px;font-weight:650}.plot .subtitle{font-size:14px;font-weight:600}</style>
<defs>${STRIPES}</defs>
<rect class="surface" width="${WIDTH}" height="${height}" rx="10"/>
<g class="plot">
${head(result, title)}
${drill_svg_legend(shown)}
${shown.map((chart, index) => panel(result, chart, HEAD + index * PANEL))}
${left > 0 && markup `<text class="faint" x="${MARGIN}" y="${height - 16}">${count(left, 'picture')} more: see the HTML report</text>`}
</g>
</svg>`.toString()}\n`;
}
function head(result, title) {
    const { verdict } = result;
    return markup `<g transform="translate(${MARGIN} 20)">${verdictSign(verdict, 26)}</g>
<text class="title" x="${MARGIN + 36}" y="40">${(0,shorten/* shortenShown */.T)(title, 64)}</text>
<text class="faint" x="${MARGIN + 36}" y="60">${(0,shorten/* shortenShown */.T)(summary(result), 120)}</text>`;
}
function summary(result) {
    const { sent, failed } = requestsOf(result.scenarios);
    return [
        moment(result.startedAt),
        count(result.scenarios.length, 'outage'),
        count(sent, 'request'),
        `${count(failed)} failed`,
        `prediction: ${result.profile}`,
    ].join(' · ');
}
/** In one line; what does not fit has its name in the picture. */
function drill_svg_legend(charts) {
    const places = new Map(charts.flatMap((chart) => chart.places.map((place) => [place.name, place.color])));
    let x = LEFT;
    const entry = (text, sign) => {
        const at = x;
        x += 34 + text.length * drill_svg_CHARACTER;
        return x > WIDTH - MARGIN - UNIT
            ? markup ``
            : markup `<g transform="translate(${at} 80)">${sign}<text x="20" y="11">${text}</text></g>`;
    };
    const box = (name) => markup `<rect class="${name}" width="14" height="14" rx="3"/>`;
    return markup `${entry('failed', markup `${box('failed')}<rect fill="url(#failed)" width="14" height="14" rx="3"/>`)}${entry('predicted', markup `<line class="predicted" x1="0" x2="16" y1="7" y2="7"/>`)}${[...places].map(([name, color]) => entry((0,shorten/* shortenShown */.T)(name, 40), box(`place${String(color)}`)))}<text class="faint" x="${WIDTH - MARGIN}" y="91" text-anchor="end">requests per second</text>`;
}
function panel(result, chart, y) {
    const { scenario, clientLocality } = chart;
    const where = `, requests entering in ${clientLocality || 'no region'}`;
    return markup `<g transform="translate(0 ${y})">
<text class="subtitle" x="${LEFT}" y="22">${(0,shorten/* shortenShown */.T)(outageTitle(scenario.outage) + where, 84)}</text>
<text class="faint" x="${LEFT}" y="42">${(0,shorten/* shortenShown */.T)(facts(result, scenario), 130)}</text>
<g transform="translate(${WIDTH - MARGIN - 20} 8)">${verdictSign(scenario.verdict, 20)}</g>
<svg x="${LEFT}" y="${PANEL_HEAD}" width="${PLOT_WIDTH}" height="${PLOT_HEIGHT}" overflow="visible">${plot(chart)}</svg>
</g>`;
}
function facts({ budgets }, scenario) {
    return measures(scenario, budgets)
        .map(({ title, text, budgetText }) => `${title.toLowerCase()}: ${text}${budgetText && ` (budget ${budgetText})`}`)
        .join(' · ');
}

;// CONCATENATED MODULE: ./build/src/report/drill-text.js






/** A drill for people: each scenario with its phases, measured and predicted, then the verdict. */
function drillText(result, color) {
    const style = (0,paint/* paint */.n)(color);
    const { host, publicHost, environment, clusters, settings, warnings } = result;
    const places = clusters.map(({ cluster, locality, endpoints }) => {
        return `${cluster} (${locality}, ${String(endpoints)} endpoints)`;
    });
    const head = [
        style.strong((0,safe_text/* safeText */.Hk)(`${host} for ${publicHost} in ${environment}`)),
        (0,safe_text/* safeText */.Hk)(places.join(', ')),
        `${String(settings.rate)} requests per second to each gateway, tolerance ${(0,percent_cell/* percentCell */.G)(settings.tolerance, undefined, undefined)}`,
        ...warnings.map((text) => `${style.warning('warning')} ${(0,safe_text/* safeText */.Hk)(text)}`),
    ];
    const blocks = result.scenarios.map((scenario) => scenarioBlock(scenario, result, style));
    return `${[head.join('\n'), ...blocks, verdictBlock(result, style)].join('\n\n')}\n`;
}
const VERDICT_STYLE = {
    passed: 'good',
    failed: 'error',
    aborted: 'error',
};
function scenarioBlock(scenario, { budgets }, style) {
    const { name, verdict, phases, causes } = scenario;
    const title = `${style[VERDICT_STYLE[verdict]](verdict)} ${style.strong((0,safe_text/* safeText */.Hk)((0,scenario_title/* scenarioTitle */.h)(name)))}`;
    const lines = phases.flatMap(({ name: phase, from, to, clients }) => {
        const lasted = `${String(Math.round(to - from))} s`;
        return clients.map((client, index) => {
            const predicted = drill_phase_words_predictedWords(client);
            const errors = `errors ${(0,percent_cell/* percentCell */.G)(client.errors, undefined, undefined, '0 %')}`;
            const agrees = client.agrees;
            const mark = predicted === undefined || agrees === undefined
                ? ''
                : agrees
                    ? style.good(' as predicted')
                    : style.error(` predicted ${(0,safe_text/* safeText */.Hk)(predicted)}`);
            const left = index === 0 ? `${phase.padEnd(9)}${lasted.padStart(6)}` : ' '.repeat(15);
            return `  ${left}  ${(0,safe_text/* safeText */.Hk)(client.client)}: ${(0,safe_text/* safeText */.Hk)(splitWords(client))}; ${errors}${mark}`;
        });
    });
    const why = causes.map(({ rule, file, line, column, message }) => `  ${style.faint((0,safe_text/* safeText */.Hk)(`${file}:${String(line)}:${String(column)}`))} ${(0,safe_text/* safeText */.Hk)(rule)}: ${(0,safe_text/* safeText */.Hk)(message)}`);
    return [title, ...lines, `  ${timingWords(scenario, budgets).join(', ')}`, ...why].join('\n');
}
function verdictBlock({ verdict, reasons }, style) {
    const words = style[VERDICT_STYLE[verdict]](`The drill has ${verdict === 'aborted' ? 'been aborted' : verdict}.`);
    const all = reasons.flatMap((reason) => (0,wrap/* wrap */.c)(`- ${(0,safe_text/* safeText */.Hk)(reason)}`));
    return [words, ...all].join('\n');
}

// EXTERNAL MODULE: ./build/src/report/json.js
var json = __webpack_require__(7912);
;// CONCATENATED MODULE: ./build/src/report/drill-formats.js







/** Of each half of a job summary, which takes 1 MiB. */
const HALF_SUMMARY = 450_000;
/** Every output format of a drill by its name. */
const drillFormats = {
    text: drillText,
    json: (result) => `${(0,json/* toJson */.aB)(result)}\n`,
    junit: (result) => drillJunit(result),
    markdown: (result) => `${drillMarkdown(result, HALF_SUMMARY)}\n${drillMermaid(result, HALF_SUMMARY)}`,
    html: (result) => drillHtml(result),
    svg: (result) => drillSvg(result),
};
const drillFormatNames = Object.keys(drillFormats);

// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
;// CONCATENATED MODULE: ./build/src/report/drill-lines.js


/** What a drill tells, as lines of a log; `quiet` leaves only problems. */
function drillLines(event, { color, quiet }) {
    switch (event.step) {
        case 'check':
            return quiet && event.outcome !== 'problem' ? [] : [checkLine(event, color)];
        // What is wrong with a cluster is said however quiet it is to be.
        case 'trouble':
            return [(0,safe_text/* safeLines */.Bv)(event.message)];
        case 'second':
            return [];
        default:
            return quiet ? [] : quietable(event);
    }
}
function quietable(event) {
    switch (event.step) {
        case 'scenario':
            return [
                `${(0,safe_text/* safeText */.Hk)(event.name)}: ${event.changes.map(safe_text/* safeText */.Hk).join(', ') || 'by the hook'}`,
            ];
        case 'phase':
            return [`${(0,safe_text/* safeText */.Hk)(event.scenario)}: ${event.phase}, ${String(Math.round(event.lasts))} s`];
        case 'restoring':
            return [`${(0,safe_text/* safeText */.Hk)(event.cluster)}: restoring`];
        case 'restored':
            return [`${(0,safe_text/* safeText */.Hk)(event.cluster)}: ${(0,safe_text/* safeText */.Hk)(event.change)}: ${event.outcome}`];
        case 'verdict':
            return [
                `${(0,safe_text/* safeText */.Hk)(event.scenario)}: ${event.verdict}`,
                ...event.reasons.map((reason) => `  ${(0,safe_text/* safeText */.Hk)(reason)}`),
            ];
    }
}

;// CONCATENATED MODULE: ./build/src/report/drill-live.js




const PHASES = ['baseline', 'outage', 'failover', 'recovery', 'steady'];
/** On fewer characters than this there is nothing to show. */
const NARROWEST = 40;
/** Characters of a bar at most. */
const WIDEST_BAR = 40;
/** What stands in a line beside its name and its bar: two indents, two gaps, `99.9 %`. */
const AROUND = 12;
/** Of a line, names take no more than this part. */
const NAMES = 0.4;
/**
 * Lines for a terminal: the phases and the time left, then the split of each client as bars. No line is wider than the
 * terminal and there are fewer than it has, so that they can be drawn over; clients that have no room are counted.
 */
function drillLive(state, { color, columns, rows }) {
    if (columns < NARROWEST)
        return [];
    const style = (0,paint/* paint */.n)(color);
    const head = headOf(state, columns, style);
    const clients = [...new Set(state.samples.map(({ client }) => client))];
    const blocks = clients.map((client) => clientBlock(client, state.samples, columns, style));
    const lines = [...head];
    for (const [index, block] of blocks.entries()) {
        const isLast = index === blocks.length - 1;
        // The last line of the terminal is the cursor's; one more is for the count.
        if (lines.length + block.length > rows - (isLast ? 1 : 2)) {
            const left = blocks.length - index;
            lines.push(`  ${String(left)} more ${left === 1 ? 'client' : 'clients'}`);
            break;
        }
        lines.push(...block);
    }
    return lines.slice(0, Math.max(1, rows - 1));
}
function headOf({ scenario, phase, lasts, elapsed }, columns, style) {
    const left = `${String(Math.max(0, Math.ceil(lasts - elapsed)))} s`;
    // They end as soon as traffic has moved.
    const time = phase === 'outage' || phase === 'recovery' ? `at most ${left} more` : `${left} left`;
    const at = PHASES.indexOf(phase);
    const signs = PHASES.map((name, index) => (index < at ? '✓ ' : index === at ? '▸ ' : '· ') + name);
    const all = signs.map((text, index) => (index === at ? style.strong(text) : style.faint(text)));
    const isWide = signs.join('  ').length + time.length + 5 <= columns;
    const steps = isWide
        ? all.join('  ')
        : style.strong(cut(`▸ ${phase}`, columns - time.length - 5));
    const title = (0,safe_text/* safeText */.Hk)((0,scenario_title/* scenarioTitle */.h)(scenario));
    return [style.strong(cut(title, columns - 1)), `  ${steps}  ${time}`];
}
function clientBlock(client, samples, columns, style) {
    const own = samples.filter((sample) => sample.client === client);
    const counts = new Map();
    for (const [name, count] of own.flatMap(({ answered }) => Object.entries(answered))) {
        counts.set(name, (counts.get(name) ?? 0) + count);
    }
    const all = drill_live_sum([...counts.values()]);
    const requests = drill_live_sum(own.map((sample) => sample.requests));
    const errors = drill_live_sum(own.map((sample) => sample.errors));
    const names = [...counts.keys()].sort();
    const room = Math.max(6, Math.floor(columns * NAMES));
    const shown = names.map((name) => cut((0,safe_text/* safeText */.Hk)(name), room));
    const width = Math.max('errors'.length, ...shown.map(cellsOf));
    const bar = (name, share) => {
        const length = Math.max(0, Math.min(WIDEST_BAR, columns - width - AROUND - 1));
        const full = Math.round(share * length);
        const drawn = `${'█'.repeat(full)}${'░'.repeat(length - full)}`;
        const gap = ' '.repeat(width - cellsOf(name));
        return `    ${name}${gap} ${drawn} ${(0,percent_cell/* percentCell */.G)(share, undefined, undefined, '0 %')}`;
    };
    const failing = bar('errors', errors / Math.max(1, requests));
    return [
        `  ${cut((0,safe_text/* safeText */.Hk)(client), columns - 3)}`,
        ...names.map((name, index) => bar(shown[index] ?? '', (counts.get(name) ?? 0) / (all || 1))),
        errors > 0 ? style.error(failing) : style.faint(failing),
    ];
}
/** Characters beyond the Latin ones may take two cells of a terminal each. */
function cellsOf(text) {
    return [...text].reduce((cells, character) => cells + (character < '\u0250' ? 1 : 2), 0);
}
/** At most so many cells, with a mark where something was cut. */
function cut(text, cells) {
    if (cellsOf(text) <= cells)
        return text;
    let kept = '';
    for (const character of text) {
        if (cellsOf(kept + character) > cells - 1)
            break;
        kept += character;
    }
    return `${kept}~`;
}
function drill_live_sum(values) {
    return values.reduce((total, value) => total + value, 0);
}

;// CONCATENATED MODULE: ./build/src/cli/drill-display.js


/** Seconds whose requests the bars are about. */
const LIVE_SECONDS = 3;
/** Shows a running drill on standard error: lines in a log, and below them bars that change where it is a terminal. */
function showDrill({ stderr, env }, options) {
    const isLive = stderr.isTTY === true && env['TERM'] !== 'dumb' && !options.quiet;
    const color = options.color && stderr.isTTY === true;
    let drawn = 0;
    let samples = [];
    let phase;
    const erase = () => {
        // Up, and everything below away.
        if (drawn > 0)
            stderr.write(`\u001b[${String(drawn)}A\u001b[0J`);
        drawn = 0;
    };
    const draw = () => {
        if (!isLive || !phase)
            return;
        const elapsed = (performance.now() - phase.since) / 1000;
        const { scenario, name, lasts } = phase;
        const { columns = 80, rows = 24 } = stderr;
        const lines = drillLive({ scenario, phase: name, lasts, elapsed, samples }, { color, columns, rows });
        stderr.write(lines.map((line) => `${line}\n`).join(''));
        drawn = lines.length;
    };
    const tell = (event) => {
        if (event.step === 'second') {
            const newest = Math.max(...event.samples.map(({ at }) => at));
            samples = [...samples, ...event.samples].filter(({ at }) => at > newest - LIVE_SECONDS);
        }
        erase();
        if (event.step === 'phase') {
            const { scenario, phase: name, lasts } = event;
            phase = { scenario, name, lasts, since: performance.now() };
        }
        for (const line of drillLines(event, { color, quiet: options.quiet }))
            stderr.write(`${line}\n`);
        if (event.step !== 'verdict')
            draw();
    };
    return { tell, end: erase };
}

// EXTERNAL MODULE: ./build/src/cli/interruption.js
var interruption = __webpack_require__(6773);
// EXTERNAL MODULE: ./build/src/cli/exit-code.js
var exit_code = __webpack_require__(3250);
// EXTERNAL MODULE: ./build/src/cli/judge.js + 1 modules
var judge = __webpack_require__(8085);
// EXTERNAL MODULE: ./build/src/cli/output.js
var cli_output = __webpack_require__(3135);
// EXTERNAL MODULE: ./build/src/config/load-config.js + 7 modules
var load_config = __webpack_require__(9353);
;// CONCATENATED MODULE: ./build/src/drill/restore-drill.js



/**
 * Undoes what a drill that died has left in a cluster. A drill that is alive holds the lock, and is left alone; that of a dead one
 * ends by itself within seconds, and is waited for.
 *
 * @throws ClusterError where the cluster cannot be reached, or a drill is running
 */
async function restoreDrill(place, environment, hook, tell) {
    const { cluster } = place;
    const record = await readDrillRecord(cluster, environment);
    if (!record)
        return { cluster: cluster.name, record, undone: [] };
    if (record.hook && !hook) {
        const problem = 'its drill made the backends fail by a program: pass the same --outage-hook, so that it can let them work again';
        return { cluster: cluster.name, record, undone: [], problem };
    }
    tell(`cluster ${cluster.name}: waiting for the lock of the drill that left its changes`);
    const held = await lockDrill([cluster], {
        environment,
        holder: `${drillHolder()}, restoring`,
        waitSeconds: LOCK_SECONDS + 5,
    });
    try {
        // A drill that was alive after all has undone them meanwhile.
        const left = await readDrillRecord(cluster, environment);
        const undone = left ? await undoOutage({ ...place, environment }, left, hook, tell) : [];
        return { cluster: cluster.name, record, undone };
    }
    finally {
        await held.release();
    }
}
/** Whether the cluster is as it was before. */
function isRestored({ problem, undone }) {
    return problem === undefined && undone.every(({ outcome }) => outcome !== 'changed-by-others');
}

// EXTERNAL MODULE: ./build/src/rules/index.js + 148 modules
var rules = __webpack_require__(4020);
;// CONCATENATED MODULE: ./build/src/cli/restore-clusters.js










/** `drill --restore`: undoes in every cluster what a drill that died has left there; one that cannot be reached does not stop it. */
async function restoreClusters(values, io, hook) {
    const file = (0,common_options/* textOption */.vU)(values, 'config');
    const config = await (0,load_config/* loadConfig */.Z9)({ cwd: io.cwd, rules: rules/* rules */.a, ...(file ? { file } : {}) });
    if (!config.clusters?.length) {
        throw new errors/* UserError */.y(`${config.file ?? 'mesh-failover.yaml'} must declare the clusters to restore`);
    }
    const { clusters, deploy } = config;
    const environment = { name: deploy.environment, namespace: deploy.namespace };
    const tell = (message) => io.stderr.write(`${(0,safe_text/* safeLines */.Bv)(message)}\n`);
    const fine = [];
    // A signal in the middle of it would leave a cluster as it is: half restored.
    const { signal, end } = (0,interruption/* interruption */.Y)(io, 'interrupted; ends after this cluster', 'still restoring; please wait');
    for (const own of clusters) {
        if (signal.aborted) {
            fine.push(false);
            break;
        }
        try {
            const place = { cluster: await (0,connect/* connect */.N)(own, { env: io.env }), context: own.context };
            const restored = await restoreDrill(place, environment, hook, tell);
            fine.push(isRestored(restored));
            io.stdout.write(lines(restored).join(''));
        }
        catch (error) {
            if (!(error instanceof cluster_error/* ClusterError */.b) && error.name !== 'HookError')
                throw error;
            fine.push(false);
            io.stdout.write(`${(0,safe_text/* safeText */.Hk)(own.name)}: ${(0,safe_text/* safeLines */.Bv)(error.message)}\n`);
        }
    }
    end();
    return fine.every(Boolean) ? exit_code/* ExitCode */.y.fine : exit_code/* ExitCode */.y.failed;
}
const WORDS = {
    restored: 'undone',
    'as-before': 'was as before already',
    'changed-by-others': 'somebody has changed it since, so it was left alone',
    gone: 'is gone',
};
function lines({ cluster, record, undone, problem }) {
    if (!record)
        return [`${(0,safe_text/* safeText */.Hk)(cluster)}: no drill has left anything here\n`];
    const { scenario, startedAt, holder } = record;
    return [
        `${(0,safe_text/* safeText */.Hk)(cluster)}: ${(0,safe_text/* safeText */.Hk)(scenario)}, ${(0,safe_text/* safeText */.Hk)(startedAt)}, by ${(0,safe_text/* safeText */.Hk)(holder)}\n`,
        ...undone.map(({ change, outcome }) => `  ${(0,safe_text/* safeText */.Hk)(change)}: ${WORDS[outcome]}\n`),
        ...(problem === undefined ? [] : [`  ${(0,safe_text/* safeText */.Hk)(problem)}\n`]),
    ];
}

;// CONCATENATED MODULE: ./build/src/cli/commands/drill.js




















const drill_drill = {
    formats: drillFormatNames,
    options: {
        confirm: { type: 'string' },
        'dry-run': { type: 'boolean' },
        restore: { type: 'boolean' },
        scenario: { type: 'string', multiple: true },
        host: { type: 'string' },
        'outage-hook': { type: 'string' },
        'controllers-paused': { type: 'boolean' },
        'despite-prediction': { type: 'boolean' },
    },
    help: [
        {
            term: '--confirm ENVIRONMENT',
            text: 'do it, in the environment of that name (deploy.environment)',
        },
        { term: '--dry-run', text: 'look at everything, print the steps, and change nothing' },
        { term: '--restore', text: 'undo what a drill that died has left behind' },
        {
            term: '--scenario NAME',
            text: 'KIND:PLACE of scaled-to-zero, cordoned, unready, failing; repeatable (default: drill.scenarios)',
        },
        { term: '--host HOST', text: 'the destination host (default: drill.host, or the only one)' },
        {
            term: '--outage-hook COMMAND',
            text: 'for unready and failing: a command that makes endpoints fail or mend (MESH_FAILOVER_ACTION)',
        },
        {
            term: '--controllers-paused',
            text: 'GitOps and other controllers that would undo the outage are paused',
        },
        {
            term: '--despite-prediction',
            text: 'make outages in which requests will fail by prediction',
        },
    ],
    examples: [
        'mesh-failover drill --dry-run mesh/',
        'mesh-failover drill --confirm staging --format markdown=drill.md mesh/',
        'mesh-failover drill --restore',
    ],
    async run(values, operands, io) {
        const outputs = (0,cli_output/* outputsOf */.Y)(values, drillFormatNames);
        const hook = hookOf(values, io);
        if (values['restore'] === true)
            return restoreClusters(values, io, hook);
        const inspection = await (0,judge/* inspectFor */.GX)(values, operands, io);
        const { config, manifests } = inspection;
        const settings = drillSettings(config);
        const named = values['scenario'];
        const wanted = Array.isArray(named) ? named.map(String) : config.drill.scenarios;
        const scenarios = plannedScenarios(wanted, settings.clusters);
        const isDry = values['dry-run'] === true;
        if (!isDry)
            checkConfirmed((0,common_options/* textOption */.vU)(values, 'confirm'), settings);
        const clusters = [];
        for (const cluster of settings.clusters)
            clusters.push(await (0,connect/* connect */.N)(cluster, { env: io.env }));
        const prepared = await prepareDrill({
            config,
            manifests,
            lint: (0,check_table/* checkTable */.D)(inspection).lint,
            settings,
            scenarios,
            clusters,
            host: (0,common_options/* textOption */.vU)(values, 'host'),
            environment: { name: config.deploy.environment, namespace: config.deploy.namespace },
            controllersPaused: values['controllers-paused'] === true,
            despitePrediction: values['despite-prediction'] === true,
            hasHook: hook !== undefined,
        });
        const problems = prepared.checks.filter(({ outcome }) => outcome === 'problem');
        if (isDry) {
            const text = drillStepsText(drillSteps(prepared), (0,common_options/* hasColor */.cE)(values, io));
            await (0,cli_output/* writeOutput */.z)({ format: 'text', file: undefined }, text, io);
            return problems.length > 0 ? exit_code/* ExitCode */.y.failed : exit_code/* ExitCode */.y.fine;
        }
        const display = showDrill(io, {
            color: values['no-color'] !== true && !io.env['NO_COLOR'],
            quiet: values['quiet'] === true,
        });
        for (const check of prepared.checks)
            display.tell({ step: 'check', ...check });
        if (problems.length > 0) {
            io.stderr.write('mesh-failover: the drill was not started, and nothing was changed\n');
            return exit_code/* ExitCode */.y.failed;
        }
        const interrupted = (0,interruption/* interruption */.Y)(io, 'interrupted; restoring what was changed', 'still restoring what was changed; please wait');
        try {
            const { signal } = interrupted;
            const result = await drill(prepared, { hook, signal, tell: display.tell });
            display.end();
            for (const output of outputs) {
                const color = output.file === undefined && (0,common_options/* hasColor */.cE)(values, io);
                await (0,cli_output/* writeOutput */.z)(output, drillFormats[output.format](result, color), io);
            }
            return result.verdict === 'passed' ? exit_code/* ExitCode */.y.fine : exit_code/* ExitCode */.y.failed;
        }
        catch (error) {
            display.end();
            if (!(error instanceof cluster_error/* ClusterError */.b))
                throw error;
            io.stderr.write(`mesh-failover: ${(0,safe_text/* safeLines */.Bv)(error.message)}\n`);
            return exit_code/* ExitCode */.y.failed;
        }
        finally {
            interrupted.end();
        }
    },
};
/** The flag has to name the environment, so that nobody drills another one than he thinks. */
function checkConfirmed(confirmed, { environment }) {
    if (confirmed === environment)
        return;
    const why = confirmed === undefined
        ? 'a drill takes real endpoints away'
        : `--confirm ${confirmed}: the configuration is about ${environment}`;
    throw new errors/* UserError */.y(`${(0,safe_text/* safeText */.Hk)(why)}; look at it with --dry-run, then confirm it with --confirm ${environment}`);
}
function hookOf(values, { cwd, env }) {
    const command = (0,common_options/* textOption */.vU)(values, 'outage-hook');
    return command === undefined ? undefined : commandHook(command, { cwd, env });
}


/***/ }),

/***/ 5184:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ gitOpsOwner)
/* harmony export */ });
/** By what each marks its objects: labels and annotations, and the names under which they write. */
const marks = {
    // https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
    'Argo CD': { keys: /^argocd\.argoproj\.io\/(tracking-id|instance)$/, managers: /^argocd-/ },
    // https://fluxcd.io/flux/components/kustomize/kustomizations/ and helm/helmreleases/
    Flux: {
        keys: /^(kustomize|helm)\.toolkit\.fluxcd\.io\/(name|namespace)$/,
        managers: /^(kustomize|helm)-controller$/,
    },
    // https://cloud.google.com/kubernetes-engine/enterprise/config-sync/docs/reference/annotations
    'Config Sync': {
        keys: /^(configmanagement\.gke\.io\/managed|configsync\.gke\.io\/(resource-id|manager))$/,
        managers: /^configsync$/,
    },
};
/** Whose an object of a cluster is, and by what that shows; undefined: nobody's of these. */
function gitOpsOwner({ metadata, }) {
    const { labels, annotations } = metadata;
    const keys = Object.entries({ ...labels, ...annotations })
        // Config Sync leaves this behind where it is told to let go.
        .filter(([, value]) => value !== 'disabled')
        .map(([key]) => key);
    const managers = (metadata.managedFields ?? []).map(({ manager }) => manager);
    for (const [controller, known] of Object.entries(marks)) {
        const key = keys.find((each) => known.keys.test(each));
        const manager = managers.find((each) => known.managers.test(each));
        const mark = key ?? (manager === undefined ? undefined : `field manager ${manager}`);
        if (mark !== undefined)
            return { controller: controller, mark };
    }
    return undefined;
}


/***/ }),

/***/ 4428:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ ensureNamespace),
  s: () => (/* binding */ lock)
});

// EXTERNAL MODULE: ./build/src/cluster/cluster-error.js
var cluster_error = __webpack_require__(2293);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./build/src/cluster/lease.js


/** Clocks of different machines may differ by this much. */
const skewMs = 30_000;
const pollMs = 1_000;
/**
 * Takes a lock in a cluster: a Lease, as leader election uses them (coordination.k8s.io/v1). Renews it until it is released.
 *
 * @throws ClusterError `locked`, with the holder, where somebody else has it and keeps it
 */
async function acquireLease(cluster, request) {
    const { namespace, name, holder, waitSeconds = 0 } = request;
    const key = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name };
    const deadline = Date.now() + waitSeconds * 1000;
    let seen = { version: '', since: 0 };
    for (;;) {
        const before = await cluster.get(key);
        const version = before?.metadata.resourceVersion ?? '';
        if (version !== seen.version)
            seen = { version, since: Date.now() };
        if (!before || isFree(before, holder, seen.since)) {
            const lease = await take(cluster, key, before, request);
            if (lease)
                return new RenewedLease(cluster, lease, request);
        }
        else if (Date.now() >= deadline) {
            throw new cluster_error/* ClusterError */.b('locked', lockedMessage(cluster.name, key, before));
        }
        await (0,promises_.setTimeout)(pollMs);
    }
}
/** Released, ours, or not renewed for its whole duration: by the clocks, or as we have seen ourselves. */
function isFree(lease, holder, seenSince) {
    const { holderIdentity, leaseDurationSeconds = 0, renewTime } = specOf(lease);
    if (!holderIdentity || holderIdentity === holder)
        return true;
    const duration = leaseDurationSeconds * 1000;
    const renewed = Date.parse(renewTime ?? '') || 0;
    return Date.now() > renewed + duration + skewMs || Date.now() > seenSince + duration;
}
/** Undefined: somebody else was faster. */
async function take(cluster, key, before, { holder, fieldManager, durationSeconds = 60 }) {
    const { apiVersion, kind, ...metadata } = key;
    const now = microTime();
    const spec = {
        holderIdentity: holder,
        leaseDurationSeconds: durationSeconds,
        acquireTime: now,
        renewTime: now,
        leaseTransitions: (before ? (specOf(before).leaseTransitions ?? 0) : -1) + 1,
    };
    try {
        return before
            ? await cluster.replace({ ...before, spec }, { fieldManager })
            : await cluster.create({ apiVersion, kind, metadata, spec }, { fieldManager });
    }
    catch (error) {
        if (error instanceof cluster_error/* ClusterError */.b && ['changed', 'exists'].includes(error.problem)) {
            return undefined;
        }
        throw error;
    }
}
class RenewedLease {
    cluster;
    request;
    #lease;
    #renewed = Date.now();
    #isLost = false;
    #renewal;
    #durationMs;
    #timer;
    constructor(cluster, lease, request) {
        this.cluster = cluster;
        this.request = request;
        this.#lease = lease;
        this.#durationMs = (request.durationSeconds ?? 60) * 1000;
        this.#timer = setInterval(() => {
            this.#renewal ??= this.#renew();
        }, this.#durationMs / 4);
        this.#timer.unref();
    }
    isHeld() {
        return !this.#isLost && Date.now() < this.#renewed + this.#durationMs;
    }
    async release() {
        clearInterval(this.#timer);
        await this.#renewal;
        if (this.#isLost)
            return;
        this.#isLost = true;
        const spec = { ...specOf(this.#lease), holderIdentity: '', renewTime: microTime() };
        await this.#replace(spec).catch(() => undefined);
    }
    async #renew() {
        const started = Date.now();
        try {
            this.#lease = await this.#replace({ ...specOf(this.#lease), renewTime: microTime() });
            this.#renewed = started;
        }
        catch (error) {
            // Anything else may pass before the duration is over.
            if (error instanceof cluster_error/* ClusterError */.b && error.problem === 'changed')
                await this.#reread();
        }
        finally {
            this.#renewal = undefined;
        }
    }
    /** A renewal whose answer was lost looks as if somebody else had changed the lock. */
    async #reread() {
        const { apiVersion, kind, metadata } = this.#lease;
        const { namespace, name } = metadata;
        const key = { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
        const lease = await this.cluster.get(key).catch(() => this.#lease);
        if (!lease || specOf(lease).holderIdentity !== this.request.holder) {
            this.#isLost = true;
            return;
        }
        this.#lease = lease;
        this.#renewed = Math.max(this.#renewed, Date.parse(specOf(lease).renewTime ?? '') || 0);
    }
    #replace(spec) {
        const { fieldManager } = this.request;
        return this.cluster.replace({ ...this.#lease, spec }, { fieldManager });
    }
}
function lockedMessage(cluster, { namespace, name }, lease) {
    const { holderIdentity, acquireTime, leaseDurationSeconds = 0 } = specOf(lease);
    return (`cluster ${cluster} is locked by ${holderIdentity ?? ''} since ${acquireTime?.slice(0, 19) ?? ''}Z ` +
        `(Lease ${namespace ?? ''}/${name}). If that run is dead, the lock ends ${leaseDurationSeconds} s after its last sign of life`);
}
function specOf(lease) {
    return lease['spec'] ?? {};
}
/** Six digits after the second, which is what a Lease wants. */
function microTime() {
    return new Date().toISOString().replace('Z', '000Z');
}

;// CONCATENATED MODULE: ./build/src/deploy/lock.js


/**
 * Takes the lock in every cluster, in the order of their names, so that two runs never wait for each other.
 *
 * @throws ClusterError `locked` where another run has it; then none is kept
 */
async function lock(clusters, options) {
    const { environment, holder, fieldManager, waitSeconds, durationSeconds } = options;
    const leases = [];
    const release = async () => {
        await Promise.all(leases.map((lease) => lease.release()));
    };
    const held = new Set();
    try {
        for (const cluster of clusters.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
            // Two clusters of the configuration may be one API server.
            if (held.has(cluster.identity))
                continue;
            held.add(cluster.identity);
            await ensureNamespace(cluster, environment.namespace, fieldManager);
            const { namespace, name } = environment;
            const lease = { namespace, name: `mesh-failover-${name}`, holder, fieldManager, waitSeconds };
            const lasting = durationSeconds === undefined ? lease : { ...lease, durationSeconds };
            leases.push(await acquireLease(cluster, lasting));
        }
    }
    catch (error) {
        await release();
        throw error;
    }
    return { isHeld: () => leases.every((lease) => lease.isHeld()), release };
}
/** Creates a namespace where it is missing; true: it was. */
async function ensureNamespace(cluster, name, fieldManager) {
    const key = { apiVersion: 'v1', kind: 'Namespace', name };
    try {
        if (await cluster.get(key))
            return false;
    }
    catch (error) {
        // Who may work in a namespace need not be allowed to look at it.
        if (error instanceof cluster_error/* ClusterError */.b && error.problem === 'forbidden')
            return false;
        throw error;
    }
    const { apiVersion, kind } = key;
    const labels = { 'app.kubernetes.io/managed-by': 'mesh-failover' };
    try {
        await cluster.create({ apiVersion, kind, metadata: { name, labels } }, { fieldManager });
        return true;
    }
    catch (error) {
        if (!(error instanceof cluster_error/* ClusterError */.b))
            throw error;
        if (error.problem === 'exists')
            return false;
        const hint = `Create it first: kubectl create namespace ${name}`;
        throw new cluster_error/* ClusterError */.b(error.problem, `${error.message}. ${hint}`);
    }
}


/***/ }),

/***/ 8791:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ warnAboutSameServers)
/* harmony export */ });
/** Clusters of the configuration that are one and the same API server: most likely a context was forgotten. */
function warnAboutSameServers(clusters) {
    const byIdentity = new Map();
    for (const cluster of clusters) {
        byIdentity.set(cluster.identity, [...(byIdentity.get(cluster.identity) ?? []), cluster]);
    }
    return [...byIdentity.values()]
        .filter((same) => same.length > 1)
        .map((same) => {
        const names = same.map(({ name }) => name).join(', ');
        return `the clusters ${names} are the same API server (${same[0]?.server}): is clusters[].context right?`;
    });
}


/***/ }),

/***/ 6374:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ checkTable)
/* harmony export */ });
/* harmony import */ var _traffic_table_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1207);

/** The predicted table, and the findings with those that it gives reason for. */
function checkTable({ mesh, withTable }, options) {
    const rows = [...(0,_traffic_table_js__WEBPACK_IMPORTED_MODULE_0__/* .predictTable */ ._)(mesh, (0,_traffic_table_js__WEBPACK_IMPORTED_MODULE_0__/* .scenariosOf */ .v)(mesh, options))];
    return { rows, lint: withTable(rows) };
}


/***/ }),

/***/ 7954:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ rowSubject)
/* harmony export */ });
/* harmony import */ var _mesh_locality_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7562);

/** Who asks for what in which outage: the keys that a row of the table and a timeline have in common. */
function rowSubject({ host, port, subset, route, destination, client }, scenario) {
    return {
        host,
        port: port ?? null,
        subset: subset ?? null,
        publicHost: route?.publicHost ?? null,
        route: route?.name ?? null,
        match: route?.matches.join(' or ') || null,
        weight: destination?.share ?? 1,
        client: client.name,
        clientLocality: (0,_mesh_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .formatLocality */ .D)(client.locality),
        scenario: scenario.name,
    };
}


/***/ }),

/***/ 1207:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  _: () => (/* binding */ predictTable),
  v: () => (/* binding */ scenariosOf)
});

// EXTERNAL MODULE: ./build/src/mesh/locality.js
var mesh_locality = __webpack_require__(7562);
// EXTERNAL MODULE: ./build/src/mesh/route-answers.js
var route_answers = __webpack_require__(9452);
// EXTERNAL MODULE: ./build/src/mesh/build-topology.js
var build_topology = __webpack_require__(8045);
// EXTERNAL MODULE: ./build/src/mesh/targets.js
var targets = __webpack_require__(101);
// EXTERNAL MODULE: ./build/src/mesh/topology.js
var topology = __webpack_require__(6834);
// EXTERNAL MODULE: ./build/src/traffic/outage.js
var outage = __webpack_require__(7076);
// EXTERNAL MODULE: ./build/src/traffic/placed-steps.js + 1 modules
var placed_steps = __webpack_require__(8940);
// EXTERNAL MODULE: ./build/src/traffic/predict-target.js
var predict_target = __webpack_require__(5386);
// EXTERNAL MODULE: ./build/src/traffic/predict.js + 4 modules
var predict = __webpack_require__(1710);
;// CONCATENATED MODULE: ./build/src/traffic/prediction-cache.js

/** Labels that count whatever the policy says. */
const ALWAYS_RELEVANT = ['istio.io/draining', 'topology.istio.io/network'];
/**
 * Predicts each distinct situation once. Most services of a mesh are alike in everything that matters: their
 * policy, and how many endpoints they have where. Fast where the parts of the inputs (endpoints, policies,
 * proxy, outages, …) are the same objects from call to call; they must not change in between. Results are
 * shared, and must not be changed either.
 */
class PredictionCache {
    results = new Map();
    numbers = new Map();
    numberOfObject = new WeakMap();
    numberOfEndpoints = new WeakMap();
    relevantLabels = new Map();
    predict(input) {
        if (input.explain)
            return (0,predict/* predict */.K)(input);
        const key = this.keyOf(input);
        let result = this.results.get(key);
        if (!result) {
            result = (0,predict/* predict */.K)(input);
            this.results.set(key, result);
        }
        return result;
    }
    keyOf(input) {
        const { policies, mesh, subsetLabels } = input;
        const rules = `${this.number(policies)} ${this.number(mesh)} ${this.number(subsetLabels)}`;
        return [
            rules,
            this.endpointsNumber(input, rules),
            this.number(input.proxy),
            this.number(input.outages),
            this.number(input.service),
            this.number(input.networkGateways),
            input.retries ? this.number(input.retries) : '',
            input.profile,
            input.rps,
            input.seed,
        ].join(' ');
    }
    /** The same for objects of the same content; read once. */
    number(object) {
        let number = this.numberOfObject.get(object);
        if (number === undefined) {
            number = this.intern(JSON.stringify(object));
            this.numberOfObject.set(object, number);
        }
        return number;
    }
    intern(text) {
        let number = this.numbers.get(text);
        if (number === undefined) {
            number = this.numbers.size;
            this.numbers.set(text, number);
        }
        return number;
    }
    /** Names of endpoints do not count, nor labels that no rule asks for. */
    endpointsNumber(input, rules) {
        let labels = this.relevantLabels.get(rules);
        if (!labels) {
            const names = labelsAskedFor(input);
            labels = { number: this.intern(names.join()), names };
            this.relevantLabels.set(rules, labels);
        }
        let numbers = this.numberOfEndpoints.get(input.endpoints);
        if (!numbers) {
            numbers = new Map();
            this.numberOfEndpoints.set(input.endpoints, numbers);
        }
        let number = numbers.get(labels.number);
        if (number === undefined) {
            number = this.intern(shapeOf(input.endpoints, labels.names));
            numbers.set(labels.number, number);
        }
        return number;
    }
}
function labelsAskedFor({ policies, mesh, subsetLabels }) {
    const settings = [
        mesh.localityLbSetting,
        ...policies.map(({ loadBalancer }) => loadBalancer?.localityLbSetting),
    ];
    const priorities = settings.flatMap((setting) => setting?.failoverPriority ?? []);
    const names = [
        ...ALWAYS_RELEVANT,
        ...Object.keys(subsetLabels),
        ...priorities.map((entry) => entry.split('=')[0]),
    ];
    return [...new Set(names)].sort();
}
function shapeOf(endpoints, labelNames) {
    const places = new Map();
    return JSON.stringify(endpoints.map(({ id, address = id, labels, ...endpoint }, index) => {
        // An address that comes twice counts once, so that it matters where it came first.
        const first = places.get(address) ?? index;
        places.set(address, first);
        return [
            first === index ? '' : first,
            labelNames.map((name) => labels[name] ?? null),
            endpoint,
        ];
    }));
}

// EXTERNAL MODULE: ./build/src/traffic/row-subject.js
var row_subject = __webpack_require__(7954);
;// CONCATENATED MODULE: ./build/src/traffic/scenarios.js
/** The built-in scenarios, then the configured ones. */
function scenarios(places, configured, options = { depth: 1, zones: false }) {
    const single = singleOutages(places, options.zones);
    return [
        builtIn('healthy'),
        builtIn('recovered'),
        ...single.map((outage) => builtIn(nameOf(outage), outage)),
        ...(options.depth === 2 ? pairs(single) : []),
        ...configured.map((scenario) => ({
            name: scenario.name,
            outages: scenario.outages,
            configured: scenario,
        })),
    ];
}
function singleOutages({ regions, zones, clusters }, withZones) {
    const localities = [...regions, ...(withZones ? zones : [])];
    return [
        ...localities.map((locality) => ({ kind: 'scaled-to-zero', locality })),
        ...localities.map((locality) => ({ kind: 'failing', locality })),
        ...clusters.map((cluster) => ({ kind: 'cluster-lost', cluster })),
    ];
}
/** Two outages of the same place, or of a place and its part, are no more than one. */
function pairs(single) {
    return single.flatMap((first, index) => single
        .slice(index + 1)
        .filter((second) => !isNested(first, second))
        .map((second) => builtIn(`${nameOf(first)}+${nameOf(second)}`, first, second)));
}
function isNested({ locality: a }, { locality: b }) {
    if (a === undefined || b === undefined)
        return false;
    return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
function nameOf({ kind, locality, cluster }) {
    return `${kind}:${locality ?? cluster}`;
}
function builtIn(name, ...outages) {
    return { name, outages, configured: undefined };
}

;// CONCATENATED MODULE: ./build/src/traffic/table.js











/** The built-in scenarios for the mesh's regions, zones and clusters, and those of its configuration. */
function scenariosOf(mesh, options) {
    const { clusters } = mesh.topology;
    const hosts = new Set(mesh.targets().map(({ host }) => host));
    const localities = [...hosts].flatMap((host) => mesh.topology.endpoints(host).map(({ locality }) => locality));
    const zones = localities.filter(({ zone }) => zone !== '');
    const regions = [...(0,topology/* regionsOf */.N)(clusters), ...localities.map(({ region }) => region)];
    return scenarios({
        regions: [...new Set(regions)].filter((region) => region !== ''),
        zones: [...new Set(zones.map(({ region, zone }) => `${region}/${zone}`))].sort(),
        clusters: (mesh.config.clusters ?? []).map(({ name }) => name),
    }, mesh.config.scenarios, options);
}
/** Every target in every scenario: the targets in their order, for each the scenarios in theirs. */
function* predictTable(mesh, outages, { isMeant = () => true, explain = false } = {}) {
    // Where no region is known there is nothing to predict.
    if (mesh.topology.clusters.length === 0)
        return;
    const predictor = new TargetPredictor(mesh, explain);
    for (const target of mesh.targets().filter(isMeant)) {
        for (const scenario of outages) {
            const result = predictEntry(mesh, predictor, target, scenario.outages);
            const prediction = rowOf(target, scenario, result);
            if (explain)
                prediction.steps = (0,placed_steps/* placedSteps */.h)(mesh, target, result.steps);
            yield { target, scenario, prediction };
        }
    }
}
/** Predicts alike situations once. */
class TargetPredictor {
    mesh;
    explain;
    cache = new PredictionCache();
    inputs = new Map();
    constructor(mesh, explain) {
        this.mesh = mesh;
        this.explain = explain;
    }
    predict(target, outages) {
        let input = this.inputs.get(target);
        if (!input) {
            input = { ...(0,predict_target/* inputOf */.wg)(this.mesh, target), explain: this.explain };
            // One target is asked for all of its scenarios in turn.
            if (this.inputs.size >= REMEMBERED)
                this.inputs.clear();
            this.inputs.set(target, input);
        }
        return this.cache.predict({ ...input, outages });
    }
}
const REMEMBERED = 100;
/**
 * A client whose whole cluster is lost has no entry, unless the front door leads it to another
 * cluster's gateway: there it gets what the clients of that cluster get.
 */
function predictEntry(mesh, predictor, target, outages) {
    const lost = (0,outage/* lostClusters */.mw)(outages);
    if (!lost.has(target.client.cluster))
        return predictor.predict(target, outages);
    if (mesh.config.frontDoor === 'none') {
        return noEntry(mesh, target, 'no entry: the gateway is gone with its cluster');
    }
    const elsewhere = targetsElsewhere(mesh, lost).get(requestKey(target)) ?? [];
    const results = elsewhere.map((other) => predictor.predict(other, outages));
    const [first, ...rest] = results;
    if (!first)
        return noEntry(mesh, target, 'no entry: no other gateway serves this host');
    return withStep(rest.reduce(either, first), {
        rule: 'front-door',
        text: `the gateway is gone with its cluster; frontDoor ${mesh.config.frontDoor} leads to ${names(elsewhere)}`,
    });
}
/** By mesh and lost clusters: every target asks for them. */
const knownElsewhere = new WeakMap();
/** What the entries of the clusters that are left ask for, by request. */
function targetsElsewhere(mesh, lost) {
    const known = knownElsewhere.get(mesh) ?? new Map();
    knownElsewhere.set(mesh, known);
    const key = JSON.stringify([...lost].sort());
    let byRequest = known.get(key);
    if (!byRequest) {
        byRequest = new Map();
        for (const target of (0,targets/* targetsOf */.Q)(mesh, entries(mesh, lost))) {
            const request = requestKey(target);
            byRequest.set(request, [...(byRequest.get(request) ?? []), target]);
        }
        known.set(key, byRequest);
    }
    return byRequest;
}
/** The clients of the clusters that are left; where nobody declared one, the ingress gateway itself. */
function entries({ topology }, lost) {
    return topology.clusters
        .filter(({ name }) => !lost.has(name))
        .flatMap((cluster) => {
        const own = topology.clients.filter((client) => client.cluster === cluster.name);
        return own.length ? own : [(0,build_topology/* ingressOf */.$)(cluster)];
    });
}
function withStep(result, step) {
    return { ...result, steps: [step, ...result.steps] };
}
function names(targets) {
    return [...new Set(targets.map(({ client }) => client.name))].join(' or ');
}
/** Targets are the same request of different clients where their keys are equal. */
function requestKey({ host, port, subset, route }) {
    return JSON.stringify([host, port, subset, route?.publicHost, route?.name]);
}
function noEntry(mesh, { host }, text) {
    const localities = new Set(mesh.topology.endpoints(host).map(({ locality }) => (0,mesh_locality/* formatLocality */.D)(locality)));
    return {
        undefined: false,
        split: [...localities].sort().map((locality) => ({ locality, share: 0 })),
        unanswered: 1,
        errors: 1,
        determined: true,
        reason: text,
        steps: [{ rule: 'front-door', text }],
    };
}
/** One of two entries, nobody knows which: their mean, and the range between them. */
function either(a, b) {
    if (a.undefined)
        return a;
    if (b.undefined)
        return b;
    const same = (x, y) => Math.abs(x - y) < 1e-9;
    const isSame = a.split.every(({ share }, index) => same(share, b.split[index]?.share ?? 0));
    if (isSame && same(a.errors, b.errors) && same(a.unanswered, b.unanswered))
        return a;
    const low = Math.min(a.errorsMin ?? a.errors, b.errorsMin ?? b.errors);
    const high = Math.max(a.errorsMax ?? a.errors, b.errorsMax ?? b.errors);
    return {
        undefined: false,
        split: a.split.map((own, index) => {
            const other = b.split[index] ?? own;
            return {
                locality: own.locality,
                share: (own.share + other.share) / 2,
                min: Math.min(own.min ?? own.share, other.min ?? other.share),
                max: Math.max(own.max ?? own.share, other.max ?? other.share),
            };
        }),
        unanswered: (a.unanswered + b.unanswered) / 2,
        errors: (a.errors + b.errors) / 2,
        errorsMin: low,
        errorsMax: high,
        determined: false,
        reason: "the front door may lead to any of the other clusters' gateways",
        steps: [...a.steps, ...b.steps],
    };
}
function rowOf(target, scenario, result) {
    const { route } = target;
    const notes = (0,route_answers/* routeNotes */.t)(route?.http, route?.virtualService.namespace ?? '');
    const numbers = result.undefined
        ? { split: [], unanswered: null, errors: null, determined: false, reason: result.reason }
        : {
            split: result.split,
            unanswered: result.unanswered,
            errors: result.errors,
            ...(result.errorsMin === undefined ? {} : { errorsMin: result.errorsMin }),
            ...(result.errorsMax === undefined ? {} : { errorsMax: result.errorsMax }),
            determined: result.determined,
            ...(result.reason === undefined ? {} : { reason: result.reason }),
        };
    return {
        ...(0,row_subject/* rowSubject */.r)(target, scenario),
        ...numbers,
        ...(notes.length ? { notes } : {}),
    };
}


/***/ }),

/***/ 1124:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ targetTimelines)
/* harmony export */ });
/* harmony import */ var _background_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8459);
/* harmony import */ var _cliff_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9633);
/* harmony import */ var _outage_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7076);
/* harmony import */ var _predict_target_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5386);
/* harmony import */ var _timeline_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2032);
/* harmony import */ var _undefined_by_profile_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4253);
/* harmony import */ var _row_subject_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7954);







/** Runs every target through every scenario; alike situations once. */
function* targetTimelines(mesh, targets, scenarios, options) {
    const runs = new Map();
    const cliffs = new Map();
    for (const target of targets) {
        for (const scenario of scenarios) {
            yield timelineOf(mesh, target, scenario, options, { runs, cliffs });
        }
    }
}
function timelineOf(mesh, target, scenario, options, { runs, cliffs }) {
    const { policies, outages: _, explain: __, ...rest } = (0,_predict_target_js__WEBPACK_IMPORTED_MODULE_3__/* .inputOf */ .wg)(mesh, target);
    const weight = target.destination?.share ?? 1;
    const seed = options.seed ?? scenario.outages.find((own) => own.seed !== undefined)?.seed ?? 0;
    const rps = (options.rps ?? target.client.rps) * weight;
    const { duration } = options;
    const input = { ...rest, policy: policies[0] ?? {}, rps, seed, duration };
    const outages = scenario.outages.map((outage) => {
        const isBackground = outage.kind === 'error-rate';
        return {
            outage,
            begin: isBackground ? 0 : options.begin,
            end: isBackground ? undefined : options.end,
        };
    });
    const base = headOf(target, scenario, { rps, seed, duration, outages });
    if ((0,_outage_js__WEBPACK_IMPORTED_MODULE_2__/* .lostClusters */ .mw)(scenario.outages).has(target.client.cluster)) {
        return { ...base, reason: 'no entry: the gateway is gone with its cluster' };
    }
    const undefinedWhy = (0,_undefined_by_profile_js__WEBPACK_IMPORTED_MODULE_5__/* .undefinedReason */ .T)(input);
    if (undefinedWhy !== undefined)
        return { ...base, reason: undefinedWhy };
    const key = (0,_background_js__WEBPACK_IMPORTED_MODULE_0__/* .situationKey */ .m)(input);
    const runKey = JSON.stringify([key, outages]);
    const run = runs.get(runKey) ?? (0,_timeline_js__WEBPACK_IMPORTED_MODULE_4__/* .timeline */ .IO)({ ...input, outages });
    runs.set(runKey, run);
    const isBackground = outages.every(({ outage }) => outage.kind === 'error-rate');
    let cliff;
    if (isBackground) {
        cliff = cliffs.get(key) ?? (0,_cliff_js__WEBPACK_IMPORTED_MODULE_1__/* .findCliff */ .e)(input);
        cliffs.set(key, cliff);
    }
    return {
        ...base,
        ...(policies.length > 1
            ? { reason: 'several DestinationRules claim this host: this is the run with one of them' }
            : {}),
        requests: run.requests,
        errors: run.errors,
        ...courseOf(run.outages.filter((_course, index) => outages[index]?.outage.kind !== 'error-rate')),
        cliff: cliff ?? null,
        perSecond: perSecond(run, duration),
    };
}
function headOf(target, scenario, { outages, ...run }) {
    const timed = outages.find(({ end }) => end !== undefined);
    return {
        ...(0,_row_subject_js__WEBPACK_IMPORTED_MODULE_6__/* .rowSubject */ .r)(target, scenario),
        ...run,
        begin: timed?.begin ?? null,
        end: timed?.end ?? null,
        requests: 0,
        errors: 0,
        ...courseOf([]),
        cliff: null,
        perSecond: { requests: [], errors: [], unanswered: [], localities: [] },
    };
}
/** Of several outages at once, the slowest counts; one that never comes to it leaves nothing to say. */
function courseOf(courses) {
    const slowest = (value) => {
        const values = courses.map(value).filter((own) => own !== undefined);
        return courses.length > 0 && values.length === courses.length ? Math.max(...values) : null;
    };
    return {
        shiftAfter: slowest(({ shiftAfter }) => shiftAfter),
        failoverAfter: slowest(({ failoverAfter }) => failoverAfter),
        failedBeforeFailover: Math.max(0, ...courses.map((course) => course.failedBeforeFailover)),
        failbackAfter: slowest(({ failbackAfter }) => failbackAfter),
    };
}
/** A second in which there was no request at all has zeros. */
function perSecond({ seconds }, duration) {
    const all = Array.from({ length: Math.ceil(duration) }, (_, index) => seconds[index]);
    const names = new Set(all.flatMap((second) => [...(second?.answered.keys() ?? [])]));
    return {
        requests: all.map((second) => second?.requests ?? 0),
        errors: all.map((second) => second?.errors ?? 0),
        unanswered: all.map((second) => second?.unanswered ?? 0),
        localities: [...names].sort().map((locality) => ({
            locality,
            requests: all.map((second) => second?.answered.get(locality) ?? 0),
        })),
    };
}


/***/ })

};
