export const id = 61;
export const ids = [61];
export const modules = {

/***/ 3061:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  simulate: () => (/* binding */ simulate)
});

// EXTERNAL MODULE: ./build/src/report/formats.js + 14 modules
var formats = __webpack_require__(1525);
// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
;// CONCATENATED MODULE: ./build/src/traffic/answered-routes.js
function answeredRoutes(mesh) {
    const answered = new Map();
    for (const client of mesh.topology.clients) {
        for (const { shadowed, answer, publicHost, name, matches } of mesh.routes(client)) {
            if (shadowed || answer === undefined)
                continue;
            const match = matches.join(' or ') || null;
            const key = JSON.stringify([publicHost, name, match, answer]);
            const known = answered.get(key);
            if (!known) {
                answered.set(key, { publicHost, route: name, match, answer, clients: [client.name] });
            }
            else if (!known.clients.includes(client.name))
                known.clients.push(client.name);
        }
    }
    return [...answered.values()];
}

// EXTERNAL MODULE: ./build/src/traffic/expectations.js
var expectations = __webpack_require__(8368);
// EXTERNAL MODULE: ./build/src/traffic/table.js + 2 modules
var table = __webpack_require__(1207);
// EXTERNAL MODULE: ./build/src/traffic/target-timeline.js
var target_timeline = __webpack_require__(1124);
// EXTERNAL MODULE: ./build/src/cli/exit-code.js
var exit_code = __webpack_require__(3250);
// EXTERNAL MODULE: ./build/src/cli/judge.js + 1 modules
var judge = __webpack_require__(8085);
// EXTERNAL MODULE: ./build/src/cli/output.js
var output = __webpack_require__(3135);
// EXTERNAL MODULE: ./build/src/cli/scenario-options.js
var scenario_options = __webpack_require__(1099);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/mesh/did-you-mean.js
var did_you_mean = __webpack_require__(3092);
// EXTERNAL MODULE: ./build/src/mesh/host-name.js
var host_name = __webpack_require__(2037);
;// CONCATENATED MODULE: ./build/src/cli/glob.js
/** Whether a name is meant by a pattern, in which `*` stands for anything and `?` for one character. */
function matchesGlob(name, pattern) {
    const expression = pattern
        .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
        .replace(/\*+/g, '.*')
        .replace(/\?/g, '.');
    return new RegExp(`^${expression}$`, 's').test(name);
}

;// CONCATENATED MODULE: ./build/src/cli/selection.js




/** Options that say which rows are meant. */
const selectionOptions = {
    scenario: { type: 'string', multiple: true },
    client: { type: 'string', multiple: true },
    host: { type: 'string', multiple: true },
};
const selectionHelp = [
    { term: '--scenario NAME', text: 'these outages only; repeatable, with * and ?' },
    { term: '--client NAME', text: 'these clients only; repeatable, with * and ?' },
    {
        term: '--host HOST',
        text: 'these destinations or public hosts only; repeatable, with * and ?',
    },
];
/** Whether the options leave anything out but scenarios. */
function isPartial(values) {
    return patternsOf(values, 'client').length > 0 || patternsOf(values, 'host').length > 0;
}
/** @throws UserError for a name that no scenario has. */
function selectScenarios(values, scenarios) {
    const patterns = patternsOf(values, 'scenario');
    const names = scenarios.map(({ name }) => name);
    checkKnown('--scenario', patterns, names);
    return scenarios.filter(({ name }) => isMeant(patterns, [name]));
}
/**
 * The targets that are meant.
 *
 * @throws UserError for a name that no client, or a host that no target has.
 */
function targetFilter(values, mesh) {
    const clients = patternsOf(values, 'client');
    const hosts = patternsOf(values, 'host');
    checkKnown('--client', clients, mesh.topology.clients.map(({ name }) => name));
    checkKnown('--host', hosts, mesh.targets().flatMap(namesOf));
    return (target) => isMeant(clients, [target.client.name]) && isMeant(hosts, namesOf(target));
}
function namesOf({ host, route }) {
    return [host, (0,host_name/* shortHost */.bA)(host), ...(route ? [route.publicHost] : [])];
}
function patternsOf(values, option) {
    const value = values[option];
    return Array.isArray(value) ? value.map(String) : [];
}
function isMeant(patterns, names) {
    return (patterns.length === 0 ||
        patterns.some((pattern) => names.some((name) => name === pattern || matchesGlob(name, pattern))));
}
const MOST_LISTED = 10;
function checkKnown(option, patterns, names) {
    const known = [...new Set(names)];
    for (const pattern of patterns) {
        if (known.some((name) => isMeant([pattern], [name])))
            continue;
        const near = (0,did_you_mean/* didYouMean */.a)(pattern, known);
        const list = known.length <= MOST_LISTED ? `; there are ${known.join(', ')}` : '';
        throw new errors/* UserError */.y(`${option} ${pattern}: nothing has that name${near ? `; did you mean "${near}"?` : list}`);
    }
}

// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
;// CONCATENATED MODULE: ./build/src/cli/timeline-options.js


/** Seconds: long enough for an endpoint that was ejected twice, for 30 s and 60 s, to be back. */
const DURATION = 180;
const BEGIN = 10;
const END = 70;
/** Of one run. */
const MOST_REQUESTS = 5_000_000;
const timelineOptions = {
    timeline: { type: 'boolean' },
    duration: { type: 'string' },
    rps: { type: 'string' },
    seed: { type: 'string' },
    'error-rate': { type: 'string' },
};
const timelineHelp = [
    {
        term: '--timeline',
        text: `the outages over time as well: each begins at ${String(BEGIN)} s and ends at ${String(END)} s`,
    },
    { term: '--duration S', text: `seconds of a run (default ${String(DURATION)})` },
    { term: '--rps N', text: 'requests per second (default: clients[].rps, or 50)' },
    { term: '--seed N', text: 'the same seed gives the same run (default 0)' },
    {
        term: '--error-rate R',
        text: 'every endpoint answers this share with 500, over time (0.005: 0.5 %); finds the cliff',
    },
];
/** Undefined where nothing is asked for over time. @throws UserError for a number that makes no sense. */
function timelineOptionsOf(values) {
    const duration = numberOf(values, 'duration', 1, 86_400) ?? DURATION;
    const rps = numberOf(values, 'rps', 0.001, 1_000_000);
    const seed = numberOf(values, 'seed', 0, 2 ** 32 - 1);
    const rate = errorRateOf(values);
    if (values['timeline'] !== true && rate === undefined) {
        const stray = ['duration', 'rps', 'seed'].find((name) => values[name] !== undefined);
        if (stray)
            throw new errors/* UserError */.y(`--${stray} is for runs over time: it needs --timeline`);
        return undefined;
    }
    if (duration * (rps ?? 1) > MOST_REQUESTS) {
        throw new errors/* UserError */.y(`--duration and --rps: ${String(duration * (rps ?? 1))} requests are too many; ${String(MOST_REQUESTS)} at most`);
    }
    return { duration, begin: BEGIN, end: END, rps, seed };
}
/** The outages that run over time: background errors alone where only they are asked for. */
function timedScenarios(values, selected) {
    const rate = errorRateOf(values);
    const background = rate === undefined
        ? []
        : [
            {
                name: `error-rate:${String(rate)}`,
                outages: [{ kind: 'error-rate', rate }],
                configured: undefined,
            },
        ];
    const isAsked = values['timeline'] === true;
    return [...(isAsked ? selected.filter(({ outages }) => outages.length > 0) : []), ...background];
}
function errorRateOf(values) {
    return numberOf(values, 'error-rate', 0, 1);
}
function numberOf(values, name, min, max) {
    const text = (0,common_options/* textOption */.vU)(values, name);
    if (text === undefined)
        return undefined;
    const value = Number(text);
    if (text.trim() === '' || !(value >= min && value <= max)) {
        throw new errors/* UserError */.y(`--${name} takes a number from ${String(min)} to ${String(max)}, not "${text}"`);
    }
    return value;
}

;// CONCATENATED MODULE: ./build/src/cli/commands/simulate.js












const simulate = {
    formats: formats/* formatNames */.E,
    options: {
        'allow-empty': { type: 'boolean' },
        explain: { type: 'boolean' },
        ...scenario_options/* scenarioOptions */.f6,
        ...selectionOptions,
        ...timelineOptions,
    },
    help: [
        { term: '--allow-empty', text: 'no Istio manifest at all is no error' },
        ...scenario_options/* scenarioHelp */.G2,
        ...selectionHelp,
        { term: '--explain', text: 'how the mesh comes to each row, with the manifest lines' },
        ...timelineHelp,
    ],
    examples: [
        'mesh-failover simulate mesh/',
        'mesh-failover simulate --depth 2 --format json',
        "mesh-failover simulate --scenario 'failing:*' --explain mesh/",
        'mesh-failover simulate --timeline --host hello-world.default mesh/',
    ],
    async run(values, operands, io) {
        const start = performance.now();
        const outputs = (0,output/* outputsOf */.Y)(values, formats/* formatNames */.E);
        const options = (0,scenario_options/* scenarioOptionsOf */.gg)(values);
        const timed = timelineOptionsOf(values);
        const inspection = await (0,judge/* meshFor */.FN)(values, operands, io);
        const { mesh } = inspection;
        const scenarios = selectScenarios(values, (0,table/* scenariosOf */.v)(mesh, options));
        const isMeant = targetFilter(values, mesh);
        const explain = values['explain'] === true;
        const rows = [...(0,table/* predictTable */._)(mesh, scenarios, { isMeant, explain })];
        const over = timed && [
            ...(0,target_timeline/* targetTimelines */.s)(mesh, mesh.targets().filter(isMeant), timedScenarios(values, scenarios), timed),
        ];
        const results = {
            lint: undefined,
            predictions: rows.map(({ prediction }) => prediction),
            answered: answeredRoutes(mesh),
            ...(over ? { timelines: over } : {}),
        };
        await (0,judge/* report */.z8)(outputs, values, io, inspection, results, (performance.now() - start) / 1000);
        // An expectation about rows that nobody asked for is not broken.
        const broken = (0,expectations/* brokenExpectations */.R)(rows).filter(({ row }) => row || !isPartial(values));
        for (const { scenario, message } of broken) {
            io.stderr.write(`expectation of ${(0,safe_text/* safeText */.Hk)(scenario)} failed: ${(0,safe_text/* safeText */.Hk)(message)}\n`);
        }
        return broken.length ? exit_code/* ExitCode */.y.failed : exit_code/* ExitCode */.y.fine;
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
