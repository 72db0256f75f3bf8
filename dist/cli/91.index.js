export const id = 91;
export const ids = [91];
export const modules = {

/***/ 5683:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ deployObjects)
/* harmony export */ });
/** What of the manifests is sent to clusters: the three kinds that failover is made of, and no other. */
function deployObjects({ resources }) {
    const { Gateway, DestinationRule, VirtualService } = resources;
    return [...Gateway, ...DestinationRule, ...VirtualService].map(deployObject);
}
function deployObject({ kind, namespace, name, document, cluster }) {
    const { line, column } = document.locate(['metadata', 'name']);
    const { value, file } = document;
    return { value, kind, namespace, name, file, line, column, cluster };
}


/***/ }),

/***/ 2965:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   XT: () => (/* binding */ planFileOf),
/* harmony export */   cx: () => (/* binding */ isPlanFile),
/* harmony export */   m3: () => (/* binding */ readPlan),
/* harmony export */   pD: () => (/* binding */ writePlan),
/* harmony export */   yz: () => (/* binding */ movedSince)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var _cluster_cluster_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8002);
/* harmony import */ var _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1400);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9764);
/* harmony import */ var _written_by_us_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1087);






const head = '{"kind":"mesh-failover-plan"';
function planFileOf(base, checked) {
    return {
        kind: 'mesh-failover-plan',
        version: 1,
        ...base,
        clusters: checked.map((each) => ({
            name: each.cluster.name,
            identity: digest(each.cluster.identity),
            objects: Object.fromEntries(each.objects.map(({ wanted, before }) => [
                titleOf(wanted),
                before ? contentOf(before) : null,
            ])),
            prune: base.prune ? each.prune.map(titleOf) : [],
        })),
    };
}
async function writePlan(path, name, plan) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)(path, `${JSON.stringify(plan)}\n`, { mode: 0o600 }).catch((error) => {
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y(`${name} cannot be written: ${error.message}`);
    });
}
/** Whether a file is a plan, and no manifest. */
async function isPlanFile(path) {
    const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(path, 'r').catch(() => undefined);
    if (!file)
        return false;
    try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(head.length), 0, head.length, 0);
        return buffer.toString('utf8', 0, bytesRead) === head;
    }
    catch {
        // A folder.
        return false;
    }
    finally {
        await file.close();
    }
}
/** @throws UserError for what is no plan */
async function readPlan(path, name) {
    let value;
    try {
        value = JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(path, 'utf8'));
    }
    catch (error) {
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y(`${name} is no whole plan: ${error.message}`);
    }
    if (!isPlan(value)) {
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y(`${name} is a plan of another version of mesh-failover; plan again`);
    }
    return value;
}
function isPlan(value) {
    if (!(0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(value) || value['version'] !== 1)
        return false;
    const { objects, clusters, environment } = value;
    return (typeof environment === 'string' &&
        Array.isArray(objects) &&
        objects.every((each) => (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each) &&
            (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each['value']) &&
            ['kind', 'namespace', 'name', 'file'].every((key) => typeof each[key] === 'string')) &&
        Array.isArray(clusters) &&
        clusters.every((each) => (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each) &&
            typeof each['name'] === 'string' &&
            (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each['objects']) &&
            Array.isArray(each['prune'])));
}
/** Where a cluster is not what the plan was made from; each a sentence. */
function movedSince(plan, checked, fieldManager) {
    return checked.flatMap((each) => {
        const { cluster, objects, prune } = each;
        const planned = plan.clusters.find(({ name }) => name === cluster.name);
        if (!planned)
            return [`The plan knows no cluster ${cluster.name}.`];
        if (planned.identity !== digest(cluster.identity)) {
            return [
                `The cluster ${cluster.name} is another API server than the one that was planned for.`,
            ];
        }
        const moved = objects.find(({ wanted, before }) => {
            const known = planned.objects[titleOf(wanted)];
            return known !== (before ? contentOf(before) : null);
        });
        if (moved)
            return [movedText(cluster.name, moved.wanted, moved.before, plan, fieldManager)];
        const unplanned = plan.prune
            ? prune.find((one) => !planned.prune.includes(titleOf(one)))
            : undefined;
        if (!unplanned)
            return [];
        return [
            `Pruning would now delete ${titleOf(unplanned)} in cluster ${cluster.name}, which was not planned. Plan again.`,
        ];
    });
}
function movedText(cluster, wanted, now, { createdAt }, fieldManager) {
    const writer = now && (0,_written_by_us_js__WEBPACK_IMPORTED_MODULE_3__/* .foreignWriters */ .DN)(now, undefined, fieldManager).at(-1);
    const by = writer ? `, last by ${writer.manager}${writer.time ? ` at ${writer.time}` : ''}` : '';
    const what = now ? `has changed since${by}` : 'is gone';
    return `Cluster ${cluster} is not what it was at ${createdAt}, when the plan was made: ${titleOf(wanted)} ${what}. Plan again.`;
}
function titleOf(object) {
    const { kind, namespace = '', name } = (0,_cluster_cluster_js__WEBPACK_IMPORTED_MODULE_5__/* .keyOf */ .T)(object);
    return `${kind} ${namespace}/${name}`;
}
/** Who owns what counts as well: a conflict may hang on it. Versions, times and the status do not. */
function contentOf({ metadata, status: _, ...rest }) {
    const { uid, labels, annotations, managedFields = [] } = metadata;
    const owners = managedFields
        .filter(({ subresource }) => !subresource)
        .map(({ manager, operation, apiVersion, ...entry }) => sorted([manager, operation, apiVersion, entry['fieldsV1']]))
        .toSorted();
    return digest(sorted([rest, uid, labels, annotations, owners]));
}
function digest(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex');
}
/** JSON whose keys are in order, so that equal values are equal texts. */
function sorted(value) {
    return JSON.stringify(value, (_, each) => (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each)
        ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : each);
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

/***/ 128:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ isFailure)
/* harmony export */ });
const LEVELS = ['notice', 'warning', 'error'];
/** Whether a finding is at or above the level. */
function isFailure(findings, level) {
    return findings.some(({ severity }) => LEVELS.indexOf(severity) >= LEVELS.indexOf(level));
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


/***/ })

};
