export const id = 150;
export const ids = [150];
export const modules = {

/***/ 3150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  apply: () => (/* binding */ apply_apply)
});

// EXTERNAL MODULE: ./build/src/deploy/apply.js + 4 modules
var apply = __webpack_require__(7585);
;// CONCATENATED MODULE: ./build/src/deploy/apply-result.js
function hasFailed({ outcome }) {
    return outcome !== 'applied' && outcome !== 'checked';
}

;// CONCATENATED MODULE: ./build/src/deploy/objects-of.js
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

// EXTERNAL MODULE: ./build/src/lint/is-failure.js
var is_failure = __webpack_require__(128);
// EXTERNAL MODULE: ./build/src/report/paint.js
var paint = __webpack_require__(4928);
// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
;// CONCATENATED MODULE: ./build/src/report/apply-text.js


/** An apply for people: per cluster what became of each object, then the outcome. */
function applyText(result, color) {
    const style = (0,paint/* paint */.n)(color);
    const blocks = result.clusters.map(({ cluster, server, message, objects }) => {
        const problem = message === undefined ? [] : [`  ${style.error((0,safe_text/* safeLines */.Bv)(message))}`];
        const lines = objects.flatMap((object) => objectLines(object, result.dryRun, style));
        const head = `${style.strong((0,safe_text/* safeText */.Hk)(cluster))} ${style.faint((0,safe_text/* safeText */.Hk)(server))}`;
        return [head, ...problem, ...lines].join('\n');
    });
    const warnings = result.warnings.map((text) => `${style.warning('warning')} ${(0,safe_text/* safeText */.Hk)(text)}`);
    return `${[...blocks, ...warnings, (0,safe_text/* safeLines */.Bv)(result.message)].join('\n\n')}\n`;
}
const STYLE = {
    created: 'good',
    configured: 'good',
    unchanged: 'faint',
    pruned: 'warning',
    failed: 'error',
    skipped: 'faint',
};
function objectLines(object, dryRun, style) {
    const { kind, namespace, name, result, message, warnings = [], rolledBack } = object;
    const outcome = style[STYLE[result]](result.padEnd(10));
    const what = `  ${outcome} ${kind} ${(0,safe_text/* safeText */.Hk)(namespace)}/${(0,safe_text/* safeText */.Hk)(name)}`;
    const place = placeText(object, style);
    const why = message === undefined ? [] : [`    ${place}${(0,safe_text/* safeLines */.Bv)(message)}`];
    const notes = warnings.map((text) => `    ${style.warning('warning')} ${(0,safe_text/* safeText */.Hk)(text)}`);
    const back = rolledBack && [`    ${rollbackNote(rolledBack, style)}`];
    return [dryRun ? `${what} (dry run)` : what, ...why, ...notes, ...(back ?? [])];
}
/** What is pruned has no manifest. */
function placeText({ file, line, column }, style) {
    if (file === undefined)
        return '';
    return `${style.faint(`${(0,safe_text/* safeText */.Hk)(file)}:${String(line)}:${String(column)}`)} `;
}
function rollbackNote({ outcome, message }, style) {
    const isBack = outcome !== 'left' && outcome !== 'failed';
    const reason = message === undefined ? '' : `: ${(0,safe_text/* safeLines */.Bv)(message)}`;
    return style[isBack ? 'good' : 'error'](`rollback: ${outcome}${reason}`);
}

// EXTERNAL MODULE: ./build/src/report/json.js
var json = __webpack_require__(7912);
// EXTERNAL MODULE: ./build/src/lint/check-table.js
var check_table = __webpack_require__(6374);
// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
// EXTERNAL MODULE: ./build/src/cli/deploy-options.js + 1 modules
var deploy_options = __webpack_require__(9647);
// EXTERNAL MODULE: ./build/src/cli/deploy-progress.js
var deploy_progress = __webpack_require__(1625);
// EXTERNAL MODULE: ./build/src/cli/exit-code.js
var exit_code = __webpack_require__(3250);
// EXTERNAL MODULE: ./build/src/cli/interruption.js
var interruption = __webpack_require__(6773);
// EXTERNAL MODULE: ./build/src/cli/judge.js + 1 modules
var judge = __webpack_require__(8085);
// EXTERNAL MODULE: ./build/src/cli/output.js
var cli_output = __webpack_require__(3135);
;// CONCATENATED MODULE: ./build/src/cli/commands/apply.js














const apply_apply = {
    options: {
        'dry-run': { type: 'string' },
        ...deploy_options/* writeOptions */.GX,
        gated: { type: 'boolean' },
        strategy: { type: 'string' },
        'on-failure': { type: 'string' },
        'verify-timeout': { type: 'string' },
        'state-dir': { type: 'string' },
    },
    help: [
        {
            term: '--dry-run=server',
            text: 'ask every API server what would happen, and change nothing',
        },
        ...deploy_options/* writeHelp */.RB,
        {
            term: '--gated',
            text: 'the clusters that --clusters leaves out are applied by other jobs, behind one gate',
        },
        {
            term: '--strategy NAME',
            text: 'one-cluster-first (default) or parallel',
        },
        {
            term: '--on-failure DO',
            text: 'rollback (default): every cluster as it was before; stop: leave it as it is then',
        },
        {
            term: '--verify-timeout SECONDS',
            text: 'how long a control plane that reports may take (default: 60, managed 600)',
        },
        {
            term: '--state-dir DIR',
            text: 'where the state before is kept until the run has ended',
        },
    ],
    examples: [
        'mesh-failover apply --dry-run=server mesh/',
        'mesh-failover apply mesh/',
        'mesh-failover apply --clusters b --allow-missing a --reason "europe-west1 is down" mesh/',
    ],
    async run(values, operands, io) {
        const outputs = (0,cli_output/* outputsOf */.Y)(values, ['text', 'json']);
        const dryRun = (0,common_options/* oneOf */.yL)('--dry-run', values['dry-run'] ?? 'none', ['none', 'server']) === 'server';
        const inspection = await (0,judge/* inspectFor */.GX)(values, operands, io);
        const { config, mesh } = inspection;
        const { chosen, missing } = (0,deploy_options/* chooseClusters */.F$)(config, values, {
            mayLeaveOut: values['gated'] === true,
        });
        const options = (0,deploy_options/* applyOptions */.V1)(config, values, io);
        const { lint } = (0,check_table/* checkTable */.D)(inspection);
        if ((0,is_failure/* isFailure */.N)(lint.findings, 'error')) {
            // Machine output is about the apply, and there was none: the findings are for people.
            const toStderr = { ...io, stdout: io.stderr };
            const text = [{ format: 'text', file: undefined }];
            await (0,judge/* report */.z8)(text, values, toStderr, inspection, { lint, predictions: undefined }, 0);
            io.stderr.write('\nThe check found errors: nothing was applied.\n');
            return exit_code/* ExitCode */.y.failed;
        }
        const clusters = await (0,deploy_options/* connectAll */.Q5)(chosen, io);
        const interrupted = (0,interruption/* interruption */.Y)(io, 'interrupted; the clusters are put back to what they were');
        try {
            const result = await (0,apply/* apply */.Bb)({
                ...options,
                objects: deployObjects(mesh),
                clusters,
                ...(missing && { missing }),
                dryRun,
                signal: interrupted.signal,
                progress: (0,deploy_progress/* tellProgress */.X)(values, io),
            });
            for (const output of outputs) {
                const color = output.file === undefined && (0,common_options/* hasColor */.cE)(values, io);
                const text = output.format === 'json' ? `${(0,json/* toJson */.a)(result)}\n` : applyText(result, color);
                await (0,cli_output/* writeOutput */.z)(output, text, io);
            }
            return hasFailed(result) ? exit_code/* ExitCode */.y.failed : exit_code/* ExitCode */.y.fine;
        }
        finally {
            interrupted.end();
        }
    },
};


/***/ }),

/***/ 6773:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ interruption)
/* harmony export */ });
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1708);

/**
 * A signal that is aborted by Ctrl-C, by the end of the terminal and by who ends the job, so that there is time to put things in
 * order. Only the first time: the second ends the process at once, unless there is something to say `again` and again, because what
 * is being put in order must not be left as it is.
 */
function interruption(io, notice, again) {
    const controller = new AbortController();
    const names = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const end = () => {
        for (const name of names)
            node_process__WEBPACK_IMPORTED_MODULE_0__.removeListener(name, abort);
    };
    const abort = (name) => {
        if (controller.signal.aborted) {
            io.stderr.write(`mesh-failover: ${again ?? ''}\n`);
            return;
        }
        if (again === undefined)
            end();
        io.stderr.write(`\nmesh-failover: ${notice}\n`);
        controller.abort(new Error(`interrupted by ${name}`));
    };
    for (const name of names)
        node_process__WEBPACK_IMPORTED_MODULE_0__.on(name, abort);
    return { signal: controller.signal, end };
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
