export const id = 379;
export const ids = [379];
export const modules = {

/***/ 2379:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  check: () => (/* binding */ check)
});

// EXTERNAL MODULE: ./build/src/traffic/behaviour-change.js
var behaviour_change = __webpack_require__(9465);
// EXTERNAL MODULE: ./build/src/lint/behaviour-causes.js
var behaviour_causes = __webpack_require__(9821);
// EXTERNAL MODULE: ./build/src/lint/base/new-findings.js
var new_findings = __webpack_require__(9826);
;// CONCATENATED MODULE: ./build/src/lint/base/change.js



/** Compares the files with how they were; `before` is undefined where there was nothing that could be judged. */
function changeBetween(before, after) {
    const known = before
        ? (0,new_findings/* knownFindings */.M)(before.lint.findings, (file) => before.manifests.text(file))
        : [];
    const findings = (0,new_findings/* newFindings */.F)(after.lint.findings, known, (file) => after.manifests.text(file));
    const changes = (0,behaviour_change/* behaviourChanges */.L)((before?.rows ?? []).map(({ prediction }) => prediction), after.rows.map(({ prediction }) => prediction));
    return { findings, behaviour: (0,behaviour_causes/* withCauses */.v)(changes, after.rows, findings) };
}

// EXTERNAL MODULE: ./build/src/lint/check-table.js
var check_table = __webpack_require__(6374);
// EXTERNAL MODULE: ./build/src/cli/baseline-options.js + 1 modules
var baseline_options = __webpack_require__(9851);
// EXTERNAL MODULE: ./build/src/cli/changed-since.js + 3 modules
var changed_since = __webpack_require__(9340);
// EXTERNAL MODULE: ./build/src/lint/is-failure.js
var is_failure = __webpack_require__(128);
// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
// EXTERNAL MODULE: ./build/src/report/formats.js + 14 modules
var formats = __webpack_require__(1525);
// EXTERNAL MODULE: ./build/src/cli/exit-code.js
var exit_code = __webpack_require__(3250);
// EXTERNAL MODULE: ./build/src/cli/output.js
var output = __webpack_require__(3135);
// EXTERNAL MODULE: ./build/src/cli/judge.js + 1 modules
var judge = __webpack_require__(8085);
// EXTERNAL MODULE: ./build/src/cli/scenario-options.js
var scenario_options = __webpack_require__(1099);
;// CONCATENATED MODULE: ./build/src/cli/commands/check.js











const check = {
    formats: formats/* formatNames */.E,
    options: { ...common_options/* judgeOptions */.SR, ...baseline_options/* baselineOptions */.Ki, ...changed_since/* changeOptions */.D$, ...scenario_options/* scenarioOptions */.f6 },
    help: [...common_options/* judgeHelp */.JB, ...baseline_options/* baselineHelp */.H1, ...changed_since/* changeHelp */.GP, ...scenario_options/* scenarioHelp */.G2],
    examples: ['mesh-failover check .', 'kustomize build overlays/prod | mesh-failover check -'],
    async run(values, operands, io) {
        const start = performance.now();
        const outputs = (0,output/* outputsOf */.Y)(values, formats/* formatNames */.E);
        const level = (0,common_options/* failLevel */.h0)(values);
        const scenarios = (0,scenario_options/* scenarioOptionsOf */.gg)(values);
        const baseline = (0,baseline_options/* baselineStep */.IL)(values, io);
        const earlier = await (0,changed_since/* inspectionBefore */.SS)(values, operands, io);
        const inspection = await (0,judge/* inspectFor */.GX)(values, operands, io);
        const { manifests } = inspection;
        const { rows, lint: all } = (0,check_table/* checkTable */.D)(inspection, scenarios);
        const kept = await baseline.conclude(all, inspection, []);
        const before = earlier?.before;
        const change = earlier &&
            changeBetween(before && { ...(0,check_table/* checkTable */.D)(before, scenarios), manifests: before.manifests }, {
                rows,
                lint: kept,
                manifests,
            });
        const results = {
            lint: change ? (0,changed_since/* onlyNew */.$y)(kept, change.findings) : kept,
            predictions: rows.map(({ prediction }) => prediction),
            ...(change ? { behaviour: change.behaviour } : {}),
        };
        const seconds = (performance.now() - start) / 1000;
        await (0,judge/* report */.z8)(outputs, values, io, inspection, results, seconds);
        return (0,is_failure/* isFailure */.N)(results.lint.findings, level) ? exit_code/* ExitCode */.y.failed : exit_code/* ExitCode */.y.fine;
    },
};


/***/ }),

/***/ 1099:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G2: () => (/* binding */ scenarioHelp),
/* harmony export */   f6: () => (/* binding */ scenarioOptions),
/* harmony export */   gg: () => (/* binding */ scenarioOptionsOf)
/* harmony export */ });
/* harmony import */ var _common_options_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6914);

/** Options that say which outages the table has. */
const scenarioOptions = {
    depth: { type: 'string' },
    zones: { type: 'boolean' },
};
const scenarioHelp = [
    { term: '--depth N', text: '1 (default), or 2: all pairs of outages too' },
    { term: '--zones', text: 'the loss of single zones too' },
];
/** @throws UserError for a depth other than 1 and 2. */
function scenarioOptionsOf(values) {
    const depth = (0,_common_options_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('--depth', values['depth'] ?? '1', ['1', '2']);
    return { depth: depth === '2' ? 2 : 1, zones: values['zones'] === true };
}


/***/ }),

/***/ 9821:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ withCauses)
/* harmony export */ });
/* harmony import */ var _rules_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4020);
/* harmony import */ var _objects_behind_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7192);


const RANK = { error: 0, warning: 1, notice: 2 };
const explaining = new Set(_rules_index_js__WEBPACK_IMPORTED_MODULE_0__/* .rules */ .a.filter((rule) => rule.explainsErrors).map(({ name }) => name));
/**
 * Adds to each change for the worse the finding about the objects behind it that says most.
 *
 * @param rows The table after the change.
 * @param findings What may be the cause: what the change brought, where that is known; else everything.
 */
function withCauses({ changes, unchanged }, rows, findings) {
    const rowOf = new Map(rows.map((row) => [row.prediction, row]));
    const explained = changes.map((change) => {
        const row = change.after && rowOf.get(change.after);
        if (!row || !isForTheWorse(change))
            return change;
        const objects = (0,_objects_behind_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsBehind */ .l)(row.target);
        const about = findings.filter(({ resource }) => objects.some(({ kind, namespace, name }) => resource?.kind === kind && resource.namespace === namespace && resource.name === name));
        const [cause] = about.sort((a, b) => rankOf(a) - rankOf(b));
        return cause ? { ...change, cause } : change;
    });
    return { changes: explained, unchanged };
}
function isForTheWorse({ kind, after }) {
    return kind === 'worse' || kind === 'other' || (kind === 'added' && (after?.errors ?? 0) > 0);
}
/** What explains errors first, and of these the gravest. */
function rankOf({ rule, category, severity }) {
    const explains = category === 'invariant' || explaining.has(rule);
    return (explains ? 0 : 10) + RANK[severity];
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

/***/ 9465:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ behaviourChanges)
/* harmony export */ });
/** Smaller differences of shares are rounding. */
const NOTICEABLE = 0.0005;
/**
 * Compares two predicted tables case by case: a destination, client and outage are the same case in both, also where
 * the route that leads there has been renamed.
 */
function behaviourChanges(before, after) {
    const pairs = pairUp(before, after);
    const changes = pairs.flatMap(([old, current]) => {
        const kind = kindOf(old, current);
        return kind === 'same' ? [] : [{ kind, before: old, after: current }];
    });
    return { changes, unchanged: pairs.length - changes.length };
}
function pairUp(before, after) {
    const sameRoute = take(before, after, (row) => keyOf(row, row.route));
    const renamed = take(sameRoute.before, sameRoute.after, (row) => keyOf(row, null));
    const partners = new Map([...sameRoute.partners, ...renamed.partners]);
    return [
        ...after.map((row) => [partners.get(row), row]),
        ...renamed.before.map((row) => [row, undefined]),
    ];
}
/** Finds for each row the one with its key before, each once; and what is left of both. */
function take(before, after, key) {
    const waiting = new Map();
    for (const row of before.toReversed()) {
        const own = waiting.get(key(row));
        if (own)
            own.push(row);
        else
            waiting.set(key(row), [row]);
    }
    const partners = new Map();
    for (const row of after) {
        const partner = waiting.get(key(row))?.pop();
        if (partner)
            partners.set(row, partner);
    }
    const taken = new Set(partners.values());
    return {
        partners,
        before: before.filter((row) => !taken.has(row)),
        after: after.filter((row) => !partners.has(row)),
    };
}
function keyOf(row, route) {
    const { host, port, subset, publicHost, match, client, scenario } = row;
    return JSON.stringify([host, port, subset, publicHost, match, client, scenario, route]);
}
function kindOf(before, after) {
    if (!before)
        return 'added';
    if (!after)
        return 'removed';
    if (before.errors === null || after.errors === null) {
        return before.errors === after.errors && hasSameNotes(before, after) ? 'same' : 'other';
    }
    const most = (after.errorsMax ?? after.errors) - (before.errorsMax ?? before.errors);
    const expected = after.errors - before.errors;
    // A range that grows is a promise less, whatever its mean.
    const rise = Math.abs(most) > NOTICEABLE ? most : expected;
    if (rise > NOTICEABLE)
        return 'worse';
    if (rise < -NOTICEABLE)
        return 'better';
    return hasSameNumbers(before, after) && hasSameNotes(before, after) ? 'same' : 'other';
}
function hasSameNumbers(before, after) {
    const localities = [...before.split, ...after.split].map(({ locality }) => locality);
    const numbers = (row) => [
        row.weight,
        row.unanswered ?? 0,
        row.errors ?? 0,
        row.errorsMin ?? row.errors ?? 0,
        row.errorsMax ?? row.errors ?? 0,
        ...localities.flatMap((name) => {
            const { share = 0, min, max } = row.split.find(({ locality }) => locality === name) ?? {};
            return [share, min ?? share, max ?? share];
        }),
    ];
    const old = numbers(before);
    return numbers(after).every((value, index) => Math.abs(value - (old[index] ?? 0)) <= NOTICEABLE);
}
function hasSameNotes({ notes: before = [] }, { notes: after = [] }) {
    return JSON.stringify(before) === JSON.stringify(after);
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
