export const id = 353;
export const ids = [353];
export const modules = {

/***/ 9353:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  FG: () => (/* binding */ configNames),
  Z9: () => (/* binding */ loadConfig)
});

// UNUSED EXPORTS: defaultConfig

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/schemas/mesh-failover.base.json
const mesh_failover_base_namespaceObject = /*#__PURE__*/JSON.parse('{"qo":{"Ud":{"T1":"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"},"gg":{"qo":{"cA":{"T1":"^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$"}}}},"L2":{"UU":{"T":"^[^\\\\s]+$"},"Ev":{"T1":"^[^/\\\\s*]+(/[^/\\\\s*]+){0,2}$"},"bz":{"qo":{"ii":{"qo":{"OZ":{"T1":"^https?://[^\\\\s]+$"}}}}},"W_":{"qo":{"m6":{"T1":"^\\\\d{4}-\\\\d{2}-\\\\d{2}T\\\\d{2}:\\\\d{2}:\\\\d{2}Z$"}}},"sR":{"qo":{"Ev":{"T1":"^([^/\\\\s*]+(/[^/\\\\s*]+){0,2})?$"}}},"al":{"qo":{"wx":{"T1":"^[!#$%&\'*+.^_`|~0-9A-Za-z-]+$"}}}}}');
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/manifest/find-files.js
var find_files = __webpack_require__(2706);
// EXTERNAL MODULE: ./build/src/manifest/parse.js + 16 modules
var parse = __webpack_require__(7724);
// EXTERNAL MODULE: ./build/src/manifest/read-file.js
var read_file = __webpack_require__(9570);
// EXTERNAL MODULE: ./build/src/mesh/did-you-mean.js
var did_you_mean = __webpack_require__(3092);
;// CONCATENATED MODULE: ./build/src/config/schema-problems.js

/** Checks values against one JSON Schema, and words what is wrong for people. */
class SchemaChecker {
    #validate;
    #patterns;
    constructor(validate, patterns = {}) {
        this.#validate = validate;
        this.#patterns = patterns;
    }
    /** Every problem of a value; none: it has the shape that the schema describes. */
    check(value) {
        if (this.#validate(value))
            return [];
        const errors = this.#validate.errors ?? [];
        return withoutOtherBranches(errors).map((error) => this.#problem(error, value));
    }
    #problem(error, root) {
        const path = toPath(error.instancePath, root);
        const params = error.params;
        switch (error.keyword) {
            case 'additionalProperties':
                return unknownKey(path, String(params['additionalProperty']), error);
            case 'required': {
                const message = `"${String(params['missingProperty'])}" is missing; add it`;
                return { path, part: 'key', message };
            }
            case 'propertyNames':
                return {
                    path: [...path, String(params['propertyName'])],
                    part: 'key',
                    message: `the key "${String(params['propertyName'])}" is not ${localityWords}; write it so`,
                };
            case 'enum':
                return { path, message: notOneOf(error.data, params['allowedValues']) };
            case 'const':
                return { path, message: notOneOf(error.data, [params['allowedValue']]) };
            case 'type':
                return { path, message: wrongType(error.data, String(params['type'])) };
            case 'pattern': {
                const words = this.#patterns[String(params['pattern'])];
                const wanted = words ?? `text of the form ${String(params['pattern'])}`;
                return { path, message: `${show(error.data)} is not ${wanted}; write it so` };
            }
            case 'minItems':
                return { path, part: 'key', message: 'the list is empty; remove the key, or add an item' };
            case 'minLength':
                return { path, message: 'the text is empty; remove the key, or fill it in' };
            default:
                // minimum, maximum and their like: "must be <= 1".
                return { path, message: `${show(error.data)} ${error.message ?? 'is not allowed'}` };
        }
    }
}
const localityWords = 'a locality (region, region/zone or region/zone/subzone)';
/**
 * Of a choice between words and a mapping (`anyOf`), only the errors of the branch that was meant;
 * and of a bad key, only the error that names it.
 */
function withoutOtherBranches(errors) {
    const choices = new Map();
    for (const { keyword, instancePath, data } of errors) {
        if (keyword === 'anyOf')
            choices.set(instancePath, typeof data === 'object' && data !== null);
    }
    return errors.filter(({ keyword, instancePath, propertyName }) => {
        if (keyword === 'anyOf' || propertyName !== undefined)
            return false;
        const isObject = choices.get(instancePath);
        if (isObject === undefined)
            return true;
        return keyword !== (isObject ? 'enum' : 'type');
    });
}
function unknownKey(path, key, error) {
    const schema = error.parentSchema;
    const known = Object.keys(schema?.properties ?? {}).filter((name) => name !== '$schema');
    const guess = (0,did_you_mean/* didYouMean */.a)(key, known);
    const advice = guess === undefined ? `known are ${known.join(', ')}` : `did you mean "${guess}"?`;
    return { path: [...path, key], part: 'key', message: `unknown key "${key}"; ${advice}` };
}
function notOneOf(value, allowed) {
    // YAML 1.1 reads a bare `off` as false, so false is allowed beside it, and not worth telling.
    const words = allowed.filter((word) => word !== false).map(String);
    const guess = typeof value === 'string' ? (0,did_you_mean/* didYouMean */.a)(value, words) : undefined;
    const advice = guess === undefined ? '' : `; did you mean "${guess}"?`;
    const wanted = words.length === 1 ? words.join() : `one of ${words.join(', ')}`;
    return `${show(value)} is not ${wanted}${advice}`;
}
const typeWords = {
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping',
};
function wrongType(value, type) {
    const wanted = typeWords[type] ?? type;
    const isScalar = typeof value === 'boolean' || typeof value === 'number';
    if (type === 'string' && isScalar) {
        return `expected text, but YAML reads this as ${String(value)}; put it in quotes`;
    }
    return `expected ${wanted}, got ${show(value)}`;
}
/** A value in a message: short, or only its kind. */
function show(value) {
    if (value === null || value === undefined)
        return 'nothing';
    if (Array.isArray(value))
        return 'a list';
    if (typeof value === 'object')
        return 'a mapping';
    const text = JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
/** Turns a JSON Pointer into a path: positions in lists become numbers. */
function toPath(pointer, root) {
    const path = [];
    let value = root;
    for (const escaped of pointer.split('/').slice(1)) {
        const segment = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
        path.push(Array.isArray(value) ? Number(segment) : segment);
        value = value?.[segment];
    }
    return path;
}

;// CONCATENATED MODULE: ./build/src/config/check-config.js


/**
 * Checks what a schema cannot say: names that are unique, references that lead somewhere, outages
 * that make sense, options that their rule has.
 */
function checkConfig(config, knownRules) {
    const problems = [];
    const report = (path, message, part = 'value') => {
        problems.push({ path, part, message });
    };
    const { clusters, workloads = [], clients, scenarios = [], rules = {}, overrides = [] } = config;
    checkUnique(clusters, 'clusters', 'name', report);
    checkUnique(workloads, 'workloads', 'host', report);
    checkUnique(clients, 'clients', 'name', report);
    checkUnique(scenarios, 'scenarios', 'name', report);
    checkClusterNames(config, report);
    checkAttribution(config, report);
    scenarios.forEach((scenario, index) => {
        checkScenario(scenario, ['scenarios', index], clients, report);
    });
    checkRules(rules, ['rules'], knownRules, report);
    overrides.forEach((override, index) => {
        checkRules(override.rules, ['overrides', index, 'rules'], knownRules, report);
    });
    return problems;
}
function checkRules(settings, path, knownRules, report) {
    const names = knownRules.map(({ name }) => name);
    for (const [name, setting] of Object.entries(settings)) {
        const rule = knownRules.find((known) => known.name === name);
        if (rule)
            checkOptions(setting, [...path, name, 'options'], rule, report);
        else
            report([...path, name], `unknown rule "${name}"; ${suggest(name, names)}`, 'key');
    }
}
function checkOptions(setting, path, rule, report) {
    const given = setting?.options ?? {};
    const { options = {} } = rule;
    for (const [name, value] of Object.entries(given)) {
        const option = Object.hasOwn(options, name) ? options[name] : undefined;
        if (!option) {
            const known = Object.keys(options);
            const advice = known.length ? suggest(name, known) : 'it has none';
            report([...path, name], `${rule.name} has no option "${name}"; ${advice}`, 'key');
        }
        else if (typeof value !== 'number' || !(value > option.above && value <= option.most)) {
            const range = `a number above ${option.above} and at most ${option.most}`;
            report([...path, name], `${name} is ${range}, not ${show(value)}; write it so`);
        }
    }
}
function checkUnique(items, list, key, report) {
    const seen = new Set();
    items?.forEach((item, index) => {
        const name = item[key];
        if (seen.has(name)) {
            report([list, index, key], `"${name}" stands in ${list} twice; rename or remove one of them`);
        }
        seen.add(name);
    });
}
/** Without declared clusters, their names follow from the manifests, so nothing is known here. */
function checkClusterNames({ clusters, workloads = [], clients = [], scenarios = [] }, report) {
    if (!clusters)
        return;
    const names = clusters.map(({ name }) => name);
    const check = (cluster, path) => {
        if (cluster === undefined || names.includes(cluster))
            return;
        report([...path, 'cluster'], `no cluster is called "${cluster}"; ${suggest(cluster, names)}`);
    };
    workloads.forEach(({ endpoints }, workload) => {
        endpoints.forEach(({ cluster }, index) => {
            check(cluster, ['workloads', workload, 'endpoints', index]);
        });
    });
    clients.forEach(({ cluster }, index) => {
        check(cluster, ['clients', index]);
    });
    scenarios.forEach(({ outages }, scenario) => {
        outages.forEach(({ cluster }, index) => {
            check(cluster, ['scenarios', scenario, 'outages', index]);
        });
    });
}
/** The names that the built-in scenarios have or may have, and the pairs of them. */
const builtIn = /^(healthy|recovered)$|^(scaled-to-zero|failing|cluster-lost):/;
function checkScenario({ name, outages, expect }, path, clients, report) {
    if (builtIn.test(name)) {
        report([...path, 'name'], `"${name}" is the name of a built-in scenario; choose another`);
    }
    outages.forEach((outage, index) => {
        checkOutage(outage, [...path, 'outages', index], report);
    });
    const sum = Object.values(expect?.split ?? {}).reduce((total, share) => total + share, 0);
    // Shares such as 0.1 and 0.2 do not add up exactly.
    if (sum > 1 + 1e-9) {
        const message = `the shares sum to ${Number(sum.toFixed(6))}, more than 1; lower them`;
        report([...path, 'expect', 'split'], message, 'key');
    }
    const names = clients?.map((client) => client.name);
    expect?.clients?.forEach((client, index) => {
        if (!names || names.includes(client))
            return;
        const message = `no client is called "${client}"; ${suggest(client, names)}`;
        report([...path, 'expect', 'clients', index], message);
    });
}
function checkOutage(outage, path, report) {
    const { kind, locality, cluster, count, rate, seed } = outage;
    if (kind === 'cluster-lost' && cluster === undefined) {
        report(path, 'a cluster-lost outage needs "cluster"; name the cluster that is lost');
    }
    else if (locality === undefined && cluster === undefined) {
        report(path, 'an outage needs "locality" or "cluster"; say what fails');
    }
    if (locality !== undefined && cluster !== undefined) {
        const key = kind === 'cluster-lost' ? 'locality' : 'cluster';
        const message = 'an outage takes "locality" or "cluster", not both; remove one of them';
        report([...path, key], message, 'key');
    }
    if (kind === 'cluster-lost' && count !== undefined) {
        const message = 'a cluster that is lost takes all of its endpoints along; remove "count"';
        report([...path, 'count'], message, 'key');
    }
    if (kind === 'error-rate' && rate === undefined) {
        report(path, 'an error-rate outage needs "rate", the share of the answers that are 500: 0 to 1');
    }
    if (kind === 'error-rate')
        return;
    for (const [key, value] of Object.entries({ rate, seed })) {
        if (value === undefined)
            continue;
        const message = `"${key}" belongs to the kind error-rate; remove it, or change the kind`;
        report([...path, key], message, 'key');
    }
}
/** Who answered is told by one of three; the gateway's statistics need an address in each cluster. */
function checkAttribution({ drill, clusters = [] }, report) {
    if (!drill?.attribution)
        return;
    const path = ['drill', 'attribution'];
    const { header, body, gateway, values } = drill.attribution;
    const given = Object.entries({ header, body, gateway }).filter(([, value]) => value !== undefined);
    if (given.length !== 1) {
        report(path, 'attribution takes exactly one of "header", "body" and "gateway"', 'key');
        return;
    }
    if (body !== undefined && body.split('{locality}').length !== 2) {
        report([...path, 'body'], 'the pattern needs {locality} exactly once, where the answer has it');
    }
    if (gateway === undefined)
        return;
    if (values)
        report([...path, 'values'], '"values" is for header and body; remove it', 'key');
    const key = gateway === 'admin' ? 'adminUrl' : 'metricsUrl';
    clusters.forEach(({ name, ingress }, index) => {
        if (!ingress?.url || ingress[key] !== undefined)
            return;
        const message = `attribution by the gateway's ${gateway} needs "${key}" here, for cluster ${name}`;
        report(['clusters', index, 'ingress'], message, 'key');
    });
}
function suggest(word, known) {
    const guess = (0,did_you_mean/* didYouMean */.a)(word, known);
    if (guess !== undefined)
        return `did you mean "${guess}"?`;
    return known.length > 0 && known.length <= 10
        ? `known are ${known.join(', ')}`
        : 'check the name';
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./build/src/manifest/walk.js + 1 modules
var walk = __webpack_require__(6650);
;// CONCATENATED MODULE: ./build/src/config/config-paths.js





/**
 * A path or glob of a configuration file, relative to the working folder; undefined if it leads
 * out of the working folder and out of the configuration's folder, be it by a link.
 */
async function toWorkingPath(path, folders) {
    const target = (0,external_node_path_.resolve)(folders.config, path);
    // What looks like a glob can be the name of a file, too.
    for (const checked of [target, (0,external_node_path_.resolve)(folders.config, (0,find_files/* globBase */.EI)(path))]) {
        const real = await realpathOfExisting(checked);
        const roots = [await (0,promises_.realpath)(folders.cwd), await (0,promises_.realpath)(folders.config)];
        if (!roots.some((root) => (0,walk/* isWithin */.UO)(real, root)))
            return undefined;
    }
    const name = (0,find_files/* displayName */.QC)(target, folders.cwd);
    // A bare - would be standard input.
    return name === '-' ? './-' : name;
}
/** A kubeconfig's path, absolute: `~/` is the home folder, others count from the configuration. */
function toKubeconfigPath(path, folders) {
    return path.startsWith('~/') ? (0,external_node_path_.join)((0,external_node_os_.homedir)(), path.slice(2)) : (0,external_node_path_.resolve)(folders.config, path);
}
/** The real path of the part of a path that exists; the rest follows as it is written. */
async function realpathOfExisting(path) {
    try {
        return await (0,promises_.realpath)(path);
    }
    catch {
        const parent = (0,external_node_path_.dirname)(path);
        if (parent === path)
            return path;
        return (0,external_node_path_.join)(await realpathOfExisting(parent), path.slice(parent.length));
    }
}

;// CONCATENATED MODULE: ./build/src/config/config-problems.js

/** Collects the problems of one configuration file, to tell them all at once. */
class ConfigProblems {
    #file;
    #lines = [];
    /** The file as it is shown: relative to the working folder. */
    constructor(file) {
        this.#file = file;
    }
    add(document, { path, part = 'value', message }) {
        this.#lines.push({ range: document.locate(path, part), message });
    }
    addAt(range, message) {
        this.#lines.push({ range, message });
    }
    /** Throws one `UserError` with a line for each problem, in the order of the file; if there is any. */
    throwIfAny() {
        if (this.#lines.length === 0)
            return;
        const lines = this.#lines
            .toSorted((a, b) => a.range.line - b.range.line || a.range.column - b.range.column)
            .map(({ range: { line, column }, message }) => `${this.#file}:${line}:${column}: ${message}`);
        throw new errors/* UserError */.y([...new Set(lines)].join('\n'));
    }
}

;// CONCATENATED MODULE: ./build/src/config/validators.js
// @ts-nocheck
// Generated by scripts/schema-validators.mjs from schemas/.
const validateConfig = validate10;
const schema11 = { "$schema": "http://json-schema.org/draft-07/schema#", "title": "mesh-failover.yaml", "description": "Configuration of mesh-failover: the clusters, what runs in them, and the outages to predict.", "type": "object", "required": ["version"], "additionalProperties": false, "properties": { "$schema": { "description": "The schema of this file, for editors.", "type": "string" }, "version": { "description": "The version of this file's format.", "const": 1 }, "profile": { "description": "The Istio whose behaviour is predicted and whose rules for objects apply.", "enum": ["istio-1.31", "istio-1.30", "csm-managed"], "default": "istio-1.31" }, "rootNamespace": { "description": "The mesh's root namespace. The mesh configuration's own value replaces the default.", "type": "string", "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", "default": "istio-system" }, "meshConfig": { "description": "A file with Istio's MeshConfig: bare, or in the istio ConfigMap (data.mesh), or in an IstioOperator (spec.meshConfig). Relative to this file.", "type": "string", "minLength": 1 }, "paths": { "description": "Files, folders and globs to read when the command line names none, relative to this file. Default: the working folder. What .gitignore names, node_modules and dot folders are left out.", "$ref": "#/$defs/paths" }, "clusters": { "description": "The clusters of the mesh. Default: one for each region that the manifests name.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/cluster" } }, "workloads": { "description": "Which endpoints a host has; replaces what WorkloadEntry and ServiceEntry say about it. Default: one endpoint in each cluster.", "type": "array", "items": { "$ref": "#/$defs/workload" } }, "clients": { "description": "Who sends requests. Default: the ingress gateway of each cluster, in istio-system, matching the selector of every Gateway.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/client" } }, "scenarios": { "description": "Outages to predict beside the built-in ones.", "type": "array", "items": { "$ref": "#/$defs/scenario" } }, "preset": { "description": "Which rules are on without being named below. recommended: all but those for strict projects. strict: all. invariants: what failover stands on, and what the cluster would refuse.", "enum": ["recommended", "strict", "invariants"], "default": "recommended" }, "rules": { "description": "The severity and the options of rules, by their names.", "type": "object", "additionalProperties": { "$ref": "#/$defs/rule" } }, "overrides": { "description": "Other severities of rules in some files; the last one that names a rule counts.", "type": "array", "items": { "$ref": "#/$defs/override" } }, "deploy": { "description": "How plan, apply and rollback work on the clusters.", "type": "object", "additionalProperties": false, "properties": { "environment": { "description": "Names the lock, the set of objects and the record of a run, so that several configurations can share clusters.", "type": "string", "pattern": "^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$", "default": "default" }, "namespace": { "description": "Where these are kept in each cluster; it is created when it is missing.", "type": "string", "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", "default": "mesh-failover" }, "strategy": { "description": "one-cluster-first: one cluster is written and verified before the others are touched. parallel: all at the same time.", "enum": ["one-cluster-first", "parallel"], "default": "one-cluster-first" }, "pruneLimit": { "description": "How many objects apply --prune may delete in a cluster.", "type": "integer", "minimum": 0, "default": 10 }, "verifySeconds": { "description": "How long a control plane that reports may take to say that it has what was written; 0: nobody waits. Default: 60, and 600 for the profile csm-managed.", "type": "integer", "minimum": 0, "maximum": 3600 } } }, "frontDoor": { "description": "Who sends callers to another cluster when a whole cluster is gone: nobody, DNS, or a global load balancer.", "enum": ["none", "dns", "global-lb"], "default": "none" }, "drill": { "description": "How the failover is drilled: which outages, how many requests, and what must hold.", "$ref": "#/$defs/drill" } }, "$defs": { "name": { "type": "string", "pattern": "^[^\\s]+$" }, "paths": { "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } }, "locality": { "description": "region, region/zone or region/zone/subzone; it names everything below it.", "type": "string", "pattern": "^[^/\\s*]+(/[^/\\s*]+){0,2}$" }, "labels": { "description": "Labels. istiod's own ones (region, zone, subzone, cluster, network) are derived.", "type": "object", "additionalProperties": { "type": "string" } }, "share": { "type": "number", "minimum": 0, "maximum": 1 }, "severity": { "enum": ["off", "notice", "warning", "error", false] }, "override": { "type": "object", "required": ["paths", "rules"], "additionalProperties": false, "properties": { "paths": { "description": "Files, folders and globs, relative to this file.", "$ref": "#/$defs/paths" }, "rules": { "description": "The severity and the options of rules there, by their names.", "type": "object", "additionalProperties": { "$ref": "#/$defs/rule" } } } }, "cluster": { "type": "object", "required": ["name", "locality"], "additionalProperties": false, "properties": { "name": { "description": "The cluster's name, as istiod knows it.", "$ref": "#/$defs/name" }, "locality": { "description": "Where the cluster is: region[/zone[/subzone]].", "$ref": "#/$defs/locality" }, "network": { "description": "Its network. Clusters of different networks reach each other by east-west gateways.", "$ref": "#/$defs/name" }, "eastWestGateways": { "description": "How many addresses its east-west gateway has.", "type": "integer", "minimum": 0, "maximum": 1000 }, "context": { "description": "The context in the kubeconfig. Only cluster commands use it.", "type": "string", "minLength": 1 }, "kubeconfig": { "description": "The kubeconfig, relative to this file; ~/ is the home folder. Default: KUBECONFIG. Only cluster commands use it.", "type": "string", "minLength": 1 }, "paths": { "description": "Manifests for this cluster only, relative to this file.", "$ref": "#/$defs/paths" }, "ingress": { "description": "How the drill reaches the cluster's ingress gateway.", "type": "object", "additionalProperties": false, "properties": { "url": { "description": "Where to send requests.", "type": "string", "pattern": "^https?://[^\\s]+$" }, "headers": { "description": "Headers of each request.", "type": "object", "additionalProperties": { "type": "string" } }, "hostHeader": { "description": "The Host header, where it is not the host of the URL.", "type": "string", "minLength": 1 }, "adminUrl": { "description": "Envoy's admin interface of the gateway, for drill.attribution.gateway admin; its /clusters is read.", "type": "string", "pattern": "^https?://[^\\s]+$" }, "metricsUrl": { "description": "The gateway's Prometheus endpoint, for drill.attribution.gateway metrics.", "type": "string", "pattern": "^https?://[^\\s]+$" } } } } }, "workload": { "type": "object", "required": ["host", "endpoints"], "additionalProperties": false, "properties": { "host": { "description": "The destination host, fully qualified.", "$ref": "#/$defs/name" }, "readAt": { "description": "When the endpoints were read from the clusters (mesh-failover inventory --from-clusters).", "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$" }, "endpoints": { "description": "Its endpoints, in the order in which an outage's count takes them.", "type": "array", "items": { "$ref": "#/$defs/endpoint" } } } }, "endpoint": { "type": "object", "required": ["locality"], "additionalProperties": false, "properties": { "locality": { "description": "Where it is: region[/zone[/subzone]]; empty where nothing says it.", "type": "string", "pattern": "^([^/\\s*]+(/[^/\\s*]+){0,2})?$" }, "count": { "description": "How many such endpoints there are.", "type": "integer", "minimum": 0, "maximum": 10000, "default": 1 }, "cluster": { "description": "Its cluster. Default: the one whose locality matches best.", "$ref": "#/$defs/name" }, "weight": { "description": "The weight of each of them.", "type": "integer", "minimum": 1, "maximum": 4294967295, "default": 1 }, "labels": { "$ref": "#/$defs/labels" }, "network": { "description": "Its network. Default: its cluster's; for a WorkloadEntry: none.", "$ref": "#/$defs/name" }, "workloadEntry": { "description": "It is a WorkloadEntry, not a pod: istiod leaves it out while it is unready.", "type": "boolean", "default": false }, "mtls": { "description": "Whether it takes mTLS, which other networks want. Default: pods do, WorkloadEntries do not.", "type": "boolean" } } }, "client": { "type": "object", "required": ["name", "locality"], "additionalProperties": false, "properties": { "name": { "description": "Its name in the predicted table.", "$ref": "#/$defs/name" }, "locality": { "description": "Where it is: region[/zone[/subzone]].", "$ref": "#/$defs/locality" }, "cluster": { "description": "Its cluster. Default: the one whose locality matches best.", "$ref": "#/$defs/name" }, "namespace": { "description": "Its namespace.", "type": "string", "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" }, "labels": { "$ref": "#/$defs/labels" }, "network": { "description": "Its network. Default: its cluster's.", "$ref": "#/$defs/name" }, "rps": { "description": "Requests in a second, for outages over time (error-rate).", "type": "number", "exclusiveMinimum": 0, "maximum": 1000000, "default": 50 } } }, "scenario": { "type": "object", "required": ["name", "outages"], "additionalProperties": false, "properties": { "name": { "description": "Its name; none of the built-in ones.", "$ref": "#/$defs/name" }, "outages": { "description": "What fails, all at the same time.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/outage" } }, "expect": { "$ref": "#/$defs/expectation" } } }, "outage": { "type": "object", "required": ["kind"], "additionalProperties": false, "properties": { "kind": { "description": "scaled-to-zero: the endpoints are gone. failing: ready, but every answer is 503. unready: readiness fails. unreachable: connections fail, but the control plane still lists the endpoints. stale-api: only the cluster's API is lost. error-rate: a share of the answers is 500, at random. cluster-lost: endpoints unreachable, and the cluster's gateway is gone too.", "enum": ["scaled-to-zero", "failing", "unready", "unreachable", "stale-api", "error-rate", "cluster-lost"] }, "locality": { "description": "Whose endpoints fail: region[/zone[/subzone]].", "$ref": "#/$defs/locality" }, "cluster": { "description": "The cluster that fails, in place of a locality.", "$ref": "#/$defs/name" }, "count": { "description": "That many endpoints of each host, in listed order. Default: all.", "type": "integer", "minimum": 1, "maximum": 10000 }, "rate": { "description": "For error-rate: the share of the answers that are 500.", "$ref": "#/$defs/share" }, "seed": { "description": "For error-rate: the seed of the random numbers.", "type": "integer", "minimum": 0, "maximum": 4294967295 } } }, "expectation": { "description": "What has to come out; anything else fails the run.", "type": "object", "additionalProperties": false, "properties": { "hosts": { "description": "The hosts that it is about. Default: all.", "type": "array", "items": { "type": "string", "minLength": 1 } }, "clients": { "description": "The clients that it is about. Default: all.", "type": "array", "items": { "$ref": "#/$defs/name" } }, "split": { "description": "The share of each locality, 0 to 1.", "type": "object", "propertyNames": { "$ref": "#/$defs/locality" }, "additionalProperties": { "$ref": "#/$defs/share" } }, "tolerance": { "description": "By how much a share may differ.", "$ref": "#/$defs/share" }, "maxErrors": { "description": "The share of requests that may fail.", "$ref": "#/$defs/share" } } }, "rule": { "description": "off, or the severity that replaces the rule's own; or an object with severity and options.", "anyOf": [{ "$ref": "#/$defs/severity" }, { "type": "object", "additionalProperties": false, "properties": { "severity": { "$ref": "#/$defs/severity" }, "options": { "description": "The rule's options; see its page.", "type": "object" } } }] }, "drill": { "type": "object", "additionalProperties": false, "properties": { "host": { "description": "The destination host to drill, fully qualified. Default: the only one that is routed.", "$ref": "#/$defs/name" }, "scenarios": { "description": "What to drill, in this order: KIND:CLUSTER or KIND:LOCALITY, where KIND is scaled-to-zero, cordoned, unready or failing. Default: scaled-to-zero of each cluster.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/name" } }, "attribution": { "$ref": "#/$defs/attribution" }, "rate": { "description": "Requests per second to each ingress gateway.", "type": "number", "exclusiveMinimum": 0, "maximum": 1000, "default": 20 }, "timeoutSeconds": { "description": "After which a request has failed.", "type": "number", "exclusiveMinimum": 0, "maximum": 60, "default": 5 }, "freshConnections": { "description": "The share of the requests that open a connection of their own.", "default": 0.2, "$ref": "#/$defs/share" }, "phaseSeconds": { "description": "How long each of the three steady phases is measured.", "type": "integer", "minimum": 5, "maximum": 3600, "default": 20 }, "tolerance": { "description": "By how much the share of a locality may differ from the predicted one.", "default": 0.05, "$ref": "#/$defs/share" }, "errorTolerance": { "description": "By how much the share of failed requests may differ from the predicted one.", "default": 0.01, "$ref": "#/$defs/share" }, "survivors": { "description": "The share of the ready endpoints that must be left in an outage; with less nothing is started.", "default": 0.5, "$ref": "#/$defs/share" }, "stopAfterFailedRequests": { "description": "The drill stops, and restores everything, after so many failed requests. Default: all that are sent in failoverSeconds and 30 s more.", "type": "integer", "minimum": 1 }, "cordonLabels": { "description": "Which pods scenarios of the kind cordoned take out of the Service. Default: all.", "type": "object", "minProperties": 1, "additionalProperties": { "type": "string" } }, "budgets": { "description": "What must hold in each scenario.", "type": "object", "additionalProperties": false, "properties": { "failoverSeconds": { "description": "From the outage until no request fails or goes there any more.", "type": "number", "exclusiveMinimum": 0, "maximum": 3600, "default": 30 }, "failbackSeconds": { "description": "From the restoring until the predicted split is back.", "type": "number", "exclusiveMinimum": 0, "maximum": 3600, "default": 60 }, "failedRequests": { "description": "Failed requests from the outage to the end of the scenario, of all clients together. Default: no limit.", "type": "integer", "minimum": 0 } } } } }, "attribution": { "description": "How it is known which locality has answered: one of header, body and gateway.", "type": "object", "additionalProperties": false, "properties": { "header": { "description": "The header of the answer that names the locality.", "type": "string", "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" }, "body": { "description": "Plain text around {locality}, as it stands in the body of the answer.", "type": "string", "minLength": 1, "maxLength": 1000 }, "values": { "description": "What the header or the body says, and the locality that it means; a * at the end of a key stands for anything.", "type": "object", "additionalProperties": { "$ref": "#/$defs/locality" } }, "gateway": { "description": "Ask the gateway which endpoints it has sent requests to: admin (clusters[].ingress.adminUrl) or metrics (metricsUrl).", "enum": ["admin", "metrics"] } } } } };
const schema12 = { "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } };
const func2 = Object.prototype.hasOwnProperty;
const func3 = (text) => [...text].length;
const pattern0 = new RegExp("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", "u");
const pattern22 = new RegExp("^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$", "u");
const schema13 = { "type": "object", "required": ["name", "locality"], "additionalProperties": false, "properties": { "name": { "description": "The cluster's name, as istiod knows it.", "$ref": "#/$defs/name" }, "locality": { "description": "Where the cluster is: region[/zone[/subzone]].", "$ref": "#/$defs/locality" }, "network": { "description": "Its network. Clusters of different networks reach each other by east-west gateways.", "$ref": "#/$defs/name" }, "eastWestGateways": { "description": "How many addresses its east-west gateway has.", "type": "integer", "minimum": 0, "maximum": 1000 }, "context": { "description": "The context in the kubeconfig. Only cluster commands use it.", "type": "string", "minLength": 1 }, "kubeconfig": { "description": "The kubeconfig, relative to this file; ~/ is the home folder. Default: KUBECONFIG. Only cluster commands use it.", "type": "string", "minLength": 1 }, "paths": { "description": "Manifests for this cluster only, relative to this file.", "$ref": "#/$defs/paths" }, "ingress": { "description": "How the drill reaches the cluster's ingress gateway.", "type": "object", "additionalProperties": false, "properties": { "url": { "description": "Where to send requests.", "type": "string", "pattern": "^https?://[^\\s]+$" }, "headers": { "description": "Headers of each request.", "type": "object", "additionalProperties": { "type": "string" } }, "hostHeader": { "description": "The Host header, where it is not the host of the URL.", "type": "string", "minLength": 1 }, "adminUrl": { "description": "Envoy's admin interface of the gateway, for drill.attribution.gateway admin; its /clusters is read.", "type": "string", "pattern": "^https?://[^\\s]+$" }, "metricsUrl": { "description": "The gateway's Prometheus endpoint, for drill.attribution.gateway metrics.", "type": "string", "pattern": "^https?://[^\\s]+$" } } } } };
const schema14 = { "type": "string", "pattern": "^[^\\s]+$" };
const schema15 = { "description": "region, region/zone or region/zone/subzone; it names everything below it.", "type": "string", "pattern": "^[^/\\s*]+(/[^/\\s*]+){0,2}$" };
const pattern1 = new RegExp("^[^\\s]+$", "u");
const pattern2 = new RegExp("^[^/\\s*]+(/[^/\\s*]+){0,2}$", "u");
const pattern4 = new RegExp("^https?://[^\\s]+$", "u");
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === undefined) {
        const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property '" + "name" + "'", schema: schema13.required, parentSchema: schema13, data };
        if (vErrors === null) {
            vErrors = [err0];
        }
        else {
            vErrors.push(err0);
        }
        errors++;
    }
    if (data.locality === undefined) {
        const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "locality" }, message: "must have required property '" + "locality" + "'", schema: schema13.required, parentSchema: schema13, data };
        if (vErrors === null) {
            vErrors = [err1];
        }
        else {
            vErrors.push(err1);
        }
        errors++;
    }
    for (const key0 in data) {
        if (!((((((((key0 === "name") || (key0 === "locality")) || (key0 === "network")) || (key0 === "eastWestGateways")) || (key0 === "context")) || (key0 === "kubeconfig")) || (key0 === "paths")) || (key0 === "ingress"))) {
            const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema13, data };
            if (vErrors === null) {
                vErrors = [err2];
            }
            else {
                vErrors.push(err2);
            }
            errors++;
        }
    }
    if (data.name !== undefined) {
        let data0 = data.name;
        if (typeof data0 === "string") {
            if (!pattern1.test(data0)) {
                const err3 = { instancePath: instancePath + "/name", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data0 };
                if (vErrors === null) {
                    vErrors = [err3];
                }
                else {
                    vErrors.push(err3);
                }
                errors++;
            }
        }
        else {
            const err4 = { instancePath: instancePath + "/name", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data0 };
            if (vErrors === null) {
                vErrors = [err4];
            }
            else {
                vErrors.push(err4);
            }
            errors++;
        }
    }
    if (data.locality !== undefined) {
        let data1 = data.locality;
        if (typeof data1 === "string") {
            if (!pattern2.test(data1)) {
                const err5 = { instancePath: instancePath + "/locality", schemaPath: "#/$defs/locality/pattern", keyword: "pattern", params: { pattern: "^[^/\\s*]+(/[^/\\s*]+){0,2}$" }, message: "must match pattern \"" + "^[^/\\s*]+(/[^/\\s*]+){0,2}$" + "\"", schema: "^[^/\\s*]+(/[^/\\s*]+){0,2}$", parentSchema: schema15, data: data1 };
                if (vErrors === null) {
                    vErrors = [err5];
                }
                else {
                    vErrors.push(err5);
                }
                errors++;
            }
        }
        else {
            const err6 = { instancePath: instancePath + "/locality", schemaPath: "#/$defs/locality/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema15.type, parentSchema: schema15, data: data1 };
            if (vErrors === null) {
                vErrors = [err6];
            }
            else {
                vErrors.push(err6);
            }
            errors++;
        }
    }
    if (data.network !== undefined) {
        let data2 = data.network;
        if (typeof data2 === "string") {
            if (!pattern1.test(data2)) {
                const err7 = { instancePath: instancePath + "/network", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data2 };
                if (vErrors === null) {
                    vErrors = [err7];
                }
                else {
                    vErrors.push(err7);
                }
                errors++;
            }
        }
        else {
            const err8 = { instancePath: instancePath + "/network", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data2 };
            if (vErrors === null) {
                vErrors = [err8];
            }
            else {
                vErrors.push(err8);
            }
            errors++;
        }
    }
    if (data.eastWestGateways !== undefined) {
        let data3 = data.eastWestGateways;
        if (!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))) {
            const err9 = { instancePath: instancePath + "/eastWestGateways", schemaPath: "#/properties/eastWestGateways/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema13.properties.eastWestGateways.type, parentSchema: schema13.properties.eastWestGateways, data: data3 };
            if (vErrors === null) {
                vErrors = [err9];
            }
            else {
                vErrors.push(err9);
            }
            errors++;
        }
        if (typeof data3 == "number") {
            if (data3 > 1000 || isNaN(data3)) {
                const err10 = { instancePath: instancePath + "/eastWestGateways", schemaPath: "#/properties/eastWestGateways/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1000 }, message: "must be <= 1000", schema: 1000, parentSchema: schema13.properties.eastWestGateways, data: data3 };
                if (vErrors === null) {
                    vErrors = [err10];
                }
                else {
                    vErrors.push(err10);
                }
                errors++;
            }
            if (data3 < 0 || isNaN(data3)) {
                const err11 = { instancePath: instancePath + "/eastWestGateways", schemaPath: "#/properties/eastWestGateways/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema13.properties.eastWestGateways, data: data3 };
                if (vErrors === null) {
                    vErrors = [err11];
                }
                else {
                    vErrors.push(err11);
                }
                errors++;
            }
        }
    }
    if (data.context !== undefined) {
        let data4 = data.context;
        if (typeof data4 === "string") {
            if (func3(data4) < 1) {
                const err12 = { instancePath: instancePath + "/context", schemaPath: "#/properties/context/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema13.properties.context, data: data4 };
                if (vErrors === null) {
                    vErrors = [err12];
                }
                else {
                    vErrors.push(err12);
                }
                errors++;
            }
        }
        else {
            const err13 = { instancePath: instancePath + "/context", schemaPath: "#/properties/context/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.context.type, parentSchema: schema13.properties.context, data: data4 };
            if (vErrors === null) {
                vErrors = [err13];
            }
            else {
                vErrors.push(err13);
            }
            errors++;
        }
    }
    if (data.kubeconfig !== undefined) {
        let data5 = data.kubeconfig;
        if (typeof data5 === "string") {
            if (func3(data5) < 1) {
                const err14 = { instancePath: instancePath + "/kubeconfig", schemaPath: "#/properties/kubeconfig/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema13.properties.kubeconfig, data: data5 };
                if (vErrors === null) {
                    vErrors = [err14];
                }
                else {
                    vErrors.push(err14);
                }
                errors++;
            }
        }
        else {
            const err15 = { instancePath: instancePath + "/kubeconfig", schemaPath: "#/properties/kubeconfig/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.kubeconfig.type, parentSchema: schema13.properties.kubeconfig, data: data5 };
            if (vErrors === null) {
                vErrors = [err15];
            }
            else {
                vErrors.push(err15);
            }
            errors++;
        }
    }
    if (data.paths !== undefined) {
        let data6 = data.paths;
        if (Array.isArray(data6)) {
            if (data6.length < 1) {
                const err16 = { instancePath: instancePath + "/paths", schemaPath: "#/$defs/paths/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema12, data: data6 };
                if (vErrors === null) {
                    vErrors = [err16];
                }
                else {
                    vErrors.push(err16);
                }
                errors++;
            }
            const len0 = data6.length;
            for (let i0 = 0; i0 < len0; i0++) {
                let data7 = data6[i0];
                if (typeof data7 === "string") {
                    if (func3(data7) < 1) {
                        const err17 = { instancePath: instancePath + "/paths/" + i0, schemaPath: "#/$defs/paths/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema12.items, data: data7 };
                        if (vErrors === null) {
                            vErrors = [err17];
                        }
                        else {
                            vErrors.push(err17);
                        }
                        errors++;
                    }
                }
                else {
                    const err18 = { instancePath: instancePath + "/paths/" + i0, schemaPath: "#/$defs/paths/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema12.items.type, parentSchema: schema12.items, data: data7 };
                    if (vErrors === null) {
                        vErrors = [err18];
                    }
                    else {
                        vErrors.push(err18);
                    }
                    errors++;
                }
            }
        }
        else {
            const err19 = { instancePath: instancePath + "/paths", schemaPath: "#/$defs/paths/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema12.type, parentSchema: schema12, data: data6 };
            if (vErrors === null) {
                vErrors = [err19];
            }
            else {
                vErrors.push(err19);
            }
            errors++;
        }
    }
    if (data.ingress !== undefined) {
        let data8 = data.ingress;
        if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
            for (const key1 in data8) {
                if (!(((((key1 === "url") || (key1 === "headers")) || (key1 === "hostHeader")) || (key1 === "adminUrl")) || (key1 === "metricsUrl"))) {
                    const err20 = { instancePath: instancePath + "/ingress", schemaPath: "#/properties/ingress/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: false, parentSchema: schema13.properties.ingress, data: data8 };
                    if (vErrors === null) {
                        vErrors = [err20];
                    }
                    else {
                        vErrors.push(err20);
                    }
                    errors++;
                }
            }
            if (data8.url !== undefined) {
                let data9 = data8.url;
                if (typeof data9 === "string") {
                    if (!pattern4.test(data9)) {
                        const err21 = { instancePath: instancePath + "/ingress/url", schemaPath: "#/properties/ingress/properties/url/pattern", keyword: "pattern", params: { pattern: "^https?://[^\\s]+$" }, message: "must match pattern \"" + "^https?://[^\\s]+$" + "\"", schema: "^https?://[^\\s]+$", parentSchema: schema13.properties.ingress.properties.url, data: data9 };
                        if (vErrors === null) {
                            vErrors = [err21];
                        }
                        else {
                            vErrors.push(err21);
                        }
                        errors++;
                    }
                }
                else {
                    const err22 = { instancePath: instancePath + "/ingress/url", schemaPath: "#/properties/ingress/properties/url/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.ingress.properties.url.type, parentSchema: schema13.properties.ingress.properties.url, data: data9 };
                    if (vErrors === null) {
                        vErrors = [err22];
                    }
                    else {
                        vErrors.push(err22);
                    }
                    errors++;
                }
            }
            if (data8.headers !== undefined) {
                let data10 = data8.headers;
                if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
                    for (const key2 in data10) {
                        let data11 = data10[key2];
                        if (typeof data11 !== "string") {
                            const err23 = { instancePath: instancePath + "/ingress/headers/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/ingress/properties/headers/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.ingress.properties.headers.additionalProperties.type, parentSchema: schema13.properties.ingress.properties.headers.additionalProperties, data: data11 };
                            if (vErrors === null) {
                                vErrors = [err23];
                            }
                            else {
                                vErrors.push(err23);
                            }
                            errors++;
                        }
                    }
                }
                else {
                    const err24 = { instancePath: instancePath + "/ingress/headers", schemaPath: "#/properties/ingress/properties/headers/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema13.properties.ingress.properties.headers.type, parentSchema: schema13.properties.ingress.properties.headers, data: data10 };
                    if (vErrors === null) {
                        vErrors = [err24];
                    }
                    else {
                        vErrors.push(err24);
                    }
                    errors++;
                }
            }
            if (data8.hostHeader !== undefined) {
                let data12 = data8.hostHeader;
                if (typeof data12 === "string") {
                    if (func3(data12) < 1) {
                        const err25 = { instancePath: instancePath + "/ingress/hostHeader", schemaPath: "#/properties/ingress/properties/hostHeader/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema13.properties.ingress.properties.hostHeader, data: data12 };
                        if (vErrors === null) {
                            vErrors = [err25];
                        }
                        else {
                            vErrors.push(err25);
                        }
                        errors++;
                    }
                }
                else {
                    const err26 = { instancePath: instancePath + "/ingress/hostHeader", schemaPath: "#/properties/ingress/properties/hostHeader/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.ingress.properties.hostHeader.type, parentSchema: schema13.properties.ingress.properties.hostHeader, data: data12 };
                    if (vErrors === null) {
                        vErrors = [err26];
                    }
                    else {
                        vErrors.push(err26);
                    }
                    errors++;
                }
            }
            if (data8.adminUrl !== undefined) {
                let data13 = data8.adminUrl;
                if (typeof data13 === "string") {
                    if (!pattern4.test(data13)) {
                        const err27 = { instancePath: instancePath + "/ingress/adminUrl", schemaPath: "#/properties/ingress/properties/adminUrl/pattern", keyword: "pattern", params: { pattern: "^https?://[^\\s]+$" }, message: "must match pattern \"" + "^https?://[^\\s]+$" + "\"", schema: "^https?://[^\\s]+$", parentSchema: schema13.properties.ingress.properties.adminUrl, data: data13 };
                        if (vErrors === null) {
                            vErrors = [err27];
                        }
                        else {
                            vErrors.push(err27);
                        }
                        errors++;
                    }
                }
                else {
                    const err28 = { instancePath: instancePath + "/ingress/adminUrl", schemaPath: "#/properties/ingress/properties/adminUrl/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.ingress.properties.adminUrl.type, parentSchema: schema13.properties.ingress.properties.adminUrl, data: data13 };
                    if (vErrors === null) {
                        vErrors = [err28];
                    }
                    else {
                        vErrors.push(err28);
                    }
                    errors++;
                }
            }
            if (data8.metricsUrl !== undefined) {
                let data14 = data8.metricsUrl;
                if (typeof data14 === "string") {
                    if (!pattern4.test(data14)) {
                        const err29 = { instancePath: instancePath + "/ingress/metricsUrl", schemaPath: "#/properties/ingress/properties/metricsUrl/pattern", keyword: "pattern", params: { pattern: "^https?://[^\\s]+$" }, message: "must match pattern \"" + "^https?://[^\\s]+$" + "\"", schema: "^https?://[^\\s]+$", parentSchema: schema13.properties.ingress.properties.metricsUrl, data: data14 };
                        if (vErrors === null) {
                            vErrors = [err29];
                        }
                        else {
                            vErrors.push(err29);
                        }
                        errors++;
                    }
                }
                else {
                    const err30 = { instancePath: instancePath + "/ingress/metricsUrl", schemaPath: "#/properties/ingress/properties/metricsUrl/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.ingress.properties.metricsUrl.type, parentSchema: schema13.properties.ingress.properties.metricsUrl, data: data14 };
                    if (vErrors === null) {
                        vErrors = [err30];
                    }
                    else {
                        vErrors.push(err30);
                    }
                    errors++;
                }
            }
        }
        else {
            const err31 = { instancePath: instancePath + "/ingress", schemaPath: "#/properties/ingress/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema13.properties.ingress.type, parentSchema: schema13.properties.ingress, data: data8 };
            if (vErrors === null) {
                vErrors = [err31];
            }
            else {
                vErrors.push(err31);
            }
            errors++;
        }
    }
}
else {
    const err32 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema13.type, parentSchema: schema13, data };
    if (vErrors === null) {
        vErrors = [err32];
    }
    else {
        vErrors.push(err32);
    }
    errors++;
} validate11.errors = vErrors; return errors === 0; }
const schema18 = { "type": "object", "required": ["host", "endpoints"], "additionalProperties": false, "properties": { "host": { "description": "The destination host, fully qualified.", "$ref": "#/$defs/name" }, "readAt": { "description": "When the endpoints were read from the clusters (mesh-failover inventory --from-clusters).", "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$" }, "endpoints": { "description": "Its endpoints, in the order in which an outage's count takes them.", "type": "array", "items": { "$ref": "#/$defs/endpoint" } } } };
const pattern8 = new RegExp("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$", "u");
const schema20 = { "type": "object", "required": ["locality"], "additionalProperties": false, "properties": { "locality": { "description": "Where it is: region[/zone[/subzone]]; empty where nothing says it.", "type": "string", "pattern": "^([^/\\s*]+(/[^/\\s*]+){0,2})?$" }, "count": { "description": "How many such endpoints there are.", "type": "integer", "minimum": 0, "maximum": 10000, "default": 1 }, "cluster": { "description": "Its cluster. Default: the one whose locality matches best.", "$ref": "#/$defs/name" }, "weight": { "description": "The weight of each of them.", "type": "integer", "minimum": 1, "maximum": 4294967295, "default": 1 }, "labels": { "$ref": "#/$defs/labels" }, "network": { "description": "Its network. Default: its cluster's; for a WorkloadEntry: none.", "$ref": "#/$defs/name" }, "workloadEntry": { "description": "It is a WorkloadEntry, not a pod: istiod leaves it out while it is unready.", "type": "boolean", "default": false }, "mtls": { "description": "Whether it takes mTLS, which other networks want. Default: pods do, WorkloadEntries do not.", "type": "boolean" } } };
const schema22 = { "description": "Labels. istiod's own ones (region, zone, subzone, cluster, network) are derived.", "type": "object", "additionalProperties": { "type": "string" } };
const pattern9 = new RegExp("^([^/\\s*]+(/[^/\\s*]+){0,2})?$", "u");
function validate14(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.locality === undefined) {
        const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "locality" }, message: "must have required property '" + "locality" + "'", schema: schema20.required, parentSchema: schema20, data };
        if (vErrors === null) {
            vErrors = [err0];
        }
        else {
            vErrors.push(err0);
        }
        errors++;
    }
    for (const key0 in data) {
        if (!((((((((key0 === "locality") || (key0 === "count")) || (key0 === "cluster")) || (key0 === "weight")) || (key0 === "labels")) || (key0 === "network")) || (key0 === "workloadEntry")) || (key0 === "mtls"))) {
            const err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema20, data };
            if (vErrors === null) {
                vErrors = [err1];
            }
            else {
                vErrors.push(err1);
            }
            errors++;
        }
    }
    if (data.locality !== undefined) {
        let data0 = data.locality;
        if (typeof data0 === "string") {
            if (!pattern9.test(data0)) {
                const err2 = { instancePath: instancePath + "/locality", schemaPath: "#/properties/locality/pattern", keyword: "pattern", params: { pattern: "^([^/\\s*]+(/[^/\\s*]+){0,2})?$" }, message: "must match pattern \"" + "^([^/\\s*]+(/[^/\\s*]+){0,2})?$" + "\"", schema: "^([^/\\s*]+(/[^/\\s*]+){0,2})?$", parentSchema: schema20.properties.locality, data: data0 };
                if (vErrors === null) {
                    vErrors = [err2];
                }
                else {
                    vErrors.push(err2);
                }
                errors++;
            }
        }
        else {
            const err3 = { instancePath: instancePath + "/locality", schemaPath: "#/properties/locality/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema20.properties.locality.type, parentSchema: schema20.properties.locality, data: data0 };
            if (vErrors === null) {
                vErrors = [err3];
            }
            else {
                vErrors.push(err3);
            }
            errors++;
        }
    }
    if (data.count !== undefined) {
        let data1 = data.count;
        if (!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))) {
            const err4 = { instancePath: instancePath + "/count", schemaPath: "#/properties/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema20.properties.count.type, parentSchema: schema20.properties.count, data: data1 };
            if (vErrors === null) {
                vErrors = [err4];
            }
            else {
                vErrors.push(err4);
            }
            errors++;
        }
        if (typeof data1 == "number") {
            if (data1 > 10000 || isNaN(data1)) {
                const err5 = { instancePath: instancePath + "/count", schemaPath: "#/properties/count/maximum", keyword: "maximum", params: { comparison: "<=", limit: 10000 }, message: "must be <= 10000", schema: 10000, parentSchema: schema20.properties.count, data: data1 };
                if (vErrors === null) {
                    vErrors = [err5];
                }
                else {
                    vErrors.push(err5);
                }
                errors++;
            }
            if (data1 < 0 || isNaN(data1)) {
                const err6 = { instancePath: instancePath + "/count", schemaPath: "#/properties/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema20.properties.count, data: data1 };
                if (vErrors === null) {
                    vErrors = [err6];
                }
                else {
                    vErrors.push(err6);
                }
                errors++;
            }
        }
    }
    if (data.cluster !== undefined) {
        let data2 = data.cluster;
        if (typeof data2 === "string") {
            if (!pattern1.test(data2)) {
                const err7 = { instancePath: instancePath + "/cluster", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data2 };
                if (vErrors === null) {
                    vErrors = [err7];
                }
                else {
                    vErrors.push(err7);
                }
                errors++;
            }
        }
        else {
            const err8 = { instancePath: instancePath + "/cluster", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data2 };
            if (vErrors === null) {
                vErrors = [err8];
            }
            else {
                vErrors.push(err8);
            }
            errors++;
        }
    }
    if (data.weight !== undefined) {
        let data3 = data.weight;
        if (!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))) {
            const err9 = { instancePath: instancePath + "/weight", schemaPath: "#/properties/weight/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema20.properties.weight.type, parentSchema: schema20.properties.weight, data: data3 };
            if (vErrors === null) {
                vErrors = [err9];
            }
            else {
                vErrors.push(err9);
            }
            errors++;
        }
        if (typeof data3 == "number") {
            if (data3 > 4294967295 || isNaN(data3)) {
                const err10 = { instancePath: instancePath + "/weight", schemaPath: "#/properties/weight/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295", schema: 4294967295, parentSchema: schema20.properties.weight, data: data3 };
                if (vErrors === null) {
                    vErrors = [err10];
                }
                else {
                    vErrors.push(err10);
                }
                errors++;
            }
            if (data3 < 1 || isNaN(data3)) {
                const err11 = { instancePath: instancePath + "/weight", schemaPath: "#/properties/weight/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema20.properties.weight, data: data3 };
                if (vErrors === null) {
                    vErrors = [err11];
                }
                else {
                    vErrors.push(err11);
                }
                errors++;
            }
        }
    }
    if (data.labels !== undefined) {
        let data4 = data.labels;
        if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
            for (const key1 in data4) {
                let data5 = data4[key1];
                if (typeof data5 !== "string") {
                    const err12 = { instancePath: instancePath + "/labels/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/labels/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema22.additionalProperties.type, parentSchema: schema22.additionalProperties, data: data5 };
                    if (vErrors === null) {
                        vErrors = [err12];
                    }
                    else {
                        vErrors.push(err12);
                    }
                    errors++;
                }
            }
        }
        else {
            const err13 = { instancePath: instancePath + "/labels", schemaPath: "#/$defs/labels/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema22.type, parentSchema: schema22, data: data4 };
            if (vErrors === null) {
                vErrors = [err13];
            }
            else {
                vErrors.push(err13);
            }
            errors++;
        }
    }
    if (data.network !== undefined) {
        let data6 = data.network;
        if (typeof data6 === "string") {
            if (!pattern1.test(data6)) {
                const err14 = { instancePath: instancePath + "/network", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data6 };
                if (vErrors === null) {
                    vErrors = [err14];
                }
                else {
                    vErrors.push(err14);
                }
                errors++;
            }
        }
        else {
            const err15 = { instancePath: instancePath + "/network", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data6 };
            if (vErrors === null) {
                vErrors = [err15];
            }
            else {
                vErrors.push(err15);
            }
            errors++;
        }
    }
    if (data.workloadEntry !== undefined) {
        let data7 = data.workloadEntry;
        if (typeof data7 !== "boolean") {
            const err16 = { instancePath: instancePath + "/workloadEntry", schemaPath: "#/properties/workloadEntry/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema20.properties.workloadEntry.type, parentSchema: schema20.properties.workloadEntry, data: data7 };
            if (vErrors === null) {
                vErrors = [err16];
            }
            else {
                vErrors.push(err16);
            }
            errors++;
        }
    }
    if (data.mtls !== undefined) {
        let data8 = data.mtls;
        if (typeof data8 !== "boolean") {
            const err17 = { instancePath: instancePath + "/mtls", schemaPath: "#/properties/mtls/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema20.properties.mtls.type, parentSchema: schema20.properties.mtls, data: data8 };
            if (vErrors === null) {
                vErrors = [err17];
            }
            else {
                vErrors.push(err17);
            }
            errors++;
        }
    }
}
else {
    const err18 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema20.type, parentSchema: schema20, data };
    if (vErrors === null) {
        vErrors = [err18];
    }
    else {
        vErrors.push(err18);
    }
    errors++;
} validate14.errors = vErrors; return errors === 0; }
function validate13(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.host === undefined) {
        const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "host" }, message: "must have required property '" + "host" + "'", schema: schema18.required, parentSchema: schema18, data };
        if (vErrors === null) {
            vErrors = [err0];
        }
        else {
            vErrors.push(err0);
        }
        errors++;
    }
    if (data.endpoints === undefined) {
        const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "endpoints" }, message: "must have required property '" + "endpoints" + "'", schema: schema18.required, parentSchema: schema18, data };
        if (vErrors === null) {
            vErrors = [err1];
        }
        else {
            vErrors.push(err1);
        }
        errors++;
    }
    for (const key0 in data) {
        if (!(((key0 === "host") || (key0 === "readAt")) || (key0 === "endpoints"))) {
            const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema18, data };
            if (vErrors === null) {
                vErrors = [err2];
            }
            else {
                vErrors.push(err2);
            }
            errors++;
        }
    }
    if (data.host !== undefined) {
        let data0 = data.host;
        if (typeof data0 === "string") {
            if (!pattern1.test(data0)) {
                const err3 = { instancePath: instancePath + "/host", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data0 };
                if (vErrors === null) {
                    vErrors = [err3];
                }
                else {
                    vErrors.push(err3);
                }
                errors++;
            }
        }
        else {
            const err4 = { instancePath: instancePath + "/host", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data0 };
            if (vErrors === null) {
                vErrors = [err4];
            }
            else {
                vErrors.push(err4);
            }
            errors++;
        }
    }
    if (data.readAt !== undefined) {
        let data1 = data.readAt;
        if (typeof data1 === "string") {
            if (!pattern8.test(data1)) {
                const err5 = { instancePath: instancePath + "/readAt", schemaPath: "#/properties/readAt/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$" }, message: "must match pattern \"" + "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$" + "\"", schema: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$", parentSchema: schema18.properties.readAt, data: data1 };
                if (vErrors === null) {
                    vErrors = [err5];
                }
                else {
                    vErrors.push(err5);
                }
                errors++;
            }
        }
        else {
            const err6 = { instancePath: instancePath + "/readAt", schemaPath: "#/properties/readAt/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema18.properties.readAt.type, parentSchema: schema18.properties.readAt, data: data1 };
            if (vErrors === null) {
                vErrors = [err6];
            }
            else {
                vErrors.push(err6);
            }
            errors++;
        }
    }
    if (data.endpoints !== undefined) {
        let data2 = data.endpoints;
        if (Array.isArray(data2)) {
            const len0 = data2.length;
            for (let i0 = 0; i0 < len0; i0++) {
                if (!(validate14(data2[i0], { instancePath: instancePath + "/endpoints/" + i0, parentData: data2, parentDataProperty: i0, rootData }))) {
                    vErrors = vErrors === null ? validate14.errors : vErrors.concat(validate14.errors);
                    errors = vErrors.length;
                }
            }
        }
        else {
            const err7 = { instancePath: instancePath + "/endpoints", schemaPath: "#/properties/endpoints/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema18.properties.endpoints.type, parentSchema: schema18.properties.endpoints, data: data2 };
            if (vErrors === null) {
                vErrors = [err7];
            }
            else {
                vErrors.push(err7);
            }
            errors++;
        }
    }
}
else {
    const err8 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema18.type, parentSchema: schema18, data };
    if (vErrors === null) {
        vErrors = [err8];
    }
    else {
        vErrors.push(err8);
    }
    errors++;
} validate13.errors = vErrors; return errors === 0; }
const schema24 = { "type": "object", "required": ["name", "locality"], "additionalProperties": false, "properties": { "name": { "description": "Its name in the predicted table.", "$ref": "#/$defs/name" }, "locality": { "description": "Where it is: region[/zone[/subzone]].", "$ref": "#/$defs/locality" }, "cluster": { "description": "Its cluster. Default: the one whose locality matches best.", "$ref": "#/$defs/name" }, "namespace": { "description": "Its namespace.", "type": "string", "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" }, "labels": { "$ref": "#/$defs/labels" }, "network": { "description": "Its network. Default: its cluster's.", "$ref": "#/$defs/name" }, "rps": { "description": "Requests in a second, for outages over time (error-rate).", "type": "number", "exclusiveMinimum": 0, "maximum": 1000000, "default": 50 } } };
function validate17(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === undefined) {
        const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property '" + "name" + "'", schema: schema24.required, parentSchema: schema24, data };
        if (vErrors === null) {
            vErrors = [err0];
        }
        else {
            vErrors.push(err0);
        }
        errors++;
    }
    if (data.locality === undefined) {
        const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "locality" }, message: "must have required property '" + "locality" + "'", schema: schema24.required, parentSchema: schema24, data };
        if (vErrors === null) {
            vErrors = [err1];
        }
        else {
            vErrors.push(err1);
        }
        errors++;
    }
    for (const key0 in data) {
        if (!(((((((key0 === "name") || (key0 === "locality")) || (key0 === "cluster")) || (key0 === "namespace")) || (key0 === "labels")) || (key0 === "network")) || (key0 === "rps"))) {
            const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema24, data };
            if (vErrors === null) {
                vErrors = [err2];
            }
            else {
                vErrors.push(err2);
            }
            errors++;
        }
    }
    if (data.name !== undefined) {
        let data0 = data.name;
        if (typeof data0 === "string") {
            if (!pattern1.test(data0)) {
                const err3 = { instancePath: instancePath + "/name", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data0 };
                if (vErrors === null) {
                    vErrors = [err3];
                }
                else {
                    vErrors.push(err3);
                }
                errors++;
            }
        }
        else {
            const err4 = { instancePath: instancePath + "/name", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data0 };
            if (vErrors === null) {
                vErrors = [err4];
            }
            else {
                vErrors.push(err4);
            }
            errors++;
        }
    }
    if (data.locality !== undefined) {
        let data1 = data.locality;
        if (typeof data1 === "string") {
            if (!pattern2.test(data1)) {
                const err5 = { instancePath: instancePath + "/locality", schemaPath: "#/$defs/locality/pattern", keyword: "pattern", params: { pattern: "^[^/\\s*]+(/[^/\\s*]+){0,2}$" }, message: "must match pattern \"" + "^[^/\\s*]+(/[^/\\s*]+){0,2}$" + "\"", schema: "^[^/\\s*]+(/[^/\\s*]+){0,2}$", parentSchema: schema15, data: data1 };
                if (vErrors === null) {
                    vErrors = [err5];
                }
                else {
                    vErrors.push(err5);
                }
                errors++;
            }
        }
        else {
            const err6 = { instancePath: instancePath + "/locality", schemaPath: "#/$defs/locality/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema15.type, parentSchema: schema15, data: data1 };
            if (vErrors === null) {
                vErrors = [err6];
            }
            else {
                vErrors.push(err6);
            }
            errors++;
        }
    }
    if (data.cluster !== undefined) {
        let data2 = data.cluster;
        if (typeof data2 === "string") {
            if (!pattern1.test(data2)) {
                const err7 = { instancePath: instancePath + "/cluster", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data2 };
                if (vErrors === null) {
                    vErrors = [err7];
                }
                else {
                    vErrors.push(err7);
                }
                errors++;
            }
        }
        else {
            const err8 = { instancePath: instancePath + "/cluster", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data2 };
            if (vErrors === null) {
                vErrors = [err8];
            }
            else {
                vErrors.push(err8);
            }
            errors++;
        }
    }
    if (data.namespace !== undefined) {
        let data3 = data.namespace;
        if (typeof data3 === "string") {
            if (!pattern0.test(data3)) {
                const err9 = { instancePath: instancePath + "/namespace", schemaPath: "#/properties/namespace/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" }, message: "must match pattern \"" + "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" + "\"", schema: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", parentSchema: schema24.properties.namespace, data: data3 };
                if (vErrors === null) {
                    vErrors = [err9];
                }
                else {
                    vErrors.push(err9);
                }
                errors++;
            }
        }
        else {
            const err10 = { instancePath: instancePath + "/namespace", schemaPath: "#/properties/namespace/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema24.properties.namespace.type, parentSchema: schema24.properties.namespace, data: data3 };
            if (vErrors === null) {
                vErrors = [err10];
            }
            else {
                vErrors.push(err10);
            }
            errors++;
        }
    }
    if (data.labels !== undefined) {
        let data4 = data.labels;
        if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
            for (const key1 in data4) {
                let data5 = data4[key1];
                if (typeof data5 !== "string") {
                    const err11 = { instancePath: instancePath + "/labels/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/labels/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema22.additionalProperties.type, parentSchema: schema22.additionalProperties, data: data5 };
                    if (vErrors === null) {
                        vErrors = [err11];
                    }
                    else {
                        vErrors.push(err11);
                    }
                    errors++;
                }
            }
        }
        else {
            const err12 = { instancePath: instancePath + "/labels", schemaPath: "#/$defs/labels/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema22.type, parentSchema: schema22, data: data4 };
            if (vErrors === null) {
                vErrors = [err12];
            }
            else {
                vErrors.push(err12);
            }
            errors++;
        }
    }
    if (data.network !== undefined) {
        let data6 = data.network;
        if (typeof data6 === "string") {
            if (!pattern1.test(data6)) {
                const err13 = { instancePath: instancePath + "/network", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data6 };
                if (vErrors === null) {
                    vErrors = [err13];
                }
                else {
                    vErrors.push(err13);
                }
                errors++;
            }
        }
        else {
            const err14 = { instancePath: instancePath + "/network", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data6 };
            if (vErrors === null) {
                vErrors = [err14];
            }
            else {
                vErrors.push(err14);
            }
            errors++;
        }
    }
    if (data.rps !== undefined) {
        let data7 = data.rps;
        if (typeof data7 == "number") {
            if (data7 > 1000000 || isNaN(data7)) {
                const err15 = { instancePath: instancePath + "/rps", schemaPath: "#/properties/rps/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1000000 }, message: "must be <= 1000000", schema: 1000000, parentSchema: schema24.properties.rps, data: data7 };
                if (vErrors === null) {
                    vErrors = [err15];
                }
                else {
                    vErrors.push(err15);
                }
                errors++;
            }
            if (data7 <= 0 || isNaN(data7)) {
                const err16 = { instancePath: instancePath + "/rps", schemaPath: "#/properties/rps/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema24.properties.rps, data: data7 };
                if (vErrors === null) {
                    vErrors = [err16];
                }
                else {
                    vErrors.push(err16);
                }
                errors++;
            }
        }
        else {
            const err17 = { instancePath: instancePath + "/rps", schemaPath: "#/properties/rps/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema24.properties.rps.type, parentSchema: schema24.properties.rps, data: data7 };
            if (vErrors === null) {
                vErrors = [err17];
            }
            else {
                vErrors.push(err17);
            }
            errors++;
        }
    }
}
else {
    const err18 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema24.type, parentSchema: schema24, data };
    if (vErrors === null) {
        vErrors = [err18];
    }
    else {
        vErrors.push(err18);
    }
    errors++;
} validate17.errors = vErrors; return errors === 0; }
const schema30 = { "type": "object", "required": ["name", "outages"], "additionalProperties": false, "properties": { "name": { "description": "Its name; none of the built-in ones.", "$ref": "#/$defs/name" }, "outages": { "description": "What fails, all at the same time.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/outage" } }, "expect": { "$ref": "#/$defs/expectation" } } };
const schema32 = { "type": "object", "required": ["kind"], "additionalProperties": false, "properties": { "kind": { "description": "scaled-to-zero: the endpoints are gone. failing: ready, but every answer is 503. unready: readiness fails. unreachable: connections fail, but the control plane still lists the endpoints. stale-api: only the cluster's API is lost. error-rate: a share of the answers is 500, at random. cluster-lost: endpoints unreachable, and the cluster's gateway is gone too.", "enum": ["scaled-to-zero", "failing", "unready", "unreachable", "stale-api", "error-rate", "cluster-lost"] }, "locality": { "description": "Whose endpoints fail: region[/zone[/subzone]].", "$ref": "#/$defs/locality" }, "cluster": { "description": "The cluster that fails, in place of a locality.", "$ref": "#/$defs/name" }, "count": { "description": "That many endpoints of each host, in listed order. Default: all.", "type": "integer", "minimum": 1, "maximum": 10000 }, "rate": { "description": "For error-rate: the share of the answers that are 500.", "$ref": "#/$defs/share" }, "seed": { "description": "For error-rate: the seed of the random numbers.", "type": "integer", "minimum": 0, "maximum": 4294967295 } } };
const schema35 = { "type": "number", "minimum": 0, "maximum": 1 };
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.kind === undefined) {
        const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property '" + "kind" + "'", schema: schema32.required, parentSchema: schema32, data };
        if (vErrors === null) {
            vErrors = [err0];
        }
        else {
            vErrors.push(err0);
        }
        errors++;
    }
    for (const key0 in data) {
        if (!((((((key0 === "kind") || (key0 === "locality")) || (key0 === "cluster")) || (key0 === "count")) || (key0 === "rate")) || (key0 === "seed"))) {
            const err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32, data };
            if (vErrors === null) {
                vErrors = [err1];
            }
            else {
                vErrors.push(err1);
            }
            errors++;
        }
    }
    if (data.kind !== undefined) {
        let data0 = data.kind;
        if (!(((((((data0 === "scaled-to-zero") || (data0 === "failing")) || (data0 === "unready")) || (data0 === "unreachable")) || (data0 === "stale-api")) || (data0 === "error-rate")) || (data0 === "cluster-lost"))) {
            const err2 = { instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/enum", keyword: "enum", params: { allowedValues: schema32.properties.kind.enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.kind.enum, parentSchema: schema32.properties.kind, data: data0 };
            if (vErrors === null) {
                vErrors = [err2];
            }
            else {
                vErrors.push(err2);
            }
            errors++;
        }
    }
    if (data.locality !== undefined) {
        let data1 = data.locality;
        if (typeof data1 === "string") {
            if (!pattern2.test(data1)) {
                const err3 = { instancePath: instancePath + "/locality", schemaPath: "#/$defs/locality/pattern", keyword: "pattern", params: { pattern: "^[^/\\s*]+(/[^/\\s*]+){0,2}$" }, message: "must match pattern \"" + "^[^/\\s*]+(/[^/\\s*]+){0,2}$" + "\"", schema: "^[^/\\s*]+(/[^/\\s*]+){0,2}$", parentSchema: schema15, data: data1 };
                if (vErrors === null) {
                    vErrors = [err3];
                }
                else {
                    vErrors.push(err3);
                }
                errors++;
            }
        }
        else {
            const err4 = { instancePath: instancePath + "/locality", schemaPath: "#/$defs/locality/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema15.type, parentSchema: schema15, data: data1 };
            if (vErrors === null) {
                vErrors = [err4];
            }
            else {
                vErrors.push(err4);
            }
            errors++;
        }
    }
    if (data.cluster !== undefined) {
        let data2 = data.cluster;
        if (typeof data2 === "string") {
            if (!pattern1.test(data2)) {
                const err5 = { instancePath: instancePath + "/cluster", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data2 };
                if (vErrors === null) {
                    vErrors = [err5];
                }
                else {
                    vErrors.push(err5);
                }
                errors++;
            }
        }
        else {
            const err6 = { instancePath: instancePath + "/cluster", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data2 };
            if (vErrors === null) {
                vErrors = [err6];
            }
            else {
                vErrors.push(err6);
            }
            errors++;
        }
    }
    if (data.count !== undefined) {
        let data3 = data.count;
        if (!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))) {
            const err7 = { instancePath: instancePath + "/count", schemaPath: "#/properties/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema32.properties.count.type, parentSchema: schema32.properties.count, data: data3 };
            if (vErrors === null) {
                vErrors = [err7];
            }
            else {
                vErrors.push(err7);
            }
            errors++;
        }
        if (typeof data3 == "number") {
            if (data3 > 10000 || isNaN(data3)) {
                const err8 = { instancePath: instancePath + "/count", schemaPath: "#/properties/count/maximum", keyword: "maximum", params: { comparison: "<=", limit: 10000 }, message: "must be <= 10000", schema: 10000, parentSchema: schema32.properties.count, data: data3 };
                if (vErrors === null) {
                    vErrors = [err8];
                }
                else {
                    vErrors.push(err8);
                }
                errors++;
            }
            if (data3 < 1 || isNaN(data3)) {
                const err9 = { instancePath: instancePath + "/count", schemaPath: "#/properties/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema32.properties.count, data: data3 };
                if (vErrors === null) {
                    vErrors = [err9];
                }
                else {
                    vErrors.push(err9);
                }
                errors++;
            }
        }
    }
    if (data.rate !== undefined) {
        let data4 = data.rate;
        if (typeof data4 == "number") {
            if (data4 > 1 || isNaN(data4)) {
                const err10 = { instancePath: instancePath + "/rate", schemaPath: "#/$defs/share/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1", schema: 1, parentSchema: schema35, data: data4 };
                if (vErrors === null) {
                    vErrors = [err10];
                }
                else {
                    vErrors.push(err10);
                }
                errors++;
            }
            if (data4 < 0 || isNaN(data4)) {
                const err11 = { instancePath: instancePath + "/rate", schemaPath: "#/$defs/share/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema35, data: data4 };
                if (vErrors === null) {
                    vErrors = [err11];
                }
                else {
                    vErrors.push(err11);
                }
                errors++;
            }
        }
        else {
            const err12 = { instancePath: instancePath + "/rate", schemaPath: "#/$defs/share/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema35.type, parentSchema: schema35, data: data4 };
            if (vErrors === null) {
                vErrors = [err12];
            }
            else {
                vErrors.push(err12);
            }
            errors++;
        }
    }
    if (data.seed !== undefined) {
        let data5 = data.seed;
        if (!((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5)))) {
            const err13 = { instancePath: instancePath + "/seed", schemaPath: "#/properties/seed/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema32.properties.seed.type, parentSchema: schema32.properties.seed, data: data5 };
            if (vErrors === null) {
                vErrors = [err13];
            }
            else {
                vErrors.push(err13);
            }
            errors++;
        }
        if (typeof data5 == "number") {
            if (data5 > 4294967295 || isNaN(data5)) {
                const err14 = { instancePath: instancePath + "/seed", schemaPath: "#/properties/seed/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295", schema: 4294967295, parentSchema: schema32.properties.seed, data: data5 };
                if (vErrors === null) {
                    vErrors = [err14];
                }
                else {
                    vErrors.push(err14);
                }
                errors++;
            }
            if (data5 < 0 || isNaN(data5)) {
                const err15 = { instancePath: instancePath + "/seed", schemaPath: "#/properties/seed/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema32.properties.seed, data: data5 };
                if (vErrors === null) {
                    vErrors = [err15];
                }
                else {
                    vErrors.push(err15);
                }
                errors++;
            }
        }
    }
}
else {
    const err16 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.type, parentSchema: schema32, data };
    if (vErrors === null) {
        vErrors = [err16];
    }
    else {
        vErrors.push(err16);
    }
    errors++;
} validate20.errors = vErrors; return errors === 0; }
const schema36 = { "description": "What has to come out; anything else fails the run.", "type": "object", "additionalProperties": false, "properties": { "hosts": { "description": "The hosts that it is about. Default: all.", "type": "array", "items": { "type": "string", "minLength": 1 } }, "clients": { "description": "The clients that it is about. Default: all.", "type": "array", "items": { "$ref": "#/$defs/name" } }, "split": { "description": "The share of each locality, 0 to 1.", "type": "object", "propertyNames": { "$ref": "#/$defs/locality" }, "additionalProperties": { "$ref": "#/$defs/share" } }, "tolerance": { "description": "By how much a share may differ.", "$ref": "#/$defs/share" }, "maxErrors": { "description": "The share of requests that may fail.", "$ref": "#/$defs/share" } } };
function validate22(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
        if (!(((((key0 === "hosts") || (key0 === "clients")) || (key0 === "split")) || (key0 === "tolerance")) || (key0 === "maxErrors"))) {
            const err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema36, data };
            if (vErrors === null) {
                vErrors = [err0];
            }
            else {
                vErrors.push(err0);
            }
            errors++;
        }
    }
    if (data.hosts !== undefined) {
        let data0 = data.hosts;
        if (Array.isArray(data0)) {
            const len0 = data0.length;
            for (let i0 = 0; i0 < len0; i0++) {
                let data1 = data0[i0];
                if (typeof data1 === "string") {
                    if (func3(data1) < 1) {
                        const err1 = { instancePath: instancePath + "/hosts/" + i0, schemaPath: "#/properties/hosts/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema36.properties.hosts.items, data: data1 };
                        if (vErrors === null) {
                            vErrors = [err1];
                        }
                        else {
                            vErrors.push(err1);
                        }
                        errors++;
                    }
                }
                else {
                    const err2 = { instancePath: instancePath + "/hosts/" + i0, schemaPath: "#/properties/hosts/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema36.properties.hosts.items.type, parentSchema: schema36.properties.hosts.items, data: data1 };
                    if (vErrors === null) {
                        vErrors = [err2];
                    }
                    else {
                        vErrors.push(err2);
                    }
                    errors++;
                }
            }
        }
        else {
            const err3 = { instancePath: instancePath + "/hosts", schemaPath: "#/properties/hosts/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema36.properties.hosts.type, parentSchema: schema36.properties.hosts, data: data0 };
            if (vErrors === null) {
                vErrors = [err3];
            }
            else {
                vErrors.push(err3);
            }
            errors++;
        }
    }
    if (data.clients !== undefined) {
        let data2 = data.clients;
        if (Array.isArray(data2)) {
            const len1 = data2.length;
            for (let i1 = 0; i1 < len1; i1++) {
                let data3 = data2[i1];
                if (typeof data3 === "string") {
                    if (!pattern1.test(data3)) {
                        const err4 = { instancePath: instancePath + "/clients/" + i1, schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data3 };
                        if (vErrors === null) {
                            vErrors = [err4];
                        }
                        else {
                            vErrors.push(err4);
                        }
                        errors++;
                    }
                }
                else {
                    const err5 = { instancePath: instancePath + "/clients/" + i1, schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data3 };
                    if (vErrors === null) {
                        vErrors = [err5];
                    }
                    else {
                        vErrors.push(err5);
                    }
                    errors++;
                }
            }
        }
        else {
            const err6 = { instancePath: instancePath + "/clients", schemaPath: "#/properties/clients/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema36.properties.clients.type, parentSchema: schema36.properties.clients, data: data2 };
            if (vErrors === null) {
                vErrors = [err6];
            }
            else {
                vErrors.push(err6);
            }
            errors++;
        }
    }
    if (data.split !== undefined) {
        let data4 = data.split;
        if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
            for (const key1 in data4) {
                const _errs13 = errors;
                if (typeof key1 === "string") {
                    if (!pattern2.test(key1)) {
                        const err7 = { instancePath: instancePath + "/split", schemaPath: "#/$defs/locality/pattern", keyword: "pattern", params: { pattern: "^[^/\\s*]+(/[^/\\s*]+){0,2}$" }, message: "must match pattern \"" + "^[^/\\s*]+(/[^/\\s*]+){0,2}$" + "\"", schema: "^[^/\\s*]+(/[^/\\s*]+){0,2}$", parentSchema: schema15, data: key1, propertyName: key1 };
                        if (vErrors === null) {
                            vErrors = [err7];
                        }
                        else {
                            vErrors.push(err7);
                        }
                        errors++;
                    }
                }
                else {
                    const err8 = { instancePath: instancePath + "/split", schemaPath: "#/$defs/locality/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema15.type, parentSchema: schema15, data: key1, propertyName: key1 };
                    if (vErrors === null) {
                        vErrors = [err8];
                    }
                    else {
                        vErrors.push(err8);
                    }
                    errors++;
                }
                var valid6 = _errs13 === errors;
                if (!valid6) {
                    const err9 = { instancePath: instancePath + "/split", schemaPath: "#/properties/split/propertyNames", keyword: "propertyNames", params: { propertyName: key1 }, message: "property name must be valid", schema: schema36.properties.split.propertyNames, parentSchema: schema36.properties.split, data: data4 };
                    if (vErrors === null) {
                        vErrors = [err9];
                    }
                    else {
                        vErrors.push(err9);
                    }
                    errors++;
                }
            }
            for (const key2 in data4) {
                let data5 = data4[key2];
                if (typeof data5 == "number") {
                    if (data5 > 1 || isNaN(data5)) {
                        const err10 = { instancePath: instancePath + "/split/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/share/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1", schema: 1, parentSchema: schema35, data: data5 };
                        if (vErrors === null) {
                            vErrors = [err10];
                        }
                        else {
                            vErrors.push(err10);
                        }
                        errors++;
                    }
                    if (data5 < 0 || isNaN(data5)) {
                        const err11 = { instancePath: instancePath + "/split/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/share/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema35, data: data5 };
                        if (vErrors === null) {
                            vErrors = [err11];
                        }
                        else {
                            vErrors.push(err11);
                        }
                        errors++;
                    }
                }
                else {
                    const err12 = { instancePath: instancePath + "/split/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/share/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema35.type, parentSchema: schema35, data: data5 };
                    if (vErrors === null) {
                        vErrors = [err12];
                    }
                    else {
                        vErrors.push(err12);
                    }
                    errors++;
                }
            }
        }
        else {
            const err13 = { instancePath: instancePath + "/split", schemaPath: "#/properties/split/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema36.properties.split.type, parentSchema: schema36.properties.split, data: data4 };
            if (vErrors === null) {
                vErrors = [err13];
            }
            else {
                vErrors.push(err13);
            }
            errors++;
        }
    }
    if (data.tolerance !== undefined) {
        let data6 = data.tolerance;
        if (typeof data6 == "number") {
            if (data6 > 1 || isNaN(data6)) {
                const err14 = { instancePath: instancePath + "/tolerance", schemaPath: "#/$defs/share/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1", schema: 1, parentSchema: schema35, data: data6 };
                if (vErrors === null) {
                    vErrors = [err14];
                }
                else {
                    vErrors.push(err14);
                }
                errors++;
            }
            if (data6 < 0 || isNaN(data6)) {
                const err15 = { instancePath: instancePath + "/tolerance", schemaPath: "#/$defs/share/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema35, data: data6 };
                if (vErrors === null) {
                    vErrors = [err15];
                }
                else {
                    vErrors.push(err15);
                }
                errors++;
            }
        }
        else {
            const err16 = { instancePath: instancePath + "/tolerance", schemaPath: "#/$defs/share/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema35.type, parentSchema: schema35, data: data6 };
            if (vErrors === null) {
                vErrors = [err16];
            }
            else {
                vErrors.push(err16);
            }
            errors++;
        }
    }
    if (data.maxErrors !== undefined) {
        let data7 = data.maxErrors;
        if (typeof data7 == "number") {
            if (data7 > 1 || isNaN(data7)) {
                const err17 = { instancePath: instancePath + "/maxErrors", schemaPath: "#/$defs/share/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1", schema: 1, parentSchema: schema35, data: data7 };
                if (vErrors === null) {
                    vErrors = [err17];
                }
                else {
                    vErrors.push(err17);
                }
                errors++;
            }
            if (data7 < 0 || isNaN(data7)) {
                const err18 = { instancePath: instancePath + "/maxErrors", schemaPath: "#/$defs/share/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema35, data: data7 };
                if (vErrors === null) {
                    vErrors = [err18];
                }
                else {
                    vErrors.push(err18);
                }
                errors++;
            }
        }
        else {
            const err19 = { instancePath: instancePath + "/maxErrors", schemaPath: "#/$defs/share/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema35.type, parentSchema: schema35, data: data7 };
            if (vErrors === null) {
                vErrors = [err19];
            }
            else {
                vErrors.push(err19);
            }
            errors++;
        }
    }
}
else {
    const err20 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema36.type, parentSchema: schema36, data };
    if (vErrors === null) {
        vErrors = [err20];
    }
    else {
        vErrors.push(err20);
    }
    errors++;
} validate22.errors = vErrors; return errors === 0; }
function validate19(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === undefined) {
        const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property '" + "name" + "'", schema: schema30.required, parentSchema: schema30, data };
        if (vErrors === null) {
            vErrors = [err0];
        }
        else {
            vErrors.push(err0);
        }
        errors++;
    }
    if (data.outages === undefined) {
        const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "outages" }, message: "must have required property '" + "outages" + "'", schema: schema30.required, parentSchema: schema30, data };
        if (vErrors === null) {
            vErrors = [err1];
        }
        else {
            vErrors.push(err1);
        }
        errors++;
    }
    for (const key0 in data) {
        if (!(((key0 === "name") || (key0 === "outages")) || (key0 === "expect"))) {
            const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema30, data };
            if (vErrors === null) {
                vErrors = [err2];
            }
            else {
                vErrors.push(err2);
            }
            errors++;
        }
    }
    if (data.name !== undefined) {
        let data0 = data.name;
        if (typeof data0 === "string") {
            if (!pattern1.test(data0)) {
                const err3 = { instancePath: instancePath + "/name", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data0 };
                if (vErrors === null) {
                    vErrors = [err3];
                }
                else {
                    vErrors.push(err3);
                }
                errors++;
            }
        }
        else {
            const err4 = { instancePath: instancePath + "/name", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data0 };
            if (vErrors === null) {
                vErrors = [err4];
            }
            else {
                vErrors.push(err4);
            }
            errors++;
        }
    }
    if (data.outages !== undefined) {
        let data1 = data.outages;
        if (Array.isArray(data1)) {
            if (data1.length < 1) {
                const err5 = { instancePath: instancePath + "/outages", schemaPath: "#/properties/outages/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema30.properties.outages, data: data1 };
                if (vErrors === null) {
                    vErrors = [err5];
                }
                else {
                    vErrors.push(err5);
                }
                errors++;
            }
            const len0 = data1.length;
            for (let i0 = 0; i0 < len0; i0++) {
                if (!(validate20(data1[i0], { instancePath: instancePath + "/outages/" + i0, parentData: data1, parentDataProperty: i0, rootData }))) {
                    vErrors = vErrors === null ? validate20.errors : vErrors.concat(validate20.errors);
                    errors = vErrors.length;
                }
            }
        }
        else {
            const err6 = { instancePath: instancePath + "/outages", schemaPath: "#/properties/outages/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema30.properties.outages.type, parentSchema: schema30.properties.outages, data: data1 };
            if (vErrors === null) {
                vErrors = [err6];
            }
            else {
                vErrors.push(err6);
            }
            errors++;
        }
    }
    if (data.expect !== undefined) {
        if (!(validate22(data.expect, { instancePath: instancePath + "/expect", parentData: data, parentDataProperty: "expect", rootData }))) {
            vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
            errors = vErrors.length;
        }
    }
}
else {
    const err7 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema30.type, parentSchema: schema30, data };
    if (vErrors === null) {
        vErrors = [err7];
    }
    else {
        vErrors.push(err7);
    }
    errors++;
} validate19.errors = vErrors; return errors === 0; }
const schema42 = { "description": "off, or the severity that replaces the rule's own; or an object with severity and options.", "anyOf": [{ "$ref": "#/$defs/severity" }, { "type": "object", "additionalProperties": false, "properties": { "severity": { "$ref": "#/$defs/severity" }, "options": { "description": "The rule's options; see its page.", "type": "object" } } }] };
const schema43 = { "enum": ["off", "notice", "warning", "error", false] };
function validate25(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; const _errs0 = errors; let valid0 = false; const _errs1 = errors; if (!(((((data === "off") || (data === "notice")) || (data === "warning")) || (data === "error")) || (data === false))) {
    const err0 = { instancePath, schemaPath: "#/$defs/severity/enum", keyword: "enum", params: { allowedValues: schema43.enum }, message: "must be equal to one of the allowed values", schema: schema43.enum, parentSchema: schema43, data };
    if (vErrors === null) {
        vErrors = [err0];
    }
    else {
        vErrors.push(err0);
    }
    errors++;
} var _valid0 = _errs1 === errors; valid0 = valid0 || _valid0; if (!valid0) {
    const _errs3 = errors;
    if (data && typeof data == "object" && !Array.isArray(data)) {
        for (const key0 in data) {
            if (!((key0 === "severity") || (key0 === "options"))) {
                const err1 = { instancePath, schemaPath: "#/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema42.anyOf[1], data };
                if (vErrors === null) {
                    vErrors = [err1];
                }
                else {
                    vErrors.push(err1);
                }
                errors++;
            }
        }
        if (data.severity !== undefined) {
            let data0 = data.severity;
            if (!(((((data0 === "off") || (data0 === "notice")) || (data0 === "warning")) || (data0 === "error")) || (data0 === false))) {
                const err2 = { instancePath: instancePath + "/severity", schemaPath: "#/$defs/severity/enum", keyword: "enum", params: { allowedValues: schema43.enum }, message: "must be equal to one of the allowed values", schema: schema43.enum, parentSchema: schema43, data: data0 };
                if (vErrors === null) {
                    vErrors = [err2];
                }
                else {
                    vErrors.push(err2);
                }
                errors++;
            }
        }
        if (data.options !== undefined) {
            let data1 = data.options;
            if (!(data1 && typeof data1 == "object" && !Array.isArray(data1))) {
                const err3 = { instancePath: instancePath + "/options", schemaPath: "#/anyOf/1/properties/options/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema42.anyOf[1].properties.options.type, parentSchema: schema42.anyOf[1].properties.options, data: data1 };
                if (vErrors === null) {
                    vErrors = [err3];
                }
                else {
                    vErrors.push(err3);
                }
                errors++;
            }
        }
    }
    else {
        const err4 = { instancePath, schemaPath: "#/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema42.anyOf[1].type, parentSchema: schema42.anyOf[1], data };
        if (vErrors === null) {
            vErrors = [err4];
        }
        else {
            vErrors.push(err4);
        }
        errors++;
    }
    var _valid0 = _errs3 === errors;
    valid0 = valid0 || _valid0;
} if (!valid0) {
    const err5 = { instancePath, schemaPath: "#/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema42.anyOf, parentSchema: schema42, data };
    if (vErrors === null) {
        vErrors = [err5];
    }
    else {
        vErrors.push(err5);
    }
    errors++;
}
else {
    errors = _errs0;
    if (vErrors !== null) {
        if (_errs0) {
            vErrors.length = _errs0;
        }
        else {
            vErrors = null;
        }
    }
} validate25.errors = vErrors; return errors === 0; }
const schema45 = { "type": "object", "required": ["paths", "rules"], "additionalProperties": false, "properties": { "paths": { "description": "Files, folders and globs, relative to this file.", "$ref": "#/$defs/paths" }, "rules": { "description": "The severity and the options of rules there, by their names.", "type": "object", "additionalProperties": { "$ref": "#/$defs/rule" } } } };
function validate27(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.paths === undefined) {
        const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "paths" }, message: "must have required property '" + "paths" + "'", schema: schema45.required, parentSchema: schema45, data };
        if (vErrors === null) {
            vErrors = [err0];
        }
        else {
            vErrors.push(err0);
        }
        errors++;
    }
    if (data.rules === undefined) {
        const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "rules" }, message: "must have required property '" + "rules" + "'", schema: schema45.required, parentSchema: schema45, data };
        if (vErrors === null) {
            vErrors = [err1];
        }
        else {
            vErrors.push(err1);
        }
        errors++;
    }
    for (const key0 in data) {
        if (!((key0 === "paths") || (key0 === "rules"))) {
            const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema45, data };
            if (vErrors === null) {
                vErrors = [err2];
            }
            else {
                vErrors.push(err2);
            }
            errors++;
        }
    }
    if (data.paths !== undefined) {
        let data0 = data.paths;
        if (Array.isArray(data0)) {
            if (data0.length < 1) {
                const err3 = { instancePath: instancePath + "/paths", schemaPath: "#/$defs/paths/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema12, data: data0 };
                if (vErrors === null) {
                    vErrors = [err3];
                }
                else {
                    vErrors.push(err3);
                }
                errors++;
            }
            const len0 = data0.length;
            for (let i0 = 0; i0 < len0; i0++) {
                let data1 = data0[i0];
                if (typeof data1 === "string") {
                    if (func3(data1) < 1) {
                        const err4 = { instancePath: instancePath + "/paths/" + i0, schemaPath: "#/$defs/paths/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema12.items, data: data1 };
                        if (vErrors === null) {
                            vErrors = [err4];
                        }
                        else {
                            vErrors.push(err4);
                        }
                        errors++;
                    }
                }
                else {
                    const err5 = { instancePath: instancePath + "/paths/" + i0, schemaPath: "#/$defs/paths/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema12.items.type, parentSchema: schema12.items, data: data1 };
                    if (vErrors === null) {
                        vErrors = [err5];
                    }
                    else {
                        vErrors.push(err5);
                    }
                    errors++;
                }
            }
        }
        else {
            const err6 = { instancePath: instancePath + "/paths", schemaPath: "#/$defs/paths/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema12.type, parentSchema: schema12, data: data0 };
            if (vErrors === null) {
                vErrors = [err6];
            }
            else {
                vErrors.push(err6);
            }
            errors++;
        }
    }
    if (data.rules !== undefined) {
        let data2 = data.rules;
        if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
            for (const key1 in data2) {
                if (!(validate25(data2[key1], { instancePath: instancePath + "/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: data2, parentDataProperty: key1, rootData }))) {
                    vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
                    errors = vErrors.length;
                }
            }
        }
        else {
            const err7 = { instancePath: instancePath + "/rules", schemaPath: "#/properties/rules/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema45.properties.rules.type, parentSchema: schema45.properties.rules, data: data2 };
            if (vErrors === null) {
                vErrors = [err7];
            }
            else {
                vErrors.push(err7);
            }
            errors++;
        }
    }
}
else {
    const err8 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema45.type, parentSchema: schema45, data };
    if (vErrors === null) {
        vErrors = [err8];
    }
    else {
        vErrors.push(err8);
    }
    errors++;
} validate27.errors = vErrors; return errors === 0; }
const schema47 = { "type": "object", "additionalProperties": false, "properties": { "host": { "description": "The destination host to drill, fully qualified. Default: the only one that is routed.", "$ref": "#/$defs/name" }, "scenarios": { "description": "What to drill, in this order: KIND:CLUSTER or KIND:LOCALITY, where KIND is scaled-to-zero, cordoned, unready or failing. Default: scaled-to-zero of each cluster.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/name" } }, "attribution": { "$ref": "#/$defs/attribution" }, "rate": { "description": "Requests per second to each ingress gateway.", "type": "number", "exclusiveMinimum": 0, "maximum": 1000, "default": 20 }, "timeoutSeconds": { "description": "After which a request has failed.", "type": "number", "exclusiveMinimum": 0, "maximum": 60, "default": 5 }, "freshConnections": { "description": "The share of the requests that open a connection of their own.", "default": 0.2, "$ref": "#/$defs/share" }, "phaseSeconds": { "description": "How long each of the three steady phases is measured.", "type": "integer", "minimum": 5, "maximum": 3600, "default": 20 }, "tolerance": { "description": "By how much the share of a locality may differ from the predicted one.", "default": 0.05, "$ref": "#/$defs/share" }, "errorTolerance": { "description": "By how much the share of failed requests may differ from the predicted one.", "default": 0.01, "$ref": "#/$defs/share" }, "survivors": { "description": "The share of the ready endpoints that must be left in an outage; with less nothing is started.", "default": 0.5, "$ref": "#/$defs/share" }, "stopAfterFailedRequests": { "description": "The drill stops, and restores everything, after so many failed requests. Default: all that are sent in failoverSeconds and 30 s more.", "type": "integer", "minimum": 1 }, "cordonLabels": { "description": "Which pods scenarios of the kind cordoned take out of the Service. Default: all.", "type": "object", "minProperties": 1, "additionalProperties": { "type": "string" } }, "budgets": { "description": "What must hold in each scenario.", "type": "object", "additionalProperties": false, "properties": { "failoverSeconds": { "description": "From the outage until no request fails or goes there any more.", "type": "number", "exclusiveMinimum": 0, "maximum": 3600, "default": 30 }, "failbackSeconds": { "description": "From the restoring until the predicted split is back.", "type": "number", "exclusiveMinimum": 0, "maximum": 3600, "default": 60 }, "failedRequests": { "description": "Failed requests from the outage to the end of the scenario, of all clients together. Default: no limit.", "type": "integer", "minimum": 0 } } } } };
const schema50 = { "description": "How it is known which locality has answered: one of header, body and gateway.", "type": "object", "additionalProperties": false, "properties": { "header": { "description": "The header of the answer that names the locality.", "type": "string", "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" }, "body": { "description": "Plain text around {locality}, as it stands in the body of the answer.", "type": "string", "minLength": 1, "maxLength": 1000 }, "values": { "description": "What the header or the body says, and the locality that it means; a * at the end of a key stands for anything.", "type": "object", "additionalProperties": { "$ref": "#/$defs/locality" } }, "gateway": { "description": "Ask the gateway which endpoints it has sent requests to: admin (clusters[].ingress.adminUrl) or metrics (metricsUrl).", "enum": ["admin", "metrics"] } } };
const pattern26 = new RegExp("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", "u");
function validate31(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
        if (!((((key0 === "header") || (key0 === "body")) || (key0 === "values")) || (key0 === "gateway"))) {
            const err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema50, data };
            if (vErrors === null) {
                vErrors = [err0];
            }
            else {
                vErrors.push(err0);
            }
            errors++;
        }
    }
    if (data.header !== undefined) {
        let data0 = data.header;
        if (typeof data0 === "string") {
            if (!pattern26.test(data0)) {
                const err1 = { instancePath: instancePath + "/header", schemaPath: "#/properties/header/pattern", keyword: "pattern", params: { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" }, message: "must match pattern \"" + "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" + "\"", schema: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", parentSchema: schema50.properties.header, data: data0 };
                if (vErrors === null) {
                    vErrors = [err1];
                }
                else {
                    vErrors.push(err1);
                }
                errors++;
            }
        }
        else {
            const err2 = { instancePath: instancePath + "/header", schemaPath: "#/properties/header/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema50.properties.header.type, parentSchema: schema50.properties.header, data: data0 };
            if (vErrors === null) {
                vErrors = [err2];
            }
            else {
                vErrors.push(err2);
            }
            errors++;
        }
    }
    if (data.body !== undefined) {
        let data1 = data.body;
        if (typeof data1 === "string") {
            if (func3(data1) > 1000) {
                const err3 = { instancePath: instancePath + "/body", schemaPath: "#/properties/body/maxLength", keyword: "maxLength", params: { limit: 1000 }, message: "must NOT have more than 1000 characters", schema: 1000, parentSchema: schema50.properties.body, data: data1 };
                if (vErrors === null) {
                    vErrors = [err3];
                }
                else {
                    vErrors.push(err3);
                }
                errors++;
            }
            if (func3(data1) < 1) {
                const err4 = { instancePath: instancePath + "/body", schemaPath: "#/properties/body/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema50.properties.body, data: data1 };
                if (vErrors === null) {
                    vErrors = [err4];
                }
                else {
                    vErrors.push(err4);
                }
                errors++;
            }
        }
        else {
            const err5 = { instancePath: instancePath + "/body", schemaPath: "#/properties/body/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema50.properties.body.type, parentSchema: schema50.properties.body, data: data1 };
            if (vErrors === null) {
                vErrors = [err5];
            }
            else {
                vErrors.push(err5);
            }
            errors++;
        }
    }
    if (data.values !== undefined) {
        let data2 = data.values;
        if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
            for (const key1 in data2) {
                let data3 = data2[key1];
                if (typeof data3 === "string") {
                    if (!pattern2.test(data3)) {
                        const err6 = { instancePath: instancePath + "/values/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/locality/pattern", keyword: "pattern", params: { pattern: "^[^/\\s*]+(/[^/\\s*]+){0,2}$" }, message: "must match pattern \"" + "^[^/\\s*]+(/[^/\\s*]+){0,2}$" + "\"", schema: "^[^/\\s*]+(/[^/\\s*]+){0,2}$", parentSchema: schema15, data: data3 };
                        if (vErrors === null) {
                            vErrors = [err6];
                        }
                        else {
                            vErrors.push(err6);
                        }
                        errors++;
                    }
                }
                else {
                    const err7 = { instancePath: instancePath + "/values/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/locality/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema15.type, parentSchema: schema15, data: data3 };
                    if (vErrors === null) {
                        vErrors = [err7];
                    }
                    else {
                        vErrors.push(err7);
                    }
                    errors++;
                }
            }
        }
        else {
            const err8 = { instancePath: instancePath + "/values", schemaPath: "#/properties/values/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema50.properties.values.type, parentSchema: schema50.properties.values, data: data2 };
            if (vErrors === null) {
                vErrors = [err8];
            }
            else {
                vErrors.push(err8);
            }
            errors++;
        }
    }
    if (data.gateway !== undefined) {
        let data4 = data.gateway;
        if (!((data4 === "admin") || (data4 === "metrics"))) {
            const err9 = { instancePath: instancePath + "/gateway", schemaPath: "#/properties/gateway/enum", keyword: "enum", params: { allowedValues: schema50.properties.gateway.enum }, message: "must be equal to one of the allowed values", schema: schema50.properties.gateway.enum, parentSchema: schema50.properties.gateway, data: data4 };
            if (vErrors === null) {
                vErrors = [err9];
            }
            else {
                vErrors.push(err9);
            }
            errors++;
        }
    }
}
else {
    const err10 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema50.type, parentSchema: schema50, data };
    if (vErrors === null) {
        vErrors = [err10];
    }
    else {
        vErrors.push(err10);
    }
    errors++;
} validate31.errors = vErrors; return errors === 0; }
function validate30(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
        if (!(func2.call(schema47.properties, key0))) {
            const err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema47, data };
            if (vErrors === null) {
                vErrors = [err0];
            }
            else {
                vErrors.push(err0);
            }
            errors++;
        }
    }
    if (data.host !== undefined) {
        let data0 = data.host;
        if (typeof data0 === "string") {
            if (!pattern1.test(data0)) {
                const err1 = { instancePath: instancePath + "/host", schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data0 };
                if (vErrors === null) {
                    vErrors = [err1];
                }
                else {
                    vErrors.push(err1);
                }
                errors++;
            }
        }
        else {
            const err2 = { instancePath: instancePath + "/host", schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data0 };
            if (vErrors === null) {
                vErrors = [err2];
            }
            else {
                vErrors.push(err2);
            }
            errors++;
        }
    }
    if (data.scenarios !== undefined) {
        let data1 = data.scenarios;
        if (Array.isArray(data1)) {
            if (data1.length < 1) {
                const err3 = { instancePath: instancePath + "/scenarios", schemaPath: "#/properties/scenarios/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema47.properties.scenarios, data: data1 };
                if (vErrors === null) {
                    vErrors = [err3];
                }
                else {
                    vErrors.push(err3);
                }
                errors++;
            }
            const len0 = data1.length;
            for (let i0 = 0; i0 < len0; i0++) {
                let data2 = data1[i0];
                if (typeof data2 === "string") {
                    if (!pattern1.test(data2)) {
                        const err4 = { instancePath: instancePath + "/scenarios/" + i0, schemaPath: "#/$defs/name/pattern", keyword: "pattern", params: { pattern: "^[^\\s]+$" }, message: "must match pattern \"" + "^[^\\s]+$" + "\"", schema: "^[^\\s]+$", parentSchema: schema14, data: data2 };
                        if (vErrors === null) {
                            vErrors = [err4];
                        }
                        else {
                            vErrors.push(err4);
                        }
                        errors++;
                    }
                }
                else {
                    const err5 = { instancePath: instancePath + "/scenarios/" + i0, schemaPath: "#/$defs/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema14.type, parentSchema: schema14, data: data2 };
                    if (vErrors === null) {
                        vErrors = [err5];
                    }
                    else {
                        vErrors.push(err5);
                    }
                    errors++;
                }
            }
        }
        else {
            const err6 = { instancePath: instancePath + "/scenarios", schemaPath: "#/properties/scenarios/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema47.properties.scenarios.type, parentSchema: schema47.properties.scenarios, data: data1 };
            if (vErrors === null) {
                vErrors = [err6];
            }
            else {
                vErrors.push(err6);
            }
            errors++;
        }
    }
    if (data.attribution !== undefined) {
        if (!(validate31(data.attribution, { instancePath: instancePath + "/attribution", parentData: data, parentDataProperty: "attribution", rootData }))) {
            vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
            errors = vErrors.length;
        }
    }
    if (data.rate !== undefined) {
        let data4 = data.rate;
        if (typeof data4 == "number") {
            if (data4 > 1000 || isNaN(data4)) {
                const err7 = { instancePath: instancePath + "/rate", schemaPath: "#/properties/rate/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1000 }, message: "must be <= 1000", schema: 1000, parentSchema: schema47.properties.rate, data: data4 };
                if (vErrors === null) {
                    vErrors = [err7];
                }
                else {
                    vErrors.push(err7);
                }
                errors++;
            }
            if (data4 <= 0 || isNaN(data4)) {
                const err8 = { instancePath: instancePath + "/rate", schemaPath: "#/properties/rate/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema47.properties.rate, data: data4 };
                if (vErrors === null) {
                    vErrors = [err8];
                }
                else {
                    vErrors.push(err8);
                }
                errors++;
            }
        }
        else {
            const err9 = { instancePath: instancePath + "/rate", schemaPath: "#/properties/rate/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema47.properties.rate.type, parentSchema: schema47.properties.rate, data: data4 };
            if (vErrors === null) {
                vErrors = [err9];
            }
            else {
                vErrors.push(err9);
            }
            errors++;
        }
    }
    if (data.timeoutSeconds !== undefined) {
        let data5 = data.timeoutSeconds;
        if (typeof data5 == "number") {
            if (data5 > 60 || isNaN(data5)) {
                const err10 = { instancePath: instancePath + "/timeoutSeconds", schemaPath: "#/properties/timeoutSeconds/maximum", keyword: "maximum", params: { comparison: "<=", limit: 60 }, message: "must be <= 60", schema: 60, parentSchema: schema47.properties.timeoutSeconds, data: data5 };
                if (vErrors === null) {
                    vErrors = [err10];
                }
                else {
                    vErrors.push(err10);
                }
                errors++;
            }
            if (data5 <= 0 || isNaN(data5)) {
                const err11 = { instancePath: instancePath + "/timeoutSeconds", schemaPath: "#/properties/timeoutSeconds/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema47.properties.timeoutSeconds, data: data5 };
                if (vErrors === null) {
                    vErrors = [err11];
                }
                else {
                    vErrors.push(err11);
                }
                errors++;
            }
        }
        else {
            const err12 = { instancePath: instancePath + "/timeoutSeconds", schemaPath: "#/properties/timeoutSeconds/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema47.properties.timeoutSeconds.type, parentSchema: schema47.properties.timeoutSeconds, data: data5 };
            if (vErrors === null) {
                vErrors = [err12];
            }
            else {
                vErrors.push(err12);
            }
            errors++;
        }
    }
    if (data.freshConnections !== undefined) {
        let data6 = data.freshConnections;
        if (typeof data6 == "number") {
            if (data6 > 1 || isNaN(data6)) {
                const err13 = { instancePath: instancePath + "/freshConnections", schemaPath: "#/$defs/share/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1", schema: 1, parentSchema: schema35, data: data6 };
                if (vErrors === null) {
                    vErrors = [err13];
                }
                else {
                    vErrors.push(err13);
                }
                errors++;
            }
            if (data6 < 0 || isNaN(data6)) {
                const err14 = { instancePath: instancePath + "/freshConnections", schemaPath: "#/$defs/share/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema35, data: data6 };
                if (vErrors === null) {
                    vErrors = [err14];
                }
                else {
                    vErrors.push(err14);
                }
                errors++;
            }
        }
        else {
            const err15 = { instancePath: instancePath + "/freshConnections", schemaPath: "#/$defs/share/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema35.type, parentSchema: schema35, data: data6 };
            if (vErrors === null) {
                vErrors = [err15];
            }
            else {
                vErrors.push(err15);
            }
            errors++;
        }
    }
    if (data.phaseSeconds !== undefined) {
        let data7 = data.phaseSeconds;
        if (!((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7)))) {
            const err16 = { instancePath: instancePath + "/phaseSeconds", schemaPath: "#/properties/phaseSeconds/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema47.properties.phaseSeconds.type, parentSchema: schema47.properties.phaseSeconds, data: data7 };
            if (vErrors === null) {
                vErrors = [err16];
            }
            else {
                vErrors.push(err16);
            }
            errors++;
        }
        if (typeof data7 == "number") {
            if (data7 > 3600 || isNaN(data7)) {
                const err17 = { instancePath: instancePath + "/phaseSeconds", schemaPath: "#/properties/phaseSeconds/maximum", keyword: "maximum", params: { comparison: "<=", limit: 3600 }, message: "must be <= 3600", schema: 3600, parentSchema: schema47.properties.phaseSeconds, data: data7 };
                if (vErrors === null) {
                    vErrors = [err17];
                }
                else {
                    vErrors.push(err17);
                }
                errors++;
            }
            if (data7 < 5 || isNaN(data7)) {
                const err18 = { instancePath: instancePath + "/phaseSeconds", schemaPath: "#/properties/phaseSeconds/minimum", keyword: "minimum", params: { comparison: ">=", limit: 5 }, message: "must be >= 5", schema: 5, parentSchema: schema47.properties.phaseSeconds, data: data7 };
                if (vErrors === null) {
                    vErrors = [err18];
                }
                else {
                    vErrors.push(err18);
                }
                errors++;
            }
        }
    }
    if (data.tolerance !== undefined) {
        let data8 = data.tolerance;
        if (typeof data8 == "number") {
            if (data8 > 1 || isNaN(data8)) {
                const err19 = { instancePath: instancePath + "/tolerance", schemaPath: "#/$defs/share/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1", schema: 1, parentSchema: schema35, data: data8 };
                if (vErrors === null) {
                    vErrors = [err19];
                }
                else {
                    vErrors.push(err19);
                }
                errors++;
            }
            if (data8 < 0 || isNaN(data8)) {
                const err20 = { instancePath: instancePath + "/tolerance", schemaPath: "#/$defs/share/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema35, data: data8 };
                if (vErrors === null) {
                    vErrors = [err20];
                }
                else {
                    vErrors.push(err20);
                }
                errors++;
            }
        }
        else {
            const err21 = { instancePath: instancePath + "/tolerance", schemaPath: "#/$defs/share/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema35.type, parentSchema: schema35, data: data8 };
            if (vErrors === null) {
                vErrors = [err21];
            }
            else {
                vErrors.push(err21);
            }
            errors++;
        }
    }
    if (data.errorTolerance !== undefined) {
        let data9 = data.errorTolerance;
        if (typeof data9 == "number") {
            if (data9 > 1 || isNaN(data9)) {
                const err22 = { instancePath: instancePath + "/errorTolerance", schemaPath: "#/$defs/share/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1", schema: 1, parentSchema: schema35, data: data9 };
                if (vErrors === null) {
                    vErrors = [err22];
                }
                else {
                    vErrors.push(err22);
                }
                errors++;
            }
            if (data9 < 0 || isNaN(data9)) {
                const err23 = { instancePath: instancePath + "/errorTolerance", schemaPath: "#/$defs/share/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema35, data: data9 };
                if (vErrors === null) {
                    vErrors = [err23];
                }
                else {
                    vErrors.push(err23);
                }
                errors++;
            }
        }
        else {
            const err24 = { instancePath: instancePath + "/errorTolerance", schemaPath: "#/$defs/share/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema35.type, parentSchema: schema35, data: data9 };
            if (vErrors === null) {
                vErrors = [err24];
            }
            else {
                vErrors.push(err24);
            }
            errors++;
        }
    }
    if (data.survivors !== undefined) {
        let data10 = data.survivors;
        if (typeof data10 == "number") {
            if (data10 > 1 || isNaN(data10)) {
                const err25 = { instancePath: instancePath + "/survivors", schemaPath: "#/$defs/share/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1", schema: 1, parentSchema: schema35, data: data10 };
                if (vErrors === null) {
                    vErrors = [err25];
                }
                else {
                    vErrors.push(err25);
                }
                errors++;
            }
            if (data10 < 0 || isNaN(data10)) {
                const err26 = { instancePath: instancePath + "/survivors", schemaPath: "#/$defs/share/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema35, data: data10 };
                if (vErrors === null) {
                    vErrors = [err26];
                }
                else {
                    vErrors.push(err26);
                }
                errors++;
            }
        }
        else {
            const err27 = { instancePath: instancePath + "/survivors", schemaPath: "#/$defs/share/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema35.type, parentSchema: schema35, data: data10 };
            if (vErrors === null) {
                vErrors = [err27];
            }
            else {
                vErrors.push(err27);
            }
            errors++;
        }
    }
    if (data.stopAfterFailedRequests !== undefined) {
        let data11 = data.stopAfterFailedRequests;
        if (!((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11)))) {
            const err28 = { instancePath: instancePath + "/stopAfterFailedRequests", schemaPath: "#/properties/stopAfterFailedRequests/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema47.properties.stopAfterFailedRequests.type, parentSchema: schema47.properties.stopAfterFailedRequests, data: data11 };
            if (vErrors === null) {
                vErrors = [err28];
            }
            else {
                vErrors.push(err28);
            }
            errors++;
        }
        if (typeof data11 == "number") {
            if (data11 < 1 || isNaN(data11)) {
                const err29 = { instancePath: instancePath + "/stopAfterFailedRequests", schemaPath: "#/properties/stopAfterFailedRequests/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema47.properties.stopAfterFailedRequests, data: data11 };
                if (vErrors === null) {
                    vErrors = [err29];
                }
                else {
                    vErrors.push(err29);
                }
                errors++;
            }
        }
    }
    if (data.cordonLabels !== undefined) {
        let data12 = data.cordonLabels;
        if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
            if (Object.keys(data12).length < 1) {
                const err30 = { instancePath: instancePath + "/cordonLabels", schemaPath: "#/properties/cordonLabels/minProperties", keyword: "minProperties", params: { limit: 1 }, message: "must NOT have fewer than 1 properties", schema: 1, parentSchema: schema47.properties.cordonLabels, data: data12 };
                if (vErrors === null) {
                    vErrors = [err30];
                }
                else {
                    vErrors.push(err30);
                }
                errors++;
            }
            for (const key1 in data12) {
                let data13 = data12[key1];
                if (typeof data13 !== "string") {
                    const err31 = { instancePath: instancePath + "/cordonLabels/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/cordonLabels/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema47.properties.cordonLabels.additionalProperties.type, parentSchema: schema47.properties.cordonLabels.additionalProperties, data: data13 };
                    if (vErrors === null) {
                        vErrors = [err31];
                    }
                    else {
                        vErrors.push(err31);
                    }
                    errors++;
                }
            }
        }
        else {
            const err32 = { instancePath: instancePath + "/cordonLabels", schemaPath: "#/properties/cordonLabels/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema47.properties.cordonLabels.type, parentSchema: schema47.properties.cordonLabels, data: data12 };
            if (vErrors === null) {
                vErrors = [err32];
            }
            else {
                vErrors.push(err32);
            }
            errors++;
        }
    }
    if (data.budgets !== undefined) {
        let data14 = data.budgets;
        if (data14 && typeof data14 == "object" && !Array.isArray(data14)) {
            for (const key2 in data14) {
                if (!(((key2 === "failoverSeconds") || (key2 === "failbackSeconds")) || (key2 === "failedRequests"))) {
                    const err33 = { instancePath: instancePath + "/budgets", schemaPath: "#/properties/budgets/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: false, parentSchema: schema47.properties.budgets, data: data14 };
                    if (vErrors === null) {
                        vErrors = [err33];
                    }
                    else {
                        vErrors.push(err33);
                    }
                    errors++;
                }
            }
            if (data14.failoverSeconds !== undefined) {
                let data15 = data14.failoverSeconds;
                if (typeof data15 == "number") {
                    if (data15 > 3600 || isNaN(data15)) {
                        const err34 = { instancePath: instancePath + "/budgets/failoverSeconds", schemaPath: "#/properties/budgets/properties/failoverSeconds/maximum", keyword: "maximum", params: { comparison: "<=", limit: 3600 }, message: "must be <= 3600", schema: 3600, parentSchema: schema47.properties.budgets.properties.failoverSeconds, data: data15 };
                        if (vErrors === null) {
                            vErrors = [err34];
                        }
                        else {
                            vErrors.push(err34);
                        }
                        errors++;
                    }
                    if (data15 <= 0 || isNaN(data15)) {
                        const err35 = { instancePath: instancePath + "/budgets/failoverSeconds", schemaPath: "#/properties/budgets/properties/failoverSeconds/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema47.properties.budgets.properties.failoverSeconds, data: data15 };
                        if (vErrors === null) {
                            vErrors = [err35];
                        }
                        else {
                            vErrors.push(err35);
                        }
                        errors++;
                    }
                }
                else {
                    const err36 = { instancePath: instancePath + "/budgets/failoverSeconds", schemaPath: "#/properties/budgets/properties/failoverSeconds/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema47.properties.budgets.properties.failoverSeconds.type, parentSchema: schema47.properties.budgets.properties.failoverSeconds, data: data15 };
                    if (vErrors === null) {
                        vErrors = [err36];
                    }
                    else {
                        vErrors.push(err36);
                    }
                    errors++;
                }
            }
            if (data14.failbackSeconds !== undefined) {
                let data16 = data14.failbackSeconds;
                if (typeof data16 == "number") {
                    if (data16 > 3600 || isNaN(data16)) {
                        const err37 = { instancePath: instancePath + "/budgets/failbackSeconds", schemaPath: "#/properties/budgets/properties/failbackSeconds/maximum", keyword: "maximum", params: { comparison: "<=", limit: 3600 }, message: "must be <= 3600", schema: 3600, parentSchema: schema47.properties.budgets.properties.failbackSeconds, data: data16 };
                        if (vErrors === null) {
                            vErrors = [err37];
                        }
                        else {
                            vErrors.push(err37);
                        }
                        errors++;
                    }
                    if (data16 <= 0 || isNaN(data16)) {
                        const err38 = { instancePath: instancePath + "/budgets/failbackSeconds", schemaPath: "#/properties/budgets/properties/failbackSeconds/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema47.properties.budgets.properties.failbackSeconds, data: data16 };
                        if (vErrors === null) {
                            vErrors = [err38];
                        }
                        else {
                            vErrors.push(err38);
                        }
                        errors++;
                    }
                }
                else {
                    const err39 = { instancePath: instancePath + "/budgets/failbackSeconds", schemaPath: "#/properties/budgets/properties/failbackSeconds/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema47.properties.budgets.properties.failbackSeconds.type, parentSchema: schema47.properties.budgets.properties.failbackSeconds, data: data16 };
                    if (vErrors === null) {
                        vErrors = [err39];
                    }
                    else {
                        vErrors.push(err39);
                    }
                    errors++;
                }
            }
            if (data14.failedRequests !== undefined) {
                let data17 = data14.failedRequests;
                if (!((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17)))) {
                    const err40 = { instancePath: instancePath + "/budgets/failedRequests", schemaPath: "#/properties/budgets/properties/failedRequests/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema47.properties.budgets.properties.failedRequests.type, parentSchema: schema47.properties.budgets.properties.failedRequests, data: data17 };
                    if (vErrors === null) {
                        vErrors = [err40];
                    }
                    else {
                        vErrors.push(err40);
                    }
                    errors++;
                }
                if (typeof data17 == "number") {
                    if (data17 < 0 || isNaN(data17)) {
                        const err41 = { instancePath: instancePath + "/budgets/failedRequests", schemaPath: "#/properties/budgets/properties/failedRequests/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema47.properties.budgets.properties.failedRequests, data: data17 };
                        if (vErrors === null) {
                            vErrors = [err41];
                        }
                        else {
                            vErrors.push(err41);
                        }
                        errors++;
                    }
                }
            }
        }
        else {
            const err42 = { instancePath: instancePath + "/budgets", schemaPath: "#/properties/budgets/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema47.properties.budgets.type, parentSchema: schema47.properties.budgets, data: data14 };
            if (vErrors === null) {
                vErrors = [err42];
            }
            else {
                vErrors.push(err42);
            }
            errors++;
        }
    }
}
else {
    const err43 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema47.type, parentSchema: schema47, data };
    if (vErrors === null) {
        vErrors = [err43];
    }
    else {
        vErrors.push(err43);
    }
    errors++;
} validate30.errors = vErrors; return errors === 0; }
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.version === undefined) {
        const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "version" }, message: "must have required property '" + "version" + "'", schema: schema11.required, parentSchema: schema11, data };
        if (vErrors === null) {
            vErrors = [err0];
        }
        else {
            vErrors.push(err0);
        }
        errors++;
    }
    for (const key0 in data) {
        if (!(func2.call(schema11.properties, key0))) {
            const err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema11, data };
            if (vErrors === null) {
                vErrors = [err1];
            }
            else {
                vErrors.push(err1);
            }
            errors++;
        }
    }
    if (data.$schema !== undefined) {
        let data0 = data.$schema;
        if (typeof data0 !== "string") {
            const err2 = { instancePath: instancePath + "/$schema", schemaPath: "#/properties/%24schema/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties.$schema.type, parentSchema: schema11.properties.$schema, data: data0 };
            if (vErrors === null) {
                vErrors = [err2];
            }
            else {
                vErrors.push(err2);
            }
            errors++;
        }
    }
    if (data.version !== undefined) {
        let data1 = data.version;
        if (1 !== data1) {
            const err3 = { instancePath: instancePath + "/version", schemaPath: "#/properties/version/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant", schema: 1, parentSchema: schema11.properties.version, data: data1 };
            if (vErrors === null) {
                vErrors = [err3];
            }
            else {
                vErrors.push(err3);
            }
            errors++;
        }
    }
    if (data.profile !== undefined) {
        let data2 = data.profile;
        if (!(((data2 === "istio-1.31") || (data2 === "istio-1.30")) || (data2 === "csm-managed"))) {
            const err4 = { instancePath: instancePath + "/profile", schemaPath: "#/properties/profile/enum", keyword: "enum", params: { allowedValues: schema11.properties.profile.enum }, message: "must be equal to one of the allowed values", schema: schema11.properties.profile.enum, parentSchema: schema11.properties.profile, data: data2 };
            if (vErrors === null) {
                vErrors = [err4];
            }
            else {
                vErrors.push(err4);
            }
            errors++;
        }
    }
    if (data.rootNamespace !== undefined) {
        let data3 = data.rootNamespace;
        if (typeof data3 === "string") {
            if (!pattern0.test(data3)) {
                const err5 = { instancePath: instancePath + "/rootNamespace", schemaPath: "#/properties/rootNamespace/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" }, message: "must match pattern \"" + "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" + "\"", schema: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", parentSchema: schema11.properties.rootNamespace, data: data3 };
                if (vErrors === null) {
                    vErrors = [err5];
                }
                else {
                    vErrors.push(err5);
                }
                errors++;
            }
        }
        else {
            const err6 = { instancePath: instancePath + "/rootNamespace", schemaPath: "#/properties/rootNamespace/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties.rootNamespace.type, parentSchema: schema11.properties.rootNamespace, data: data3 };
            if (vErrors === null) {
                vErrors = [err6];
            }
            else {
                vErrors.push(err6);
            }
            errors++;
        }
    }
    if (data.meshConfig !== undefined) {
        let data4 = data.meshConfig;
        if (typeof data4 === "string") {
            if (func3(data4) < 1) {
                const err7 = { instancePath: instancePath + "/meshConfig", schemaPath: "#/properties/meshConfig/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema11.properties.meshConfig, data: data4 };
                if (vErrors === null) {
                    vErrors = [err7];
                }
                else {
                    vErrors.push(err7);
                }
                errors++;
            }
        }
        else {
            const err8 = { instancePath: instancePath + "/meshConfig", schemaPath: "#/properties/meshConfig/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties.meshConfig.type, parentSchema: schema11.properties.meshConfig, data: data4 };
            if (vErrors === null) {
                vErrors = [err8];
            }
            else {
                vErrors.push(err8);
            }
            errors++;
        }
    }
    if (data.paths !== undefined) {
        let data5 = data.paths;
        if (Array.isArray(data5)) {
            if (data5.length < 1) {
                const err9 = { instancePath: instancePath + "/paths", schemaPath: "#/$defs/paths/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema12, data: data5 };
                if (vErrors === null) {
                    vErrors = [err9];
                }
                else {
                    vErrors.push(err9);
                }
                errors++;
            }
            const len0 = data5.length;
            for (let i0 = 0; i0 < len0; i0++) {
                let data6 = data5[i0];
                if (typeof data6 === "string") {
                    if (func3(data6) < 1) {
                        const err10 = { instancePath: instancePath + "/paths/" + i0, schemaPath: "#/$defs/paths/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema12.items, data: data6 };
                        if (vErrors === null) {
                            vErrors = [err10];
                        }
                        else {
                            vErrors.push(err10);
                        }
                        errors++;
                    }
                }
                else {
                    const err11 = { instancePath: instancePath + "/paths/" + i0, schemaPath: "#/$defs/paths/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema12.items.type, parentSchema: schema12.items, data: data6 };
                    if (vErrors === null) {
                        vErrors = [err11];
                    }
                    else {
                        vErrors.push(err11);
                    }
                    errors++;
                }
            }
        }
        else {
            const err12 = { instancePath: instancePath + "/paths", schemaPath: "#/$defs/paths/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema12.type, parentSchema: schema12, data: data5 };
            if (vErrors === null) {
                vErrors = [err12];
            }
            else {
                vErrors.push(err12);
            }
            errors++;
        }
    }
    if (data.clusters !== undefined) {
        let data7 = data.clusters;
        if (Array.isArray(data7)) {
            if (data7.length < 1) {
                const err13 = { instancePath: instancePath + "/clusters", schemaPath: "#/properties/clusters/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema11.properties.clusters, data: data7 };
                if (vErrors === null) {
                    vErrors = [err13];
                }
                else {
                    vErrors.push(err13);
                }
                errors++;
            }
            const len1 = data7.length;
            for (let i1 = 0; i1 < len1; i1++) {
                if (!(validate11(data7[i1], { instancePath: instancePath + "/clusters/" + i1, parentData: data7, parentDataProperty: i1, rootData }))) {
                    vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
                    errors = vErrors.length;
                }
            }
        }
        else {
            const err14 = { instancePath: instancePath + "/clusters", schemaPath: "#/properties/clusters/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema11.properties.clusters.type, parentSchema: schema11.properties.clusters, data: data7 };
            if (vErrors === null) {
                vErrors = [err14];
            }
            else {
                vErrors.push(err14);
            }
            errors++;
        }
    }
    if (data.workloads !== undefined) {
        let data9 = data.workloads;
        if (Array.isArray(data9)) {
            const len2 = data9.length;
            for (let i2 = 0; i2 < len2; i2++) {
                if (!(validate13(data9[i2], { instancePath: instancePath + "/workloads/" + i2, parentData: data9, parentDataProperty: i2, rootData }))) {
                    vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
                    errors = vErrors.length;
                }
            }
        }
        else {
            const err15 = { instancePath: instancePath + "/workloads", schemaPath: "#/properties/workloads/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema11.properties.workloads.type, parentSchema: schema11.properties.workloads, data: data9 };
            if (vErrors === null) {
                vErrors = [err15];
            }
            else {
                vErrors.push(err15);
            }
            errors++;
        }
    }
    if (data.clients !== undefined) {
        let data11 = data.clients;
        if (Array.isArray(data11)) {
            if (data11.length < 1) {
                const err16 = { instancePath: instancePath + "/clients", schemaPath: "#/properties/clients/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema11.properties.clients, data: data11 };
                if (vErrors === null) {
                    vErrors = [err16];
                }
                else {
                    vErrors.push(err16);
                }
                errors++;
            }
            const len3 = data11.length;
            for (let i3 = 0; i3 < len3; i3++) {
                if (!(validate17(data11[i3], { instancePath: instancePath + "/clients/" + i3, parentData: data11, parentDataProperty: i3, rootData }))) {
                    vErrors = vErrors === null ? validate17.errors : vErrors.concat(validate17.errors);
                    errors = vErrors.length;
                }
            }
        }
        else {
            const err17 = { instancePath: instancePath + "/clients", schemaPath: "#/properties/clients/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema11.properties.clients.type, parentSchema: schema11.properties.clients, data: data11 };
            if (vErrors === null) {
                vErrors = [err17];
            }
            else {
                vErrors.push(err17);
            }
            errors++;
        }
    }
    if (data.scenarios !== undefined) {
        let data13 = data.scenarios;
        if (Array.isArray(data13)) {
            const len4 = data13.length;
            for (let i4 = 0; i4 < len4; i4++) {
                if (!(validate19(data13[i4], { instancePath: instancePath + "/scenarios/" + i4, parentData: data13, parentDataProperty: i4, rootData }))) {
                    vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
                    errors = vErrors.length;
                }
            }
        }
        else {
            const err18 = { instancePath: instancePath + "/scenarios", schemaPath: "#/properties/scenarios/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema11.properties.scenarios.type, parentSchema: schema11.properties.scenarios, data: data13 };
            if (vErrors === null) {
                vErrors = [err18];
            }
            else {
                vErrors.push(err18);
            }
            errors++;
        }
    }
    if (data.preset !== undefined) {
        let data15 = data.preset;
        if (!(((data15 === "recommended") || (data15 === "strict")) || (data15 === "invariants"))) {
            const err19 = { instancePath: instancePath + "/preset", schemaPath: "#/properties/preset/enum", keyword: "enum", params: { allowedValues: schema11.properties.preset.enum }, message: "must be equal to one of the allowed values", schema: schema11.properties.preset.enum, parentSchema: schema11.properties.preset, data: data15 };
            if (vErrors === null) {
                vErrors = [err19];
            }
            else {
                vErrors.push(err19);
            }
            errors++;
        }
    }
    if (data.rules !== undefined) {
        let data16 = data.rules;
        if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
            for (const key1 in data16) {
                if (!(validate25(data16[key1], { instancePath: instancePath + "/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: data16, parentDataProperty: key1, rootData }))) {
                    vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
                    errors = vErrors.length;
                }
            }
        }
        else {
            const err20 = { instancePath: instancePath + "/rules", schemaPath: "#/properties/rules/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema11.properties.rules.type, parentSchema: schema11.properties.rules, data: data16 };
            if (vErrors === null) {
                vErrors = [err20];
            }
            else {
                vErrors.push(err20);
            }
            errors++;
        }
    }
    if (data.overrides !== undefined) {
        let data18 = data.overrides;
        if (Array.isArray(data18)) {
            const len5 = data18.length;
            for (let i5 = 0; i5 < len5; i5++) {
                if (!(validate27(data18[i5], { instancePath: instancePath + "/overrides/" + i5, parentData: data18, parentDataProperty: i5, rootData }))) {
                    vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
                    errors = vErrors.length;
                }
            }
        }
        else {
            const err21 = { instancePath: instancePath + "/overrides", schemaPath: "#/properties/overrides/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema11.properties.overrides.type, parentSchema: schema11.properties.overrides, data: data18 };
            if (vErrors === null) {
                vErrors = [err21];
            }
            else {
                vErrors.push(err21);
            }
            errors++;
        }
    }
    if (data.deploy !== undefined) {
        let data20 = data.deploy;
        if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
            for (const key2 in data20) {
                if (!(((((key2 === "environment") || (key2 === "namespace")) || (key2 === "strategy")) || (key2 === "pruneLimit")) || (key2 === "verifySeconds"))) {
                    const err22 = { instancePath: instancePath + "/deploy", schemaPath: "#/properties/deploy/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: false, parentSchema: schema11.properties.deploy, data: data20 };
                    if (vErrors === null) {
                        vErrors = [err22];
                    }
                    else {
                        vErrors.push(err22);
                    }
                    errors++;
                }
            }
            if (data20.environment !== undefined) {
                let data21 = data20.environment;
                if (typeof data21 === "string") {
                    if (!pattern22.test(data21)) {
                        const err23 = { instancePath: instancePath + "/deploy/environment", schemaPath: "#/properties/deploy/properties/environment/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$" }, message: "must match pattern \"" + "^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$" + "\"", schema: "^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$", parentSchema: schema11.properties.deploy.properties.environment, data: data21 };
                        if (vErrors === null) {
                            vErrors = [err23];
                        }
                        else {
                            vErrors.push(err23);
                        }
                        errors++;
                    }
                }
                else {
                    const err24 = { instancePath: instancePath + "/deploy/environment", schemaPath: "#/properties/deploy/properties/environment/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties.deploy.properties.environment.type, parentSchema: schema11.properties.deploy.properties.environment, data: data21 };
                    if (vErrors === null) {
                        vErrors = [err24];
                    }
                    else {
                        vErrors.push(err24);
                    }
                    errors++;
                }
            }
            if (data20.namespace !== undefined) {
                let data22 = data20.namespace;
                if (typeof data22 === "string") {
                    if (!pattern0.test(data22)) {
                        const err25 = { instancePath: instancePath + "/deploy/namespace", schemaPath: "#/properties/deploy/properties/namespace/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" }, message: "must match pattern \"" + "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" + "\"", schema: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", parentSchema: schema11.properties.deploy.properties.namespace, data: data22 };
                        if (vErrors === null) {
                            vErrors = [err25];
                        }
                        else {
                            vErrors.push(err25);
                        }
                        errors++;
                    }
                }
                else {
                    const err26 = { instancePath: instancePath + "/deploy/namespace", schemaPath: "#/properties/deploy/properties/namespace/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties.deploy.properties.namespace.type, parentSchema: schema11.properties.deploy.properties.namespace, data: data22 };
                    if (vErrors === null) {
                        vErrors = [err26];
                    }
                    else {
                        vErrors.push(err26);
                    }
                    errors++;
                }
            }
            if (data20.strategy !== undefined) {
                let data23 = data20.strategy;
                if (!((data23 === "one-cluster-first") || (data23 === "parallel"))) {
                    const err27 = { instancePath: instancePath + "/deploy/strategy", schemaPath: "#/properties/deploy/properties/strategy/enum", keyword: "enum", params: { allowedValues: schema11.properties.deploy.properties.strategy.enum }, message: "must be equal to one of the allowed values", schema: schema11.properties.deploy.properties.strategy.enum, parentSchema: schema11.properties.deploy.properties.strategy, data: data23 };
                    if (vErrors === null) {
                        vErrors = [err27];
                    }
                    else {
                        vErrors.push(err27);
                    }
                    errors++;
                }
            }
            if (data20.pruneLimit !== undefined) {
                let data24 = data20.pruneLimit;
                if (!((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24)))) {
                    const err28 = { instancePath: instancePath + "/deploy/pruneLimit", schemaPath: "#/properties/deploy/properties/pruneLimit/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema11.properties.deploy.properties.pruneLimit.type, parentSchema: schema11.properties.deploy.properties.pruneLimit, data: data24 };
                    if (vErrors === null) {
                        vErrors = [err28];
                    }
                    else {
                        vErrors.push(err28);
                    }
                    errors++;
                }
                if (typeof data24 == "number") {
                    if (data24 < 0 || isNaN(data24)) {
                        const err29 = { instancePath: instancePath + "/deploy/pruneLimit", schemaPath: "#/properties/deploy/properties/pruneLimit/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema11.properties.deploy.properties.pruneLimit, data: data24 };
                        if (vErrors === null) {
                            vErrors = [err29];
                        }
                        else {
                            vErrors.push(err29);
                        }
                        errors++;
                    }
                }
            }
            if (data20.verifySeconds !== undefined) {
                let data25 = data20.verifySeconds;
                if (!((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25)))) {
                    const err30 = { instancePath: instancePath + "/deploy/verifySeconds", schemaPath: "#/properties/deploy/properties/verifySeconds/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema11.properties.deploy.properties.verifySeconds.type, parentSchema: schema11.properties.deploy.properties.verifySeconds, data: data25 };
                    if (vErrors === null) {
                        vErrors = [err30];
                    }
                    else {
                        vErrors.push(err30);
                    }
                    errors++;
                }
                if (typeof data25 == "number") {
                    if (data25 > 3600 || isNaN(data25)) {
                        const err31 = { instancePath: instancePath + "/deploy/verifySeconds", schemaPath: "#/properties/deploy/properties/verifySeconds/maximum", keyword: "maximum", params: { comparison: "<=", limit: 3600 }, message: "must be <= 3600", schema: 3600, parentSchema: schema11.properties.deploy.properties.verifySeconds, data: data25 };
                        if (vErrors === null) {
                            vErrors = [err31];
                        }
                        else {
                            vErrors.push(err31);
                        }
                        errors++;
                    }
                    if (data25 < 0 || isNaN(data25)) {
                        const err32 = { instancePath: instancePath + "/deploy/verifySeconds", schemaPath: "#/properties/deploy/properties/verifySeconds/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema11.properties.deploy.properties.verifySeconds, data: data25 };
                        if (vErrors === null) {
                            vErrors = [err32];
                        }
                        else {
                            vErrors.push(err32);
                        }
                        errors++;
                    }
                }
            }
        }
        else {
            const err33 = { instancePath: instancePath + "/deploy", schemaPath: "#/properties/deploy/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema11.properties.deploy.type, parentSchema: schema11.properties.deploy, data: data20 };
            if (vErrors === null) {
                vErrors = [err33];
            }
            else {
                vErrors.push(err33);
            }
            errors++;
        }
    }
    if (data.frontDoor !== undefined) {
        let data26 = data.frontDoor;
        if (!(((data26 === "none") || (data26 === "dns")) || (data26 === "global-lb"))) {
            const err34 = { instancePath: instancePath + "/frontDoor", schemaPath: "#/properties/frontDoor/enum", keyword: "enum", params: { allowedValues: schema11.properties.frontDoor.enum }, message: "must be equal to one of the allowed values", schema: schema11.properties.frontDoor.enum, parentSchema: schema11.properties.frontDoor, data: data26 };
            if (vErrors === null) {
                vErrors = [err34];
            }
            else {
                vErrors.push(err34);
            }
            errors++;
        }
    }
    if (data.drill !== undefined) {
        if (!(validate30(data.drill, { instancePath: instancePath + "/drill", parentData: data, parentDataProperty: "drill", rootData }))) {
            vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
            errors = vErrors.length;
        }
    }
}
else {
    const err35 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema11.type, parentSchema: schema11, data };
    if (vErrors === null) {
        vErrors = [err35];
    }
    else {
        vErrors.push(err35);
    }
    errors++;
} validate10.errors = vErrors; return errors === 0; }
const validateMeshConfig = validate34;
const schema56 = { "$schema": "http://json-schema.org/draft-07/schema#", "description": "The basic types of the fields that `MeshConfig` holds; everything else may be anything.", "type": "object", "properties": { "localityLbSetting": { "type": "object", "properties": { "enabled": { "type": "boolean" }, "distribute": { "type": "array", "items": { "type": "object", "properties": { "from": { "type": "string" }, "to": { "type": "object", "additionalProperties": { "type": "number" } } } } }, "failover": { "type": "array", "items": { "type": "object", "properties": { "from": { "type": "string" }, "to": { "type": "string" } } } }, "failoverPriority": { "type": "array", "items": { "type": "string" } } } }, "defaultTrafficPolicy": { "type": "object" }, "defaultDestinationRuleExportTo": { "type": "array", "items": { "type": "string" } }, "defaultVirtualServiceExportTo": { "type": "array", "items": { "type": "string" } }, "defaultServiceExportTo": { "type": "array", "items": { "type": "string" } }, "defaultHttpRetryPolicy": { "type": "object", "properties": { "attempts": { "type": "integer" }, "retryOn": { "type": "string" }, "retryRemoteLocalities": { "type": "boolean" } } }, "serviceSettings": { "type": "array", "items": { "type": "object", "properties": { "settings": { "type": "object", "properties": { "clusterLocal": { "type": "boolean" } } }, "hosts": { "type": "array", "items": { "type": "string" } } } } }, "rootNamespace": { "type": "string" }, "trustDomain": { "type": "string" } } };
function validate34(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) { let vErrors = null; let errors = 0; if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.localityLbSetting !== undefined) {
        let data0 = data.localityLbSetting;
        if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
            if (data0.enabled !== undefined) {
                let data1 = data0.enabled;
                if (typeof data1 !== "boolean") {
                    const err0 = { instancePath: instancePath + "/localityLbSetting/enabled", schemaPath: "#/properties/localityLbSetting/properties/enabled/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema56.properties.localityLbSetting.properties.enabled.type, parentSchema: schema56.properties.localityLbSetting.properties.enabled, data: data1 };
                    if (vErrors === null) {
                        vErrors = [err0];
                    }
                    else {
                        vErrors.push(err0);
                    }
                    errors++;
                }
            }
            if (data0.distribute !== undefined) {
                let data2 = data0.distribute;
                if (Array.isArray(data2)) {
                    const len0 = data2.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                        let data3 = data2[i0];
                        if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
                            if (data3.from !== undefined) {
                                let data4 = data3.from;
                                if (typeof data4 !== "string") {
                                    const err1 = { instancePath: instancePath + "/localityLbSetting/distribute/" + i0 + "/from", schemaPath: "#/properties/localityLbSetting/properties/distribute/items/properties/from/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.localityLbSetting.properties.distribute.items.properties.from.type, parentSchema: schema56.properties.localityLbSetting.properties.distribute.items.properties.from, data: data4 };
                                    if (vErrors === null) {
                                        vErrors = [err1];
                                    }
                                    else {
                                        vErrors.push(err1);
                                    }
                                    errors++;
                                }
                            }
                            if (data3.to !== undefined) {
                                let data5 = data3.to;
                                if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
                                    for (const key0 in data5) {
                                        let data6 = data5[key0];
                                        if (!(typeof data6 == "number")) {
                                            const err2 = { instancePath: instancePath + "/localityLbSetting/distribute/" + i0 + "/to/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/localityLbSetting/properties/distribute/items/properties/to/additionalProperties/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema56.properties.localityLbSetting.properties.distribute.items.properties.to.additionalProperties.type, parentSchema: schema56.properties.localityLbSetting.properties.distribute.items.properties.to.additionalProperties, data: data6 };
                                            if (vErrors === null) {
                                                vErrors = [err2];
                                            }
                                            else {
                                                vErrors.push(err2);
                                            }
                                            errors++;
                                        }
                                    }
                                }
                                else {
                                    const err3 = { instancePath: instancePath + "/localityLbSetting/distribute/" + i0 + "/to", schemaPath: "#/properties/localityLbSetting/properties/distribute/items/properties/to/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema56.properties.localityLbSetting.properties.distribute.items.properties.to.type, parentSchema: schema56.properties.localityLbSetting.properties.distribute.items.properties.to, data: data5 };
                                    if (vErrors === null) {
                                        vErrors = [err3];
                                    }
                                    else {
                                        vErrors.push(err3);
                                    }
                                    errors++;
                                }
                            }
                        }
                        else {
                            const err4 = { instancePath: instancePath + "/localityLbSetting/distribute/" + i0, schemaPath: "#/properties/localityLbSetting/properties/distribute/items/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema56.properties.localityLbSetting.properties.distribute.items.type, parentSchema: schema56.properties.localityLbSetting.properties.distribute.items, data: data3 };
                            if (vErrors === null) {
                                vErrors = [err4];
                            }
                            else {
                                vErrors.push(err4);
                            }
                            errors++;
                        }
                    }
                }
                else {
                    const err5 = { instancePath: instancePath + "/localityLbSetting/distribute", schemaPath: "#/properties/localityLbSetting/properties/distribute/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema56.properties.localityLbSetting.properties.distribute.type, parentSchema: schema56.properties.localityLbSetting.properties.distribute, data: data2 };
                    if (vErrors === null) {
                        vErrors = [err5];
                    }
                    else {
                        vErrors.push(err5);
                    }
                    errors++;
                }
            }
            if (data0.failover !== undefined) {
                let data7 = data0.failover;
                if (Array.isArray(data7)) {
                    const len1 = data7.length;
                    for (let i1 = 0; i1 < len1; i1++) {
                        let data8 = data7[i1];
                        if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
                            if (data8.from !== undefined) {
                                let data9 = data8.from;
                                if (typeof data9 !== "string") {
                                    const err6 = { instancePath: instancePath + "/localityLbSetting/failover/" + i1 + "/from", schemaPath: "#/properties/localityLbSetting/properties/failover/items/properties/from/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.localityLbSetting.properties.failover.items.properties.from.type, parentSchema: schema56.properties.localityLbSetting.properties.failover.items.properties.from, data: data9 };
                                    if (vErrors === null) {
                                        vErrors = [err6];
                                    }
                                    else {
                                        vErrors.push(err6);
                                    }
                                    errors++;
                                }
                            }
                            if (data8.to !== undefined) {
                                let data10 = data8.to;
                                if (typeof data10 !== "string") {
                                    const err7 = { instancePath: instancePath + "/localityLbSetting/failover/" + i1 + "/to", schemaPath: "#/properties/localityLbSetting/properties/failover/items/properties/to/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.localityLbSetting.properties.failover.items.properties.to.type, parentSchema: schema56.properties.localityLbSetting.properties.failover.items.properties.to, data: data10 };
                                    if (vErrors === null) {
                                        vErrors = [err7];
                                    }
                                    else {
                                        vErrors.push(err7);
                                    }
                                    errors++;
                                }
                            }
                        }
                        else {
                            const err8 = { instancePath: instancePath + "/localityLbSetting/failover/" + i1, schemaPath: "#/properties/localityLbSetting/properties/failover/items/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema56.properties.localityLbSetting.properties.failover.items.type, parentSchema: schema56.properties.localityLbSetting.properties.failover.items, data: data8 };
                            if (vErrors === null) {
                                vErrors = [err8];
                            }
                            else {
                                vErrors.push(err8);
                            }
                            errors++;
                        }
                    }
                }
                else {
                    const err9 = { instancePath: instancePath + "/localityLbSetting/failover", schemaPath: "#/properties/localityLbSetting/properties/failover/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema56.properties.localityLbSetting.properties.failover.type, parentSchema: schema56.properties.localityLbSetting.properties.failover, data: data7 };
                    if (vErrors === null) {
                        vErrors = [err9];
                    }
                    else {
                        vErrors.push(err9);
                    }
                    errors++;
                }
            }
            if (data0.failoverPriority !== undefined) {
                let data11 = data0.failoverPriority;
                if (Array.isArray(data11)) {
                    const len2 = data11.length;
                    for (let i2 = 0; i2 < len2; i2++) {
                        let data12 = data11[i2];
                        if (typeof data12 !== "string") {
                            const err10 = { instancePath: instancePath + "/localityLbSetting/failoverPriority/" + i2, schemaPath: "#/properties/localityLbSetting/properties/failoverPriority/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.localityLbSetting.properties.failoverPriority.items.type, parentSchema: schema56.properties.localityLbSetting.properties.failoverPriority.items, data: data12 };
                            if (vErrors === null) {
                                vErrors = [err10];
                            }
                            else {
                                vErrors.push(err10);
                            }
                            errors++;
                        }
                    }
                }
                else {
                    const err11 = { instancePath: instancePath + "/localityLbSetting/failoverPriority", schemaPath: "#/properties/localityLbSetting/properties/failoverPriority/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema56.properties.localityLbSetting.properties.failoverPriority.type, parentSchema: schema56.properties.localityLbSetting.properties.failoverPriority, data: data11 };
                    if (vErrors === null) {
                        vErrors = [err11];
                    }
                    else {
                        vErrors.push(err11);
                    }
                    errors++;
                }
            }
        }
        else {
            const err12 = { instancePath: instancePath + "/localityLbSetting", schemaPath: "#/properties/localityLbSetting/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema56.properties.localityLbSetting.type, parentSchema: schema56.properties.localityLbSetting, data: data0 };
            if (vErrors === null) {
                vErrors = [err12];
            }
            else {
                vErrors.push(err12);
            }
            errors++;
        }
    }
    if (data.defaultTrafficPolicy !== undefined) {
        let data13 = data.defaultTrafficPolicy;
        if (!(data13 && typeof data13 == "object" && !Array.isArray(data13))) {
            const err13 = { instancePath: instancePath + "/defaultTrafficPolicy", schemaPath: "#/properties/defaultTrafficPolicy/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema56.properties.defaultTrafficPolicy.type, parentSchema: schema56.properties.defaultTrafficPolicy, data: data13 };
            if (vErrors === null) {
                vErrors = [err13];
            }
            else {
                vErrors.push(err13);
            }
            errors++;
        }
    }
    if (data.defaultDestinationRuleExportTo !== undefined) {
        let data14 = data.defaultDestinationRuleExportTo;
        if (Array.isArray(data14)) {
            const len3 = data14.length;
            for (let i3 = 0; i3 < len3; i3++) {
                let data15 = data14[i3];
                if (typeof data15 !== "string") {
                    const err14 = { instancePath: instancePath + "/defaultDestinationRuleExportTo/" + i3, schemaPath: "#/properties/defaultDestinationRuleExportTo/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.defaultDestinationRuleExportTo.items.type, parentSchema: schema56.properties.defaultDestinationRuleExportTo.items, data: data15 };
                    if (vErrors === null) {
                        vErrors = [err14];
                    }
                    else {
                        vErrors.push(err14);
                    }
                    errors++;
                }
            }
        }
        else {
            const err15 = { instancePath: instancePath + "/defaultDestinationRuleExportTo", schemaPath: "#/properties/defaultDestinationRuleExportTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema56.properties.defaultDestinationRuleExportTo.type, parentSchema: schema56.properties.defaultDestinationRuleExportTo, data: data14 };
            if (vErrors === null) {
                vErrors = [err15];
            }
            else {
                vErrors.push(err15);
            }
            errors++;
        }
    }
    if (data.defaultVirtualServiceExportTo !== undefined) {
        let data16 = data.defaultVirtualServiceExportTo;
        if (Array.isArray(data16)) {
            const len4 = data16.length;
            for (let i4 = 0; i4 < len4; i4++) {
                let data17 = data16[i4];
                if (typeof data17 !== "string") {
                    const err16 = { instancePath: instancePath + "/defaultVirtualServiceExportTo/" + i4, schemaPath: "#/properties/defaultVirtualServiceExportTo/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.defaultVirtualServiceExportTo.items.type, parentSchema: schema56.properties.defaultVirtualServiceExportTo.items, data: data17 };
                    if (vErrors === null) {
                        vErrors = [err16];
                    }
                    else {
                        vErrors.push(err16);
                    }
                    errors++;
                }
            }
        }
        else {
            const err17 = { instancePath: instancePath + "/defaultVirtualServiceExportTo", schemaPath: "#/properties/defaultVirtualServiceExportTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema56.properties.defaultVirtualServiceExportTo.type, parentSchema: schema56.properties.defaultVirtualServiceExportTo, data: data16 };
            if (vErrors === null) {
                vErrors = [err17];
            }
            else {
                vErrors.push(err17);
            }
            errors++;
        }
    }
    if (data.defaultServiceExportTo !== undefined) {
        let data18 = data.defaultServiceExportTo;
        if (Array.isArray(data18)) {
            const len5 = data18.length;
            for (let i5 = 0; i5 < len5; i5++) {
                let data19 = data18[i5];
                if (typeof data19 !== "string") {
                    const err18 = { instancePath: instancePath + "/defaultServiceExportTo/" + i5, schemaPath: "#/properties/defaultServiceExportTo/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.defaultServiceExportTo.items.type, parentSchema: schema56.properties.defaultServiceExportTo.items, data: data19 };
                    if (vErrors === null) {
                        vErrors = [err18];
                    }
                    else {
                        vErrors.push(err18);
                    }
                    errors++;
                }
            }
        }
        else {
            const err19 = { instancePath: instancePath + "/defaultServiceExportTo", schemaPath: "#/properties/defaultServiceExportTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema56.properties.defaultServiceExportTo.type, parentSchema: schema56.properties.defaultServiceExportTo, data: data18 };
            if (vErrors === null) {
                vErrors = [err19];
            }
            else {
                vErrors.push(err19);
            }
            errors++;
        }
    }
    if (data.defaultHttpRetryPolicy !== undefined) {
        let data20 = data.defaultHttpRetryPolicy;
        if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
            if (data20.attempts !== undefined) {
                let data21 = data20.attempts;
                if (!((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21)))) {
                    const err20 = { instancePath: instancePath + "/defaultHttpRetryPolicy/attempts", schemaPath: "#/properties/defaultHttpRetryPolicy/properties/attempts/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema56.properties.defaultHttpRetryPolicy.properties.attempts.type, parentSchema: schema56.properties.defaultHttpRetryPolicy.properties.attempts, data: data21 };
                    if (vErrors === null) {
                        vErrors = [err20];
                    }
                    else {
                        vErrors.push(err20);
                    }
                    errors++;
                }
            }
            if (data20.retryOn !== undefined) {
                let data22 = data20.retryOn;
                if (typeof data22 !== "string") {
                    const err21 = { instancePath: instancePath + "/defaultHttpRetryPolicy/retryOn", schemaPath: "#/properties/defaultHttpRetryPolicy/properties/retryOn/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.defaultHttpRetryPolicy.properties.retryOn.type, parentSchema: schema56.properties.defaultHttpRetryPolicy.properties.retryOn, data: data22 };
                    if (vErrors === null) {
                        vErrors = [err21];
                    }
                    else {
                        vErrors.push(err21);
                    }
                    errors++;
                }
            }
            if (data20.retryRemoteLocalities !== undefined) {
                let data23 = data20.retryRemoteLocalities;
                if (typeof data23 !== "boolean") {
                    const err22 = { instancePath: instancePath + "/defaultHttpRetryPolicy/retryRemoteLocalities", schemaPath: "#/properties/defaultHttpRetryPolicy/properties/retryRemoteLocalities/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema56.properties.defaultHttpRetryPolicy.properties.retryRemoteLocalities.type, parentSchema: schema56.properties.defaultHttpRetryPolicy.properties.retryRemoteLocalities, data: data23 };
                    if (vErrors === null) {
                        vErrors = [err22];
                    }
                    else {
                        vErrors.push(err22);
                    }
                    errors++;
                }
            }
        }
        else {
            const err23 = { instancePath: instancePath + "/defaultHttpRetryPolicy", schemaPath: "#/properties/defaultHttpRetryPolicy/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema56.properties.defaultHttpRetryPolicy.type, parentSchema: schema56.properties.defaultHttpRetryPolicy, data: data20 };
            if (vErrors === null) {
                vErrors = [err23];
            }
            else {
                vErrors.push(err23);
            }
            errors++;
        }
    }
    if (data.serviceSettings !== undefined) {
        let data24 = data.serviceSettings;
        if (Array.isArray(data24)) {
            const len6 = data24.length;
            for (let i6 = 0; i6 < len6; i6++) {
                let data25 = data24[i6];
                if (data25 && typeof data25 == "object" && !Array.isArray(data25)) {
                    if (data25.settings !== undefined) {
                        let data26 = data25.settings;
                        if (data26 && typeof data26 == "object" && !Array.isArray(data26)) {
                            if (data26.clusterLocal !== undefined) {
                                let data27 = data26.clusterLocal;
                                if (typeof data27 !== "boolean") {
                                    const err24 = { instancePath: instancePath + "/serviceSettings/" + i6 + "/settings/clusterLocal", schemaPath: "#/properties/serviceSettings/items/properties/settings/properties/clusterLocal/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema56.properties.serviceSettings.items.properties.settings.properties.clusterLocal.type, parentSchema: schema56.properties.serviceSettings.items.properties.settings.properties.clusterLocal, data: data27 };
                                    if (vErrors === null) {
                                        vErrors = [err24];
                                    }
                                    else {
                                        vErrors.push(err24);
                                    }
                                    errors++;
                                }
                            }
                        }
                        else {
                            const err25 = { instancePath: instancePath + "/serviceSettings/" + i6 + "/settings", schemaPath: "#/properties/serviceSettings/items/properties/settings/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema56.properties.serviceSettings.items.properties.settings.type, parentSchema: schema56.properties.serviceSettings.items.properties.settings, data: data26 };
                            if (vErrors === null) {
                                vErrors = [err25];
                            }
                            else {
                                vErrors.push(err25);
                            }
                            errors++;
                        }
                    }
                    if (data25.hosts !== undefined) {
                        let data28 = data25.hosts;
                        if (Array.isArray(data28)) {
                            const len7 = data28.length;
                            for (let i7 = 0; i7 < len7; i7++) {
                                let data29 = data28[i7];
                                if (typeof data29 !== "string") {
                                    const err26 = { instancePath: instancePath + "/serviceSettings/" + i6 + "/hosts/" + i7, schemaPath: "#/properties/serviceSettings/items/properties/hosts/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.serviceSettings.items.properties.hosts.items.type, parentSchema: schema56.properties.serviceSettings.items.properties.hosts.items, data: data29 };
                                    if (vErrors === null) {
                                        vErrors = [err26];
                                    }
                                    else {
                                        vErrors.push(err26);
                                    }
                                    errors++;
                                }
                            }
                        }
                        else {
                            const err27 = { instancePath: instancePath + "/serviceSettings/" + i6 + "/hosts", schemaPath: "#/properties/serviceSettings/items/properties/hosts/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema56.properties.serviceSettings.items.properties.hosts.type, parentSchema: schema56.properties.serviceSettings.items.properties.hosts, data: data28 };
                            if (vErrors === null) {
                                vErrors = [err27];
                            }
                            else {
                                vErrors.push(err27);
                            }
                            errors++;
                        }
                    }
                }
                else {
                    const err28 = { instancePath: instancePath + "/serviceSettings/" + i6, schemaPath: "#/properties/serviceSettings/items/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema56.properties.serviceSettings.items.type, parentSchema: schema56.properties.serviceSettings.items, data: data25 };
                    if (vErrors === null) {
                        vErrors = [err28];
                    }
                    else {
                        vErrors.push(err28);
                    }
                    errors++;
                }
            }
        }
        else {
            const err29 = { instancePath: instancePath + "/serviceSettings", schemaPath: "#/properties/serviceSettings/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema56.properties.serviceSettings.type, parentSchema: schema56.properties.serviceSettings, data: data24 };
            if (vErrors === null) {
                vErrors = [err29];
            }
            else {
                vErrors.push(err29);
            }
            errors++;
        }
    }
    if (data.rootNamespace !== undefined) {
        let data30 = data.rootNamespace;
        if (typeof data30 !== "string") {
            const err30 = { instancePath: instancePath + "/rootNamespace", schemaPath: "#/properties/rootNamespace/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.rootNamespace.type, parentSchema: schema56.properties.rootNamespace, data: data30 };
            if (vErrors === null) {
                vErrors = [err30];
            }
            else {
                vErrors.push(err30);
            }
            errors++;
        }
    }
    if (data.trustDomain !== undefined) {
        let data31 = data.trustDomain;
        if (typeof data31 !== "string") {
            const err31 = { instancePath: instancePath + "/trustDomain", schemaPath: "#/properties/trustDomain/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema56.properties.trustDomain.type, parentSchema: schema56.properties.trustDomain, data: data31 };
            if (vErrors === null) {
                vErrors = [err31];
            }
            else {
                vErrors.push(err31);
            }
            errors++;
        }
    }
}
else {
    const err32 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema56.type, parentSchema: schema56, data };
    if (vErrors === null) {
        vErrors = [err32];
    }
    else {
        vErrors.push(err32);
    }
    errors++;
} validate34.errors = vErrors; return errors === 0; }

;// CONCATENATED MODULE: ./build/src/config/mesh-config.js





/** The basic types of the fields that `MeshConfig` holds. */
const checker = new SchemaChecker(validateMeshConfig);
const fields = [
    'localityLbSetting',
    'zoneAwareLbSetting',
    'defaultTrafficPolicy',
    'defaultDestinationRuleExportTo',
    'defaultVirtualServiceExportTo',
    'defaultServiceExportTo',
    'defaultHttpRetryPolicy',
    'serviceSettings',
    'rootNamespace',
    'trustDomain',
];
/**
 * Reads Istio's MeshConfig from the text of a file: bare, or in the istio ConfigMap (`data.mesh`),
 * or in an IstioOperator (`spec.meshConfig`). Only the fields of `MeshConfig` are kept. Throws
 * `UserError` with every problem; `file` is how the file is called there.
 */
function parseMeshConfig(text, file) {
    const problems = new ConfigProblems(file);
    const parsed = (0,parse/* parseMappings */.F)({ file, text, named: true });
    for (const { range, message } of parsed.problems)
        problems.addAt(range, message);
    problems.throwIfAny();
    for (const document of parsed.documents) {
        const { kind, data, spec } = document.value;
        if (kind === 'ConfigMap' && typeof field(data, 'mesh') === 'string') {
            return parseMeshConfig(String(field(data, 'mesh')), `${file} (data.mesh)`);
        }
        if (kind === 'IstioOperator' && isObject(field(spec, 'meshConfig'))) {
            return check(document, field(spec, 'meshConfig'), ['spec', 'meshConfig'], problems);
        }
    }
    const [only] = parsed.documents;
    // An empty MeshConfig is Istio's defaults.
    if (!only && parsed.count === 0)
        return {};
    if (only && parsed.documents.length === 1 && !('kind' in only.value)) {
        return check(only, only.value, [], problems);
    }
    throw new errors/* UserError */.y(`${file}: no MeshConfig in it; give a bare one, the istio ConfigMap with data.mesh, ` +
        'or an IstioOperator with spec.meshConfig');
}
function check(document, value, path, problems) {
    const known = Object.fromEntries(fields
        .map((name) => [name, field(value, name)])
        // A field that is null is not set, as in every protobuf JSON.
        .filter(([, content]) => (content ?? null) !== null));
    for (const problem of checker.check(known)) {
        problems.add(document, { ...problem, path: [...path, ...problem.path] });
    }
    problems.throwIfAny();
    return known;
}
function field(value, key) {
    return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./build/src/config/load-config.js













/** What the configuration file is called; at most one of them may be there. */
const configNames = ['mesh-failover.yaml', 'mesh-failover.yml', 'mesh-failover.json'];
/** The configuration of who has none: every default. */
const defaultConfig = {
    version: 1,
    profile: 'istio-1.31',
    rootNamespace: 'istio-system',
    meshConfig: undefined,
    paths: ['.'],
    clusters: undefined,
    workloads: [],
    clients: undefined,
    scenarios: [],
    preset: 'recommended',
    rules: {},
    overrides: [],
    frontDoor: 'none',
    deploy: {
        environment: 'default',
        namespace: 'mesh-failover',
        strategy: 'one-cluster-first',
        pruneLimit: 10,
    },
    drill: {},
    file: undefined,
    document: undefined,
};
/** What the schema's patterns mean. */
const load_config_checker = new SchemaChecker(validateConfig, {
    [mesh_failover_base_namespaceObject.L2.Ev.T1]: localityWords,
    [mesh_failover_base_namespaceObject.L2.sR.qo.Ev.T1]: localityWords,
    [mesh_failover_base_namespaceObject.L2.W_.qo.m6.T1]: 'a time such as 2026-11-21T10:50:00Z',
    [mesh_failover_base_namespaceObject.L2.UU.T]: 'a name without white space',
    [mesh_failover_base_namespaceObject.qo.Ud.T1]: 'the name of a namespace',
    [mesh_failover_base_namespaceObject.qo.gg.qo.cA.T1]: 'lower-case letters, digits and -, at most 32',
    [mesh_failover_base_namespaceObject.L2.bz.qo.ii.qo.OZ.T1]: 'an http:// or https:// URL',
    [mesh_failover_base_namespaceObject.L2.al.qo.wx.T1]: 'the name of a header',
});
/**
 * Loads the configuration, or the defaults if there is no file. Paths in it become relative to
 * `cwd`, `kubeconfig` absolute. Throws one `UserError` that tells every problem, each as
 * `file:line:column: what is wrong; what to do`.
 */
async function loadConfig(options) {
    const path = await findConfig(options);
    if (path === undefined)
        return { ...defaultConfig };
    const file = (0,find_files/* displayName */.QC)(path, options.cwd);
    const problems = new ConfigProblems(file);
    const document = readDocument(path, file, problems);
    validate(document, options.rules, problems);
    const declared = document.value;
    const folders = { cwd: options.cwd, config: (0,external_node_path_.dirname)(path) };
    const reader = new PathReader(folders, document, problems);
    const paths = await reader.paths(declared.paths, ['paths']);
    const clusters = await reader.clusters(declared.clusters);
    const meshConfig = await reader.meshConfig(declared.meshConfig);
    const overrides = await reader.overrides(declared.overrides ?? []);
    problems.throwIfAny();
    return {
        ...defaultConfig,
        profile: declared.profile ?? defaultConfig.profile,
        rootNamespace: declared.rootNamespace ?? meshConfig?.rootNamespace ?? defaultConfig.rootNamespace,
        meshConfig,
        paths: paths ?? defaultConfig.paths,
        clusters,
        workloads: declared.workloads ?? [],
        clients: declared.clients,
        scenarios: declared.scenarios ?? [],
        preset: declared.preset ?? defaultConfig.preset,
        rules: toSettings(declared.rules ?? {}),
        overrides,
        frontDoor: declared.frontDoor ?? defaultConfig.frontDoor,
        deploy: { ...defaultConfig.deploy, ...declared.deploy },
        drill: declared.drill ?? defaultConfig.drill,
        file,
        document,
    };
}
async function findConfig({ cwd, file }) {
    if (file !== undefined) {
        const path = (0,external_node_path_.resolve)(cwd, file);
        if (await exists(path))
            return path;
        throw new errors/* UserError */.y(`${file}: no such configuration file; check the path`);
    }
    const present = [];
    for (const name of configNames)
        if (await exists((0,external_node_path_.join)(cwd, name)))
            present.push(name);
    const [only, second] = present;
    if (second !== undefined) {
        throw new errors/* UserError */.y(`${present.join(' and ')} are both here; remove one, or name the one to use with --config`);
    }
    return only === undefined ? undefined : (0,external_node_path_.join)(cwd, only);
}
async function exists(path) {
    return (0,promises_.lstat)(path).then(() => true, () => false);
}
function readDocument(path, file, problems) {
    const read = (0,read_file/* readTextFile */.Gu)(path);
    if ('problem' in read)
        throw new errors/* UserError */.y(`${file}: ${read.problem}`);
    const parsed = (0,parse/* parseMappings */.F)({ file, text: read.text, named: true });
    for (const { range, message } of parsed.problems)
        problems.addAt(range, message);
    problems.throwIfAny();
    const [document, second] = parsed.documents;
    const start = { line: 1, column: 1, endLine: 1, endColumn: 1 };
    if (second) {
        problems.addAt(second.locate([]), 'a second document; one file holds one configuration');
    }
    else if (!document && parsed.count > 0) {
        problems.addAt(start, 'not a mapping; begin the file with "version: 1"');
    }
    else if (!document) {
        problems.addAt(start, 'the file is empty, so "version" is missing; add "version: 1"');
    }
    problems.throwIfAny();
    return document;
}
function validate(document, rules, problems) {
    const { version } = document.value;
    if (version !== undefined && version !== 1) {
        // Whatever else is wrong, it may be right in that version.
        const message = `version ${show(version)} is not known; this program reads version 1: write "version: 1"`;
        problems.add(document, { path: ['version'], message });
        problems.throwIfAny();
    }
    const found = load_config_checker.check(document.value);
    for (const problem of found)
        problems.add(document, problem);
    // The other checks need values of the right types.
    if (found.length === 0) {
        const semantic = checkConfig(document.value, rules);
        for (const problem of semantic)
            problems.add(document, problem);
    }
    problems.throwIfAny();
}
function toSettings(rules) {
    return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, toSetting(rule)]));
}
function toSetting(rule) {
    const { severity, options = {} } = typeof rule === 'object' ? rule : { severity: rule, options: {} };
    // A bare `off` is false in YAML 1.1.
    return { severity: severity === false ? 'off' : severity, options };
}
/** Turns the paths of a configuration into ones that the rest of the program can use. */
class PathReader {
    #folders;
    #document;
    #problems;
    constructor(folders, document, problems) {
        this.#folders = folders;
        this.#document = document;
        this.#problems = problems;
    }
    async paths(paths, at) {
        if (!paths)
            return undefined;
        const inside = [];
        for (const [index, path] of paths.entries()) {
            const converted = await this.#inside(path, [...at, index]);
            if (converted !== undefined)
                inside.push(converted);
        }
        return inside;
    }
    async clusters(clusters) {
        if (!clusters)
            return undefined;
        const converted = [];
        for (const [index, cluster] of clusters.entries()) {
            const { kubeconfig } = cluster;
            const paths = await this.paths(cluster.paths, ['clusters', index, 'paths']);
            converted.push({
                ...cluster,
                ...(paths && { paths }),
                ...(kubeconfig !== undefined && {
                    kubeconfig: toKubeconfigPath(kubeconfig, this.#folders),
                }),
            });
        }
        return converted;
    }
    async overrides(overrides) {
        const converted = [];
        for (const [index, { paths, rules }] of overrides.entries()) {
            const inside = await this.paths(paths, ['overrides', index, 'paths']);
            converted.push({ paths: inside ?? [], rules: toSettings(rules) });
        }
        return converted;
    }
    async meshConfig(path) {
        if (path === undefined)
            return undefined;
        const inside = await this.#inside(path, ['meshConfig']);
        if (inside === undefined)
            return undefined;
        const read = (0,read_file/* readTextFile */.Gu)((0,external_node_path_.resolve)(this.#folders.cwd, inside));
        if (!('problem' in read))
            return parseMeshConfig(read.text, inside);
        this.#problems.add(this.#document, {
            path: ['meshConfig'],
            message: `${inside} ${read.problem}`,
        });
        return undefined;
    }
    async #inside(path, at) {
        const converted = await toWorkingPath(path, this.#folders);
        if (converted === undefined) {
            this.#problems.add(this.#document, {
                path: at,
                message: `${show(path)} leads out of the working folder and of this file's folder; ` +
                    'move it inside, or run in a folder above both',
            });
        }
        return converted;
    }
}


/***/ }),

/***/ 6923:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CA: () => (/* binding */ errorCode),
/* harmony export */   U0: () => (/* binding */ cannotRead),
/* harmony export */   Wj: () => (/* binding */ fileProblem)
/* harmony export */ });
/* harmony import */ var _line_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6572);

/** A problem with a file or folder as a whole, of whose text nothing is known. */
function fileProblem(file, message, named) {
    return { kind: 'unreadable', file, range: _line_index_js__WEBPACK_IMPORTED_MODULE_0__/* .startOfFile */ .S, message, named, istio: false };
}
/** The code of a failed system call, such as `EACCES`; undefined for other errors. */
function errorCode(error) {
    if (typeof error !== 'object' || error === null || !('code' in error))
        return undefined;
    return typeof error.code === 'string' ? error.code : undefined;
}
/** Words a failed system call for people. */
function cannotRead(error) {
    switch (errorCode(error)) {
        case 'EACCES':
        case 'EPERM':
            return 'cannot be read: permission denied; change its permissions';
        case 'ELOOP':
            return 'cannot be read: a symbolic link that leads to itself; mend or remove the link';
        case 'ENOENT':
            return 'cannot be read: there is no such file, or its name is not valid UTF-8; check the name';
        case undefined:
            throw error;
        default:
            return `cannot be read (${errorCode(error) ?? ''})`;
    }
}


/***/ }),

/***/ 2706:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EI: () => (/* binding */ globBase),
/* harmony export */   QC: () => (/* binding */ displayName),
/* harmony export */   lY: () => (/* binding */ findFiles)
/* harmony export */ });
/* unused harmony export stdinName */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var picomatch__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4006);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1400);
/* harmony import */ var _file_problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6923);
/* harmony import */ var _read_file_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9570);
/* harmony import */ var _walk_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6650);







/** How standard input is called in output. */
const stdinName = '<stdin>';
/**
 * Finds the files behind PATHs: files (whatever their name), folders, globs, `-` for standard
 * input; relative ones count from `cwd`. Each file is found once, however many ways lead to it.
 * A path that is not there and a glob that matches nothing are `UserError`s.
 */
async function findFiles(paths, cwd) {
    const finder = new Finder(cwd, await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(cwd));
    for (const path of paths)
        await finder.add(path);
    return finder.found();
}
/** The folder that a glob is looked for in; a path without wildcards is its own. */
function globBase(path) {
    const { base, isGlob } = picomatch__WEBPACK_IMPORTED_MODULE_5__.scan(path);
    return isGlob ? base : path;
}
/** The name of a path in output: relative to the working folder, with `/`. */
function displayName(path, cwd) {
    // The usual case, some tens of times as fast.
    const below = path.startsWith(cwd + node_path__WEBPACK_IMPORTED_MODULE_1__.sep) ? path.slice(cwd.length + 1) : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(cwd, path);
    return below.split(node_path__WEBPACK_IMPORTED_MODULE_1__.sep).join('/') || '.';
}
class Finder {
    #cwd;
    #realCwd;
    #files = new Map();
    #problems = new Map();
    #stdin = false;
    constructor(cwd, realCwd) {
        this.#cwd = cwd;
        this.#realCwd = realCwd;
    }
    async add(path) {
        if (path === '-') {
            this.#stdin = true;
            return;
        }
        if (path === '')
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .UserError */ .y('a path is empty: name a file, a folder or a glob');
        const absolute = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(this.#cwd, path);
        let stats;
        try {
            stats = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(absolute);
        }
        catch (error) {
            await this.#missing(path, absolute, error);
            return;
        }
        if (await this.#leadsOut(absolute))
            this.#problem(absolute, _walk_js__WEBPACK_IMPORTED_MODULE_4__/* .leadsOut */ .qm, true);
        else if (stats.isDirectory())
            await this.#folder(absolute);
        else if (stats.isFile())
            await this.#file(absolute);
        else
            this.#problem(absolute, _read_file_js__WEBPACK_IMPORTED_MODULE_3__/* .notRegular */ .oQ, true);
    }
    found() {
        const files = [...this.#files.values()]
            .map(({ path, named }) => ({ path, file: displayName(path, this.#cwd), named }))
            .sort((a, b) => (0,_walk_js__WEBPACK_IMPORTED_MODULE_4__/* .compare */ .UD)(a.file, b.file));
        if (this.#stdin)
            files.unshift({ path: undefined, file: stdinName, named: true });
        const problems = [...this.#problems.values()].sort((a, b) => (0,_walk_js__WEBPACK_IMPORTED_MODULE_4__/* .compare */ .UD)(a.file, b.file));
        return { files, problems };
    }
    async #missing(path, absolute, error) {
        const code = (0,_file_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .errorCode */ .CA)(error);
        const isMissing = code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
        if (!isMissing) {
            this.#problem(absolute, (0,_file_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .cannotRead */ .U0)(error), true);
            return;
        }
        const isLink = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.lstat)(absolute).then(() => true, () => false);
        if (isLink)
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .UserError */ .y(`${path}: a symbolic link to something that is not there`);
        if (!picomatch__WEBPACK_IMPORTED_MODULE_5__.scan(path).isGlob) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .UserError */ .y(`${path}: no such file or folder; check the path`);
        }
        await this.#glob(path);
    }
    /**
     * A name in the working folder that stands for something elsewhere: who named it in a workflow does not
     * know that a pull request made a link of it.
     */
    async #leadsOut(path) {
        return (0,_walk_js__WEBPACK_IMPORTED_MODULE_4__/* .isWithin */ .UO)(path, this.#cwd) && !(0,_walk_js__WEBPACK_IMPORTED_MODULE_4__/* .isWithin */ .UO)(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(path), this.#realCwd);
    }
    async #file(path) {
        this.#keep({ path, realPath: await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(path) }, true);
    }
    async #folder(root) {
        await this.#walk(root, { wants: _walk_js__WEBPACK_IMPORTED_MODULE_4__/* .isManifestName */ .zU, enters: () => true });
    }
    async #glob(pattern) {
        const { base, glob, negated } = picomatch__WEBPACK_IMPORTED_MODULE_5__.scan(pattern);
        if (negated) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .UserError */ .y(`${pattern}: a path cannot be left out with !; name what to read, or use .gitignore`);
        }
        const root = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(this.#cwd, base);
        const isFolder = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(root).then((stats) => stats.isDirectory(), () => false);
        const before = this.#problems.size;
        const count = isFolder
            ? await this.#walk(root, globChoice(glob.replace(/\/+$/, '/**/*'), root))
            : 0;
        if (count === 0 && this.#problems.size === before) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .UserError */ .y(`${pattern}: no file matches; check the glob`);
        }
    }
    /** Returns how many files were found, those included that are known already. */
    async #walk(root, choice) {
        const files = await (0,_walk_js__WEBPACK_IMPORTED_MODULE_4__/* .walk */ .GG)({
            ...choice,
            root,
            cwd: this.#cwd,
            within: [this.#realCwd, await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(root)],
            problem: (path, message) => {
                this.#problem(path, message, path === root);
            },
        });
        for (const file of files)
            this.#keep(file, false);
        return files.length;
    }
    /** Of several names of one file, the real one is shown, or else the first. */
    #keep(file, named) {
        const known = this.#files.get(file.realPath);
        if (!known) {
            this.#files.set(file.realPath, { ...file, named });
            return;
        }
        known.named ||= named;
        const rank = (path) => (this.#isReal(path, file.realPath) ? 0 : 1);
        const order = rank(file.path) - rank(known.path) || (0,_walk_js__WEBPACK_IMPORTED_MODULE_4__/* .compare */ .UD)(file.path, known.path);
        if (order < 0)
            known.path = file.path;
    }
    #isReal(path, realPath) {
        return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.#realCwd, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(this.#cwd, path)) === realPath;
    }
    #problem(path, message, named) {
        const file = displayName(path, this.#cwd);
        this.#problems.set(file, (0,_file_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .fileProblem */ .Wj)(file, message, named));
    }
}
/**
 * What a glob picks below a folder: manifests, and other files only if it spells out their
 * extension; of a folder that it matches the manifests, as a shell's glob names the folder.
 */
function globChoice(glob, root) {
    const matches = picomatch__WEBPACK_IMPORTED_MODULE_5__(glob, { nonegate: true });
    const spellsExtension = /^\.[a-z0-9]+$/i.test((0,node_path__WEBPACK_IMPORTED_MODULE_1__.extname)(glob));
    // Only a glob of plain segments tells how deep it can match.
    const depth = /\*\*|[{(\\]/.test(glob) ? Infinity : glob.split('/').length;
    const below = (path) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(root, path).split(node_path__WEBPACK_IMPORTED_MODULE_1__.sep);
    const matchesFolder = (segments) => segments.some((_, index) => matches(segments.slice(0, index + 1).join('/')));
    return {
        wants(path) {
            const segments = below(path);
            if ((0,_walk_js__WEBPACK_IMPORTED_MODULE_4__/* .isManifestName */ .zU)(path))
                return matchesFolder(segments);
            return spellsExtension && matches(segments.join('/'));
        },
        enters(path) {
            const segments = below(path);
            return segments.length < depth || matchesFolder(segments);
        },
    };
}


/***/ }),

/***/ 6572:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ startOfFile),
/* harmony export */   r: () => (/* binding */ LineIndex)
/* harmony export */ });
/** Turns offsets of a text (UTF-16 units from 0) into lines and columns from 1. */
class LineIndex {
    #length;
    #starts = [0];
    constructor(text) {
        this.#length = text.length;
        for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
            this.#starts.push(at + 1);
        }
    }
    /** The line and column of an offset; an offset outside the text is moved to its nearest end. */
    position(offset) {
        const at = Math.min(Math.max(offset, 0), this.#length);
        let low = 0;
        let high = this.#starts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((this.#starts[middle] ?? 0) <= at)
                low = middle;
            else
                high = middle - 1;
        }
        return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
    }
    /** The range from one offset up to, and without, another; never shorter than nothing. */
    range(start, end) {
        const from = this.position(start);
        const to = this.position(Math.max(start, end));
        return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    }
}
/** The range for problems of a file as a whole: its very beginning. */
const startOfFile = { line: 1, column: 1, endLine: 1, endColumn: 1 };


/***/ }),

/***/ 7724:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ parseManifest),
  F: () => (/* binding */ parseMappings)
});

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./build/src/manifest/api-server-scalar.js
const literals = new Map();
for (const text of ['', '~', 'null', 'Null', 'NULL'])
    literals.set(text, { type: 'null' });
for (const [value, texts] of [
    [true, 'y Y yes Yes YES true True TRUE on On ON'],
    [false, 'n N no No NO false False FALSE off Off OFF'],
]) {
    for (const text of texts.split(' '))
        literals.set(text, { type: 'bool', value });
}
for (const [value, texts] of [
    [NaN, '.nan .NaN .NAN'],
    [Infinity, '.inf .Inf .INF +.inf +.Inf +.INF'],
    [-Infinity, '-.inf -.Inf -.INF'],
]) {
    for (const text of texts.split(' '))
        literals.set(text, { type: 'float', value });
}
/** Reads a scalar without a tag that stands without quotes. */
function resolvePlain(text) {
    const literal = literals.get(text);
    if (literal)
        return literal;
    const first = text.charCodeAt(0);
    const isDigitOrSign = (first >= 48 && first <= 57) || first === 43 || first === 45;
    if (isDigitOrSign)
        return resolveNumber(text) ?? { type: 'str', value: text };
    // A leading dot goes to Go's ParseFloat, which takes no underscores here.
    if (first === 46 && /^\.[0-9]+([eE][-+]?[0-9]+)?$/.test(text)) {
        return toFloat(text) ?? { type: 'str', value: text };
    }
    return { type: 'str', value: text };
}
const corePrefix = 'tag:yaml.org,2002:';
/**
 * Reads a scalar that carries a tag, written short (`!!int`, `!`) or long; quotes make no
 * difference then. `!` and a tag of somebody's own leave the text as it is. Undefined: the API server
 * refuses the combination (`!!int hello`).
 */
function resolveTagged(tag, text) {
    const short = tag.startsWith('!!') ? corePrefix + tag.slice(2) : tag;
    if (!short.startsWith(corePrefix))
        return { type: 'str', value: text };
    const wanted = short.slice(corePrefix.length);
    switch (wanted) {
        case 'binary':
            return decodeBase64(text);
        case 'timestamp':
            return /^[0-9]{4}-[0-9]/.test(text) ? { type: 'str', value: text } : undefined;
        case 'null':
        case 'bool':
        case 'int':
        case 'float': {
            const scalar = resolvePlain(text);
            if (wanted === 'float' && scalar.type === 'int')
                return { type: 'float', value: scalar.value };
            return scalar.type === wanted ? scalar : undefined;
        }
        default:
            return { type: 'str', value: text };
    }
}
/**
 * The key that a scalar becomes in the JSON object; undefined where the API server refuses it
 * (null, a number of 2^63 and more). Numbers with a point are written as sigs.k8s.io/yaml writes them: Go's `'g'`, 32 bits.
 */
function toKey(scalar) {
    switch (scalar.type) {
        case 'str':
            return scalar.value;
        case 'bool':
            return String(scalar.value);
        case 'int':
            // A key that only fits an unsigned integer is refused.
            return scalar.value < 2 ** 63 ? scalar.digits : undefined;
        case 'float':
            return formatFloat32(scalar.value);
        case 'null':
            return undefined;
    }
}
function resolveNumber(text) {
    const plain = text.replaceAll('_', '');
    // The common case first: few enough digits for a JavaScript number, no octal zero in front.
    if (/^[-+]?(0|[1-9][0-9]{0,14})$/.test(plain)) {
        const value = Number(plain) + 0;
        return { type: 'int', value, digits: String(value) };
    }
    const integer = parseGoInteger(plain);
    if (integer !== undefined) {
        return { type: 'int', value: Number(integer), digits: String(integer) };
    }
    // goyaml's yamlStyleFloat; `08` ends up here too, because it is no octal number.
    if (/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(plain))
        return toFloat(plain);
    return undefined;
}
/** More digits than 64 bits can need in any base: such a text is no integer for Go either. */
const longestInteger = 80;
/** Go's ParseInt and then ParseUint with base 0, and goyaml's `0b` with a sign after it. */
function parseGoInteger(text) {
    const [, sign = '', body = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
    const digits = body.replace(/^0[xXoObB]?0*(?=[0-9a-fA-F])/, (zeros) => zeros.slice(0, 2));
    if (digits.length > longestInteger)
        return undefined;
    let value;
    if (/^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[1-9][0-9]*)$/.test(digits)) {
        value = BigInt(digits);
    }
    else if (/^0[0-7]*$/.test(digits)) {
        value = BigInt(`0o${digits}`);
    }
    else if (sign === '' && /^0b[-+][01]+$/.test(digits)) {
        value = BigInt(`0b${digits.slice(3)}`) * (digits[2] === '-' ? -1n : 1n);
    }
    else {
        return undefined;
    }
    const signed = sign === '-' ? -value : value;
    const highest = sign === '' ? 2n ** 64n - 1n : 2n ** 63n - 1n;
    return signed >= -(2n ** 63n) && signed <= highest ? signed : undefined;
}
/** A number that does not fit into 64 bits is an error for Go, and so the text stays text. */
function toFloat(text) {
    const value = Number(text);
    return Number.isFinite(value) ? { type: 'float', value } : undefined;
}
function decodeBase64(text) {
    const compact = text.replace(/[\r\n]/g, '');
    const isBase64 = compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
    return isBase64
        ? { type: 'str', value: Buffer.from(compact, 'base64').toString('utf8') }
        : undefined;
}
/** Go's FormatFloat(value, 'g', -1, 32): the fewest digits that give the same 32-bit number. */
function formatFloat32(value) {
    const single = Math.fround(value);
    if (Number.isNaN(single))
        return '.nan';
    if (!Number.isFinite(single))
        return single > 0 ? '.inf' : '-.inf';
    if (single === 0)
        return Object.is(single, -0) ? '-0' : '0';
    let scientific = '';
    // Nine significant digits always tell two 32-bit numbers apart.
    for (let digits = 0; digits < 9; digits += 1) {
        scientific = single.toExponential(digits);
        if (Math.fround(Number(scientific)) === single)
            break;
    }
    const [mantissa = '', exponentText = ''] = scientific.split('e');
    const exponent = Number(exponentText);
    if (exponent < -4 || exponent >= 6) {
        const sign = exponent < 0 ? '-' : '+';
        return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
    }
    return toDecimal(mantissa, exponent);
}
/** Writes `-1.25` and 1 as `-12.5`. */
function toDecimal(mantissa, exponent) {
    const negative = mantissa.startsWith('-');
    const digits = mantissa.replace(/[-.]/g, '');
    let text;
    if (exponent < 0)
        text = `0.${'0'.repeat(-exponent - 1)}${digits}`;
    else if (digits.length <= exponent + 1)
        text = digits.padEnd(exponent + 1, '0');
    else
        text = `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
    return negative ? `-${text}` : text;
}

;// CONCATENATED MODULE: ./build/src/manifest/block-yaml.js

/**
 * Reads the YAML that manifests are mostly written in: block mappings and lists, scalars on one line, literal blocks,
 * short flow collections. What it returns is what `parseYaml` and `toValue` make of the text, in a fraction of the time;
 * for everything else (anchors, tags, merge keys, escapes, duplicate keys, errors of any kind) it returns undefined, and
 * the text is theirs.
 */
function readBlockYaml(text, options = {}) {
    if (text.length > longestText || unusual.test(text))
        return undefined;
    return new BlockReader(text, options).read();
}
/** In this length no document has too many values (`mostTokens`). */
const longestText = 500_000;
/** Deeper than any schema of Kubernetes, and shallower than the full parser's limit. */
const deepestNesting = 100;
/** A key this long is suspicious, and at 1024 characters an error. */
const longestKey = 500;
/** Line breaks and spaces beyond ASCII, byte order marks, and what may not stand in YAML at all. */
const unusual = /[^\t\n\u0020-\u007E\u00A1-\u167F\u1681-\u1FFF\u2010-\u2027\u2030-\u205E\u2070-\u2FFF\u3001-\uFEFE\uFF00-\uFFFD]/;
const TAB = 9;
const NEWLINE = 10;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const BAR = 124;
const CLOSE_BRACE = 125;
/** The escapes of double quotes that are read here. */
const escapes = new Map([
    ['"', '"'],
    ['\\', '\\'],
    ['n', '\n'],
    ['t', '\t'],
]);
/** By character code: what a key can begin with, what it consists of, and what begins a plain value. */
const KEY_START = 1;
const KEY_PART = 2;
const PLAIN_START = 4;
const classes = new Uint8Array(128);
function mark(characters, flag) {
    for (const character of characters) {
        const code = character.charCodeAt(0);
        classes[code] = classOf(code) | flag;
    }
}
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
mark(`${letters}0123456789_/`, KEY_START);
mark(`${letters}0123456789_/.-*`, KEY_PART);
mark(`${letters}0123456789_/.+$(;=<^~\\`, PLAIN_START);
function classOf(code) {
    return code < 128 ? (classes[code] ?? 0) : 0;
}
class BlockReader {
    #text;
    #end;
    #keeps;
    #spans;
    /** Where reading goes on: the first character of a line's content, between two values. */
    #at = 0;
    /** The indentation of that line; -1 at the end. */
    #indent = -1;
    #depth = 0;
    #declined = false;
    /** Whether values are kept. */
    #isKept = true;
    /** Begin and end of the value read last; of an empty one, the end of what stands before it. */
    #valueStart = 0;
    #valueEnd = 0;
    constructor(text, { keeps, withSpans = false }) {
        this.#text = text;
        this.#end = text.length;
        this.#keeps = keeps;
        this.#spans = withSpans ? new Map() : undefined;
    }
    read() {
        if (this.#text.startsWith('---')) {
            this.#at = 3;
            this.#endLine(3);
        }
        else {
            this.#nextLine();
        }
        const spans = this.#spans ?? noSpans;
        const value = this.#indent === -1 ? null : this.#mapping(this.#indent);
        return this.#declined || this.#at < this.#end ? undefined : { value, spans };
    }
    /** Leaves the text to the full parser. */
    #decline() {
        this.#declined = true;
        this.#at = this.#end;
        this.#indent = -1;
        return null;
    }
    /** From the beginning of a line to the content of the next line that has some. */
    #nextLine() {
        const text = this.#text;
        let start = this.#at;
        for (;;) {
            let at = start;
            while (text.charCodeAt(at) === SPACE)
                at += 1;
            if (at >= this.#end) {
                this.#at = this.#end;
                this.#indent = -1;
                return;
            }
            const code = text.charCodeAt(at);
            if (code === NEWLINE) {
                start = at + 1;
            }
            else if (code === HASH) {
                start = this.#lineEnd(at) + 1;
            }
            else if (code === TAB) {
                this.#decline();
                return;
            }
            else {
                this.#indent = at - start;
                this.#at = at;
                return;
            }
        }
    }
    #lineEnd(from) {
        const at = this.#text.indexOf('\n', from);
        return at === -1 ? this.#end : at;
    }
    /** Goes on behind a value: nothing may follow on its line but a comment. */
    #endLine(from) {
        let at = from;
        while (this.#text.charCodeAt(at) === SPACE)
            at += 1;
        const code = this.#text.charCodeAt(at);
        if (at >= this.#end || code === NEWLINE)
            this.#at = at + 1;
        else if (code === HASH && at > from)
            this.#at = this.#lineEnd(at) + 1;
        else {
            this.#decline();
            return;
        }
        if (this.#at > this.#end)
            this.#at = this.#end;
        this.#nextLine();
    }
    #isBreak(at) {
        const code = this.#text.charCodeAt(at);
        return code === SPACE || code === NEWLINE || at >= this.#end;
    }
    #isItem() {
        return this.#text.charCodeAt(this.#at) === DASH && this.#isBreak(this.#at + 1);
    }
    /** The block mapping whose first key stands here, at this column. */
    #mapping(column) {
        const object = {};
        const start = this.#at;
        const isRoot = this.#depth === 0;
        if (++this.#depth > deepestNesting)
            this.#decline();
        const spans = this.#noteCollection(object);
        do {
            const keyStart = this.#at;
            const colon = this.#colonOfKey(keyStart);
            const key = colon === -1 ? undefined : this.#key(keyStart, colon);
            // What the kind is, is always asked of the root.
            if (key === undefined || ((this.#isKept || isRoot) && Object.hasOwn(object, key))) {
                this.#decline();
                break;
            }
            this.#valueEnd = colon;
            const value = this.#value(colon + 1, column, true);
            if (this.#isKept || isRoot)
                object[key] = value;
            this.#note(spans, key, { start: keyStart, end: colon }, value);
            if (isRoot && this.#isKept && this.#keeps && 'kind' in object && 'apiVersion' in object) {
                this.#isKept = this.#keeps(object);
            }
        } while (this.#indent === column);
        if (this.#indent > column)
            this.#decline();
        this.#depth -= 1;
        this.#valueStart = start;
        return object;
    }
    /** The block list whose first dash stands here, at this column. */
    #list(column) {
        const items = [];
        const start = this.#at;
        if (++this.#depth > deepestNesting)
            this.#decline();
        const spans = this.#noteCollection(items);
        while (this.#indent === column && this.#isItem()) {
            let at = this.#at + 1;
            while (this.#text.charCodeAt(at) === SPACE)
                at += 1;
            let item;
            if (this.#colonOfKey(at) !== -1) {
                this.#indent = column + at - this.#at;
                this.#at = at;
                item = this.#mapping(this.#indent);
            }
            else {
                this.#valueEnd = this.#at + 1;
                item = this.#value(this.#at + 1, column, false);
                // Where an empty item stands, the full parser knows.
                if (spans && item === null)
                    this.#decline();
            }
            this.#note(spans, items.length, undefined, item);
            if (this.#isKept || spans)
                items.push(item);
        }
        if (this.#indent > column)
            this.#decline();
        this.#depth -= 1;
        this.#valueStart = start;
        return items;
    }
    /** Where the colon behind a key stands, if there is a key here; -1 otherwise. */
    #colonOfKey(start) {
        const text = this.#text;
        const first = text.charCodeAt(start);
        let at = start + 1;
        if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
            for (;; at += 1) {
                const code = text.charCodeAt(at);
                if (code === first)
                    break;
                // An escape, a tab, or an end without a quote.
                if (code === BACKSLASH || code < SPACE || at >= this.#end)
                    return -1;
            }
            at += 1;
        }
        else {
            if (!(classOf(first) & KEY_START))
                return -1;
            while (classOf(text.charCodeAt(at)) & KEY_PART)
                at += 1;
        }
        if (text.charCodeAt(at) !== COLON || !this.#isBreak(at + 1))
            return -1;
        return at - start > longestKey ? -1 : at;
    }
    /** The name of a key; undefined where the full parser has to say what it is. */
    #key(start, colon) {
        const first = this.#text.charCodeAt(start);
        if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
            const name = this.#text.slice(start + 1, colon - 1);
            return name === '__proto__' ? undefined : name;
        }
        const text = this.#text.slice(start, colon);
        return text === '__proto__' ? undefined : toKey(resolvePlain(text));
    }
    /**
     * The value that begins here or on the lines below, and then the line behind it.
     *
     * @param column Of the mapping or list that it belongs to.
     */
    #value(from, column, inMapping) {
        const text = this.#text;
        let at = from;
        while (text.charCodeAt(at) === SPACE)
            at += 1;
        const code = text.charCodeAt(at);
        if (at >= this.#end || code === NEWLINE || (code === HASH && at > from)) {
            return this.#below(from, column, inMapping);
        }
        this.#valueStart = at;
        if (code === BAR)
            return this.#literal(at, column);
        const scalar = this.#inline(at, code);
        if (!this.#declined)
            this.#endLine(this.#valueEnd);
        return scalar;
    }
    #below(from, column, inMapping) {
        const end = this.#valueEnd;
        this.#endLine(from);
        if (this.#indent > column) {
            return this.#isItem() ? this.#list(this.#indent) : this.#mapping(this.#indent);
        }
        if (inMapping && this.#indent === column && this.#isItem())
            return this.#list(column);
        this.#valueStart = end;
        this.#valueEnd = end;
        return null;
    }
    /** A value on one line, up to its end. */
    #inline(at, code) {
        if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE)
            return this.#quoted(at, code);
        if (code === OPEN_BRACKET || code === OPEN_BRACE) {
            // Short ones; the full parser knows where each part of them stands.
            return this.#flow(at, code);
        }
        const isNegative = code === DASH && !this.#isBreak(at + 1);
        if (!isNegative && code < 128 && !(classOf(code) & PLAIN_START))
            return this.#decline();
        return this.#plain(at);
    }
    #plain(start) {
        const text = this.#text;
        let end = start;
        for (let at = start; at < this.#end; at += 1) {
            const code = text.charCodeAt(at);
            if (code === NEWLINE)
                break;
            if (code === SPACE) {
                if (text.charCodeAt(at + 1) === HASH)
                    break;
                continue;
            }
            if (code === TAB || (code === COLON && this.#isBreak(at + 1)))
                return this.#decline();
            end = at + 1;
        }
        this.#valueEnd = end;
        return this.#resolve(start, end);
    }
    #resolve(start, end) {
        const text = this.#text.slice(start, end);
        const scalar = resolvePlain(text);
        switch (scalar.type) {
            case 'null':
                return null;
            case 'float':
                return Number.isFinite(scalar.value) ? scalar.value : this.#decline();
            default:
                return scalar.value;
        }
    }
    #quoted(start, quote) {
        const text = this.#text;
        let at = start + 1;
        let isDoubled = false;
        let isEscaped = false;
        for (;; at += 1) {
            const code = text.charCodeAt(at);
            if (code === BACKSLASH && quote === DOUBLE_QUOTE) {
                if (!escapes.has(text.charAt(at + 1)))
                    return this.#decline();
                isEscaped = true;
                at += 1;
            }
            else if (code === quote) {
                if (quote !== SINGLE_QUOTE || text.charCodeAt(at + 1) !== SINGLE_QUOTE)
                    break;
                isDoubled = true;
                at += 1;
            }
            else if (code < SPACE || at >= this.#end) {
                return this.#decline();
            }
        }
        this.#valueEnd = at + 1;
        const value = text.slice(start + 1, at);
        if (isEscaped)
            return value.replace(/\\(.)/g, (_, name) => escapes.get(name) ?? '');
        return isDoubled ? value.replaceAll("''", "'") : value;
    }
    /** A flow collection of quoted and plain words on one line. */
    #flow(start, open) {
        const isMap = open === OPEN_BRACE;
        const close = isMap ? CLOSE_BRACE : CLOSE_BRACKET;
        const text = this.#text;
        const items = [];
        const object = {};
        const result = isMap ? object : items;
        const spans = this.#noteCollection(result);
        if (++this.#depth > deepestNesting)
            return this.#decline();
        let at = this.#skipSpaces(start + 1);
        while (text.charCodeAt(at) !== close) {
            let key;
            let keySpan;
            if (isMap) {
                const colon = this.#colonOfKey(at);
                key = colon === -1 ? undefined : this.#key(at, colon);
                if (key === undefined || Object.hasOwn(object, key))
                    return this.#decline();
                keySpan = { start: at, end: colon };
                at = this.#skipSpaces(colon + 1);
            }
            const valueStart = at;
            const value = this.#flowValue(at);
            if (this.#declined)
                return null;
            this.#valueStart = valueStart;
            if (key === undefined)
                items.push(value);
            else
                object[key] = value;
            this.#note(spans, key ?? items.length - 1, keySpan, value);
            at = this.#skipSpaces(this.#valueEnd);
            const code = text.charCodeAt(at);
            if (code === COMMA) {
                at = this.#skipSpaces(at + 1);
                if (text.charCodeAt(at) === close)
                    return this.#decline();
            }
            else if (code !== close) {
                return this.#decline();
            }
        }
        this.#depth -= 1;
        this.#valueStart = start;
        this.#valueEnd = at + 1;
        return result;
    }
    #flowValue(at) {
        const text = this.#text;
        const code = text.charCodeAt(at);
        if (code === OPEN_BRACKET || code === OPEN_BRACE)
            return this.#flow(at, code);
        let end;
        let value;
        if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
            value = this.#quoted(at, code);
            end = this.#valueEnd;
        }
        else {
            if (!(classOf(code) & KEY_START))
                return this.#decline();
            end = at + 1;
            while (classOf(text.charCodeAt(end)) & KEY_PART)
                end += 1;
            this.#valueEnd = end;
            value = this.#resolve(at, end);
        }
        const next = text.charCodeAt(this.#skipSpaces(end));
        const isEnd = next === COMMA || next === CLOSE_BRACKET || next === CLOSE_BRACE;
        return isEnd ? value : this.#decline();
    }
    #skipSpaces(from) {
        let at = from;
        while (this.#text.charCodeAt(at) === SPACE)
            at += 1;
        return at;
    }
    /** A literal block (`|`), without an indentation indicator. */
    #literal(start, column) {
        const text = this.#text;
        const sign = text.charCodeAt(start + 1);
        const strips = sign === DASH;
        const headerEnd = strips ? start + 2 : start + 1;
        if (!this.#isBreak(headerEnd))
            return this.#decline();
        const bodyStart = this.#lineEnd(start) + 1;
        if (this.#skipSpaces(headerEnd) !== bodyStart - 1)
            return this.#decline();
        let block = -1;
        let contentEnd = start + 1;
        let at = bodyStart;
        const lines = [];
        let blanks = 0;
        while (at < this.#end) {
            const first = this.#skipSpaces(at);
            const lineEnd = this.#lineEnd(first);
            if (first === lineEnd) {
                // Only spaces: how many of them count depends on what follows.
                if (first - at > Math.max(block, 0))
                    return this.#decline();
                blanks += 1;
            }
            else {
                const indent = first - at;
                if (indent <= column)
                    break;
                if (block === -1)
                    block = indent;
                if (indent < block || lineEnd === this.#end)
                    return this.#decline();
                for (; blanks > 0; blanks -= 1)
                    lines.push('');
                lines.push(text.slice(at + block, lineEnd));
                contentEnd = lineEnd;
            }
            at = lineEnd + 1;
        }
        if (block === -1)
            return this.#decline();
        const trimmed = text.slice(start, contentEnd).trimEnd();
        this.#valueEnd = start + trimmed.length;
        this.#at = Math.min(at, this.#end);
        this.#nextLine();
        // The next line was read from its first column; comments and blank lines before it are none of ours.
        return strips ? lines.join('\n') : `${lines.join('\n')}\n`;
    }
    #noteCollection(collection) {
        if (!this.#spans)
            return undefined;
        const spans = new Map();
        this.#spans.set(collection, spans);
        return spans;
    }
    #note(spans, name, key, value) {
        if (!spans)
            return;
        const start = this.#valueStart;
        const end = this.#valueEnd;
        spans.set(name, { key, value: value === null && start === end ? undefined : { start, end } });
    }
}
const noSpans = new Map();

;// CONCATENATED MODULE: ./build/src/manifest/parse-yaml.js

/**
 * Levels of nesting that are read. The deepest schemas of Kubernetes need about thirty; the YAML
 * library, which recurses, comes to the end of the default stack at some eight hundred.
 */
const parse_yaml_deepestNesting = 300;
/**
 * Lexical tokens (values, keys, punctuation, white space) of one document that are read. An
 * object that the API server accepts has at most 3 MiB; this is room for a list of many of them,
 * and keeps the tree in about half a gigabyte of memory.
 */
const mostTokens = 2_000_000;
/**
 * Every scalar stays text, and nothing is merged or compared: the API server's reading differs
 * from each of the library's schemas, so it is done in to-value.ts. One instance for all
 * documents, as to make it costs more than to parse a small document.
 */
const schema = new dist/* Schema */.Sj({ schema: 'failsafe', resolveKnownTags: false, merge: false });
const options = { schema, uniqueKeys: false, logLevel: 'silent' };
/** Text that is or may be JSON, which knows no limit of 1024 characters for a key. */
function looksLikeJson(text) {
    return /^\s*[[{]/.test(text);
}
/**
 * Parses the text of one document; never throws. The time and memory that it takes are bounded.
 * A document without content has `null` as its root.
 */
function parseYaml(text) {
    const { stackTraceLimit } = Error;
    try {
        // A broken text can have a million errors, of which one is shown: traces would fill the memory.
        Error.stackTraceLimit = 0;
        return parse(text);
    }
    catch (error) {
        // The library recurses in places of its own; a stack that is too small for it is no bug of ours.
        if (!(error instanceof RangeError))
            throw error;
        return limit(0, 'nested too deeply to be read; make it flatter');
    }
    finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}
function parse(text) {
    const parser = new dist/* Parser */.iX();
    const tokens = [];
    let count = 0;
    for (const lexeme of new dist/* Lexer */.JG().lex(text)) {
        count += 1;
        const escape = lexeme.startsWith('"') ? findBadEscape(lexeme) : undefined;
        if (escape !== undefined) {
            return limit(parser.offset + escape, 'unknown escape after a backslash in double quotes; write \\\\ for a backslash, ' +
                'or use single quotes', 2);
        }
        if (count > mostTokens) {
            return limit(parser.offset, `the document has more than ${mostTokens.toLocaleString('en')} keys, values and separators; ` +
                'split it into several documents');
        }
        for (const token of parser.next(lexeme))
            tokens.push(token);
        if (parser.stack.length > parse_yaml_deepestNesting) {
            return limit(parser.offset, `nested more than ${parse_yaml_deepestNesting.toLocaleString('en')} levels deep; make it flatter`);
        }
    }
    for (const token of parser.end())
        tokens.push(token);
    return compose(tokens, text);
}
function compose(tokens, text) {
    const composer = new dist/* Composer */.Dk({ ...options, strict: !looksLikeJson(text) });
    const documents = [];
    for (const token of tokens)
        documents.push(...composer.next(token));
    documents.push(...composer.end(true, text.length));
    const errors = documents.flatMap((document) => document.errors);
    const [error] = errors;
    if (error)
        return { type: 'error', error, errors };
    const [first, second] = documents.filter((document) => !isEmpty(document.contents));
    if (second) {
        const at = second.contents?.range[0] ?? 0;
        return {
            type: 'limit',
            fault: {
                kind: 'unreadable',
                start: at,
                end: at + 1,
                message: 'a second document begins here without a line with ---, so kubectl drops it; ' +
                    'put --- on a line of its own before it',
            },
        };
    }
    const root = first?.contents ?? null;
    return { type: 'tree', tree: { root, aliases: resolveAliases(root) } };
}
function isEmpty(node) {
    return (node === null || ((0,dist/* isScalar */.jn)(node) && node.type === 'PLAIN' && node.source === '' && !node.tag));
}
/**
 * Where the first escape stands that YAML does not know. The library makes an error of each of
 * them, however many there are.
 */
function findBadEscape(quoted) {
    for (let at = quoted.indexOf('\\'); at !== -1; at = quoted.indexOf('\\', at)) {
        knownEscape.lastIndex = at;
        if (!knownEscape.test(quoted))
            return at;
        at = knownEscape.lastIndex;
    }
    return undefined;
}
const knownEscape = /\\(?:[0abtnvfreN_LP "/\\\t\n]|\r\n|x[\da-f]{2}|u[\da-f]{4}|U(?:000[\da-f]|0010)[\da-f]{4})/iy;
function limit(offset, message, length = 1) {
    return {
        type: 'limit',
        fault: { kind: 'unreadable', start: offset, end: offset + length, message },
    };
}
/** Finds the anchor of each alias: the last one of that name that begins before it. */
function resolveAliases(root) {
    const anchors = new Map();
    const aliases = new Map();
    const visit = (node) => {
        if ((0,dist/* isPair */.tO)(node)) {
            visit(node.key);
            visit(node.value);
        }
        else if ((0,dist/* isAlias */.Vj)(node)) {
            const target = anchors.get(node.source);
            if (target)
                aliases.set(node, target);
        }
        else if ((0,dist/* isScalar */.jn)(node) || (0,dist/* isCollection */.P3)(node)) {
            if (node.anchor !== undefined)
                anchors.set(node.anchor, node);
            if ((0,dist/* isCollection */.P3)(node))
                node.items.forEach(visit);
        }
    };
    visit(root);
    return aliases;
}

;// CONCATENATED MODULE: ./build/src/manifest/forbidden-characters.js

/* eslint-disable no-control-regex -- these are the characters to look for */
/** C0 without tab and line breaks; in YAML also DEL, C1 without NEL, and the noncharacters. */
const forbiddenInJson = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/;
const forbiddenInYaml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/;
/* eslint-enable no-control-regex */
/**
 * Finds the first character that goyaml refuses, and that the YAML library would let pass. JSON
 * goes through a JSON decoder there, which is less strict.
 * Source: go.yaml.in/yaml/v2 readerc.go.
 */
function findForbiddenCharacter(text) {
    const pattern = looksLikeJson(text) ? forbiddenInJson : forbiddenInYaml;
    const at = text.search(pattern);
    if (at === -1)
        return undefined;
    const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
    return {
        kind: 'unreadable',
        start: at,
        end: at + 1,
        message: `the control character U+${code} is not allowed; remove it, or write it as an escape in double quotes`,
    };
}

// EXTERNAL MODULE: ./build/src/manifest/line-index.js
var line_index = __webpack_require__(6572);
;// CONCATENATED MODULE: ./build/src/manifest/node.js


/** What the API server makes of a scalar; undefined: it refuses the tag. */
function readScalar(node) {
    const text = String(node.value);
    if (node.tag !== undefined)
        return resolveTagged(node.tag, text);
    return node.type === 'PLAIN' ? resolvePlain(text) : { type: 'str', value: text };
}
/** The node that stands at a place: for an alias, what it stands for. */
function follow(tree, node) {
    return (0,dist/* isAlias */.Vj)(node) ? tree.aliases.get(node) : node;
}
/** The name of a key; undefined if the API server refuses it (a mapping, a list, null). */
function keyName(tree, key) {
    const node = follow(tree, key);
    if (!(0,dist/* isScalar */.jn)(node))
        return undefined;
    const scalar = readScalar(node);
    return scalar && toKey(scalar);
}
/** Whether a key is the merge key: `<<` without quotes. */
function isMergeKey(key) {
    return ((0,dist/* isScalar */.jn)(key) &&
        key.value === '<<' &&
        (key.tag === 'tag:yaml.org,2002:merge' || (key.type === 'PLAIN' && key.tag === undefined)));
}
/**
 * The mappings that a merge key brings in, the one that wins last; undefined if its value is
 * something else. Of a list, the API server lets earlier ones win.
 */
function mergeSources(tree, value) {
    const target = follow(tree, value);
    if ((0,dist/* isMap */.jh)(target))
        return [target];
    // The list has to stand here itself: goyaml takes no alias to a list.
    if (target !== value || !(0,dist/* isSeq */.oP)(target))
        return undefined;
    const sources = target.items.map((item) => follow(tree, item)).reverse();
    return sources.every((source) => (0,dist/* isMap */.jh)(source)) ? sources : undefined;
}
/** Where a node begins and ends in the text, without the comments and line breaks after it. */
function extent(node, text) {
    return node ? { start: node.range[0], end: contentEnd(node, text) } : undefined;
}
function contentEnd(node, text) {
    const [start, end] = node.range;
    if ((0,dist/* isCollection */.P3)(node) && !node.flow) {
        const last = lastChild(node);
        return last ? contentEnd(last, text) : start;
    }
    const isBlockScalar = (0,dist/* isScalar */.jn)(node) && node.type?.startsWith('BLOCK_');
    return isBlockScalar ? start + text.slice(start, end).trimEnd().length : end;
}
/** The last node of a block collection that has text: a value, or the key of an empty one. */
function lastChild(node) {
    if (!(0,dist/* isCollection */.P3)(node))
        return undefined;
    const last = node.items.at(-1);
    if (!(0,dist/* isPair */.tO)(last))
        return last;
    const value = last.value;
    return value && value.range[1] > value.range[0] ? value : last.key;
}

// EXTERNAL MODULE: ./build/src/manifest/read-file.js
var read_file = __webpack_require__(9570);
;// CONCATENATED MODULE: ./build/src/manifest/split-documents.js
/**
 * Splits a file at every line that begins with `---`, as kubectl does before anything is parsed;
 * so one document that cannot be parsed does not hide the others. The marker line stays in the
 * text, because a comment or even the document itself may follow on it.
 * Source: kubernetes/apimachinery pkg/util/yaml/decoder.go YAMLReader.
 */
function splitDocuments(text) {
    const chunks = [];
    let start = 0;
    const add = (end) => {
        if (end > start)
            chunks.push({ offset: start, text: text.slice(start, end) });
        start = end;
    };
    for (let at = text.indexOf('\n---'); at !== -1; at = text.indexOf('\n---', at + 1))
        add(at + 1);
    add(text.length);
    return chunks;
}

;// CONCATENATED MODULE: ./build/src/manifest/template.js
/** What to tell about a document that is a template. */
const renderFirst = 'this is a template, no manifest: render it first (helm template, kustomize build), ' +
    'then read the result';
/**
 * Whether a text has an action of Go's or a similar template language, `{{ … }}`, where no quotes
 * protect it: then it is the likely cause of an error. Actions are short; the limit keeps the
 * search linear.
 */
function isTemplate(text) {
    return text.includes('{{') && /^(?!\s*#)(?:[^"'\n]*[\s:,[{-])?\{\{[^\n]{0,500}?\}\}/m.test(text);
}

;// CONCATENATED MODULE: ./build/src/manifest/write-plain.js

/**
 * A value as text. Lists of mappings go below each other, everything else on one line.
 *
 * @param indent The column at which its own lines begin, from 0; undefined: it has to stay on one line.
 */
function writePlain(value, style, indent) {
    if (typeof value === 'string')
        return writeText(value, style);
    if (typeof value !== 'object')
        return String(value);
    if (indent !== undefined && isLong(value))
        return writeBlock(value, style, indent);
    if (isList(value))
        return `[${value.map((item) => writePlain(item, style)).join(', ')}]`;
    const entries = Object.entries(value).map(([key, one]) => `${writeText(key, style)}: ${writePlain(one, style)}`);
    return entries.length ? `{ ${entries.join(', ')} }` : '{}';
}
/** An entry of a mapping whose keys begin at the column `indent`, from 0. */
function writeEntry(key, value, style, indent) {
    const isBelow = typeof value === 'object' && isLong(value);
    const gap = isBelow ? `${style.lineBreak}${' '.repeat(indent + 2)}` : ' ';
    return `${writeText(key, style)}:${gap}${writePlain(value, style, indent + 2)}`;
}
function writeBlock(value, style, indent) {
    const gap = style.lineBreak + ' '.repeat(indent);
    if (isList(value)) {
        return value.map((item) => `- ${writePlain(item, style, indent + 2)}`).join(gap);
    }
    return Object.entries(value)
        .map(([key, one]) => writeEntry(key, one, style, indent))
        .join(gap);
}
function isList(value) {
    return Array.isArray(value);
}
/** Whether it has a list of mappings somewhere, which nobody wants to read on one line. */
function isLong(value) {
    if (isList(value))
        return value.some((item) => typeof item === 'object' && !isList(item));
    return Object.values(value).some((one) => typeof one === 'object' && isLong(one));
}
function writeText(text, { isJson }) {
    const isBare = /^\w[\w./-]*$/.test(text) && resolvePlain(text).type === 'str';
    return isBare && !isJson ? text : JSON.stringify(text);
}

;// CONCATENATED MODULE: ./build/src/manifest/insert-entry.js



/**
 * A new entry behind the last one of a mapping: on a line of its own with the same indentation, or in the same
 * braces. Undefined where the text has a form in which that may go wrong.
 */
function insertEntry(map, key, value, text) {
    const style = styleOf(text);
    const span = extent(map, text);
    const last = map.items.at(-1);
    if (!span)
        return undefined;
    if (!last)
        return map.flow ? insertFirst(span.start, key, writePlain(value, style), text) : undefined;
    const first = extent(map.items[0].key, text);
    const end = extent(deepest(last), text)?.end;
    if (!first || end === undefined)
        return undefined;
    if (map.flow)
        return insertInBraces(last, end, key, writePlain(value, style), text);
    const indent = first.start - text.lastIndexOf('\n', first.start - 1) - 1;
    return insertLine(first.start, end, writeEntry(key, value, style, indent), text);
}
function insertFirst(start, key, value, text) {
    const braces = /^\{\s*\}/.exec(text.slice(start))?.[0];
    if (braces === undefined)
        return undefined;
    return { start, end: start + braces.length, text: `{ ${key}: ${value} }` };
}
/** Below the line on which the last entry ends, whatever comment that line has. */
function insertLine(firstKey, end, entry, text) {
    const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
    // Only a comment, or the colon of an empty value.
    if (!/^\s*:?\s*(?:#.*)?$/.test(rest))
        return undefined;
    const before = text.slice(text.lastIndexOf('\n', firstKey - 1) + 1, firstKey);
    // `? ` would begin another kind of entry.
    if (!/^(?: |- )*$/.test(before))
        return undefined;
    const at = end + rest.length;
    const indent = ' '.repeat(before.length);
    return { start: at, end: at, text: `${lineBreakOf(text)}${indent}${entry}` };
}
function insertInBraces(last, end, key, value, text) {
    const start = extent(last.key, text)?.start;
    const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
    // A comment there belongs to the entry before it.
    if (start === undefined || rest.includes('#') || !/^\s*[,}]/.test(text.slice(end))) {
        return undefined;
    }
    const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const gap = /^[ \t]*$/.test(before) ? `${lineBreakOf(text)}${before}` : ' ';
    const name = text[start] === '"' ? `"${key}"` : key;
    return { start: end, end, text: `,${gap}${name}: ${value}` };
}
/** The last node of an entry that has text; undefined where it is a block scalar, whose end is hard to tell. */
function deepest(entry) {
    const { key, value } = entry;
    return lastText(value && value.range[1] > value.range[0] ? value : key);
}
/** The last node of an item that has text; undefined likewise. */
function lastText(node) {
    if ((0,dist/* isScalar */.jn)(node) && node.type?.startsWith('BLOCK_'))
        return undefined;
    if (!(0,dist/* isCollection */.P3)(node) || node.flow)
        return node;
    const last = node.items.at(-1);
    return (0,dist/* isPair */.tO)(last) ? deepest(last) : lastText(last);
}
/** How the text around is written. */
function styleOf(text) {
    return { isJson: /^\s*[{[]\s*"/.test(text), lineBreak: lineBreakOf(text) };
}
function lineBreakOf(text) {
    return text.includes('\r\n') ? '\r\n' : '\n';
}

;// CONCATENATED MODULE: ./build/src/manifest/edit-list.js



/**
 * New items behind the last one of a list: on lines of their own with the same indentation, or in the same brackets.
 * Undefined where the text has a form in which that may go wrong.
 */
function appendItems(list, items, text) {
    const span = extent(list, text);
    const last = list.items.at(-1);
    if (!span || items.length === 0)
        return undefined;
    const style = styleOf(text);
    if (list.items.length === 0) {
        const brackets = /^\[\s*\]/.exec(text.slice(span.start))?.[0];
        if (!list.flow || brackets === undefined)
            return undefined;
        const inside = items.map((item) => writePlain(item, style)).join(', ');
        return { start: span.start, end: span.start + brackets.length, text: `[${inside}]` };
    }
    const end = extent(lastText(last), text)?.end;
    if (end === undefined)
        return undefined;
    const rest = lineFrom(text, end);
    if (list.flow) {
        // A comment there belongs to the item before it.
        if (rest.includes('#') || !/^\s*[,\]]/.test(text.slice(end)))
            return undefined;
        const start = extent(last, text)?.start ?? end;
        const before = lineBefore(text, start);
        const gap = /^[ \t]*$/.test(before) ? style.lineBreak + before : ' ';
        const added = items.map((item) => `,${gap}${writePlain(item, style)}`).join('');
        return { start: end, end, text: added };
    }
    const dash = dashOf(list, list.items.length - 1, text);
    if (dash === undefined || !/^\s*(?:#.*)?$/.test(rest))
        return undefined;
    const at = end + rest.length;
    const indent = columnOf(text, dash);
    const added = items.map((item) => `${style.lineBreak}${' '.repeat(indent)}- ${writePlain(item, style, indent + 2)}`);
    return { start: at, end: at, text: added.join('') };
}
/** Takes an item out, with its lines; undefined for the only one, and where other things share its lines. */
function removeItem(list, index, text) {
    const item = list.items[index];
    const span = extent(item, text);
    if (!span || list.items.length < 2)
        return undefined;
    if (list.flow)
        return removeFromBrackets(list, index, text);
    const dash = dashOf(list, index, text);
    const end = extent(lastText(item), text)?.end;
    if (dash === undefined || end === undefined)
        return undefined;
    const rest = lineFrom(text, end);
    if (!/^\s*(?:#.*)?$/.test(rest) || !/^ *$/.test(lineBefore(text, dash)))
        return undefined;
    const start = dash - columnOf(text, dash);
    const lineBreak = /^(?:\r\n|\n|\r)/.exec(text.slice(end + rest.length))?.[0];
    if (lineBreak !== undefined) {
        return { start, end: end + rest.length + lineBreak.length, text: '' };
    }
    // The last line of the file has none: the one before it goes.
    const before = /(?:\r\n|\n|\r)$/.exec(text.slice(0, start))?.[0] ?? '';
    return { start: start - before.length, end: end + rest.length, text: '' };
}
function removeFromBrackets(list, index, text) {
    const spans = list.items.map((item) => extent(item, text));
    const [own, previous, next] = [spans[index], spans[index - 1], spans[index + 1]];
    if (!own)
        return undefined;
    const [start, end] = next ? [own.start, next.start] : [previous?.end ?? own.start, own.end];
    // A comment in between is nobody's to throw away.
    return text.slice(start, end).includes('#') ? undefined : { start, end, text: '' };
}
/** Where the `-` of an item stands. */
function dashOf(list, index, text) {
    const span = extent(list.items[index], text);
    const previous = extent(lastText(list.items[index - 1]), text);
    if (!span)
        return undefined;
    const between = text.slice(previous?.end ?? 0, span.start);
    const dash = /-[ \t]+$/.exec(between);
    return dash ? (previous?.end ?? 0) + dash.index : undefined;
}
function columnOf(text, offset) {
    return lineBefore(text, offset).length;
}
function lineBefore(text, offset) {
    return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}
function lineFrom(text, offset) {
    return /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '';
}

;// CONCATENATED MODULE: ./build/src/manifest/change-text.js





/**
 * The replacement that makes a change below `root`, and changes nothing else; undefined where there is none that is
 * certain. Offsets are those of `text`.
 */
function changeText(tree, root, path, change, text) {
    const last = path.at(-1);
    if (last === undefined)
        return undefined;
    const parent = path.slice(0, -1).reduce((at, part) => childOf(tree, at, part), root);
    if ((0,dist/* isSeq */.oP)(parent) && isPlain(parent) && typeof last === 'number') {
        if ('remove' in change)
            return removeItem(parent, last, text);
        return 'value' in change ? replaceScalar(parent.items[last], change.value) : undefined;
    }
    if (!(0,dist/* isMap */.jh)(parent) || !isOwn(parent))
        return undefined;
    const entry = entryOf(tree, parent, String(last));
    const isThere = parent.items.some(({ key }) => keyName(tree, key) === String(last));
    if ('remove' in change)
        return undefined;
    if ('append' in change) {
        if (entry)
            return change_text_isList(entry.value) ? appendItems(entry.value, change.append, text) : undefined;
        return isThere ? undefined : insertEntry(parent, String(last), change.append, text);
    }
    if ('value' in change) {
        if (entry)
            return replaceScalar(entry.value, change.value);
        return isThere ? undefined : insertEntry(parent, String(last), change.value, text);
    }
    const isTaken = parent.items.some(({ key }) => keyName(tree, key) === change.key);
    return entry && !isTaken ? replaceScalar(entry.key, change.key) : undefined;
}
/** What stands at a key or position; undefined too where the place is not the only one of its value. */
function childOf(tree, node, part) {
    if ((0,dist/* isSeq */.oP)(node) && isPlain(node) && typeof part === 'number') {
        return node.items[part];
    }
    if (!(0,dist/* isMap */.jh)(node) || !isOwn(node))
        return undefined;
    return entryOf(tree, node, String(part))?.value;
}
/** The entry with a key that stands there once. */
function entryOf(tree, map, name) {
    const found = map.items.filter(({ key }) => keyName(tree, key) === name);
    return found.length === 1 ? found[0] : undefined;
}
/** Without a merge key, and without an anchor by which it could be in other places too. */
function isOwn(map) {
    return isPlain(map) && !map.items.some(({ key }) => isMergeKey(key));
}
/** Whoever writes an anchor or a tag means something by it. */
function isPlain({ anchor, tag }) {
    return anchor === undefined && tag === undefined;
}
function change_text_isList(node) {
    return (0,dist/* isSeq */.oP)(node) && isPlain(node);
}
function replaceScalar(node, value) {
    if (!(0,dist/* isScalar */.jn)(node) || !isPlain(node))
        return undefined;
    const [start, end] = node.range;
    const text = typeof value === 'number' ? String(value) : quoted(value, node);
    const isReplaceable = ['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'].includes(node.type ?? '');
    // An empty value has no text to replace, and a text with quotes of its own is nobody's name.
    if (!isReplaceable || end === start || text === undefined)
        return undefined;
    return { start, end, text };
}
/** A text in the style of the one that it replaces; undefined for one that would need escapes. */
function quoted(value, { type }) {
    if (!/^[\w./*:-]*[\w./*-]$/.test(value))
        return undefined;
    if (type === 'QUOTE_SINGLE')
        return `'${value}'`;
    const isText = /^[\w.]/.test(value) && resolvePlain(value).type === 'str';
    return type === 'PLAIN' && isText ? value : `"${value}"`;
}

;// CONCATENATED MODULE: ./build/src/manifest/comments.js

/** The marks that the lexer puts between the pieces of the text; they are no part of it. */
const documentMark = '\u0002';
const flowErrorMark = '\u0018';
const scalarMark = '\u001f';
/**
 * All comments of a text. The lexer tells them from a `#` in a string; the text was parsed
 * before, so the limits on its size hold.
 */
function findComments(text) {
    const comments = [];
    let offset = 0;
    let isScalar = false;
    let afterText = false;
    for (const piece of new dist/* Lexer */.JG().lex(text)) {
        if (!isScalar && piece === scalarMark) {
            isScalar = true;
            continue;
        }
        if (!isScalar && (piece === documentMark || piece === flowErrorMark))
            continue;
        if (!isScalar && piece.startsWith('#')) {
            comments.push({ start: offset, end: offset + piece.length, trailing: afterText });
        }
        // A block scalar ends with its line break.
        if (piece.endsWith('\n'))
            afterText = false;
        else if (piece.trim() !== '')
            afterText = true;
        offset += piece.length;
        isScalar = false;
    }
    return comments;
}

;// CONCATENATED MODULE: ./build/src/manifest/locate.js


/**
 * Finds the place of a value, or of its key. A value that an alias or a merge key brings in is
 * found at that alias or merge value. A path that is not there gives the key of the nearest
 * parent that is; undefined: not even that. Offsets are those of `text`.
 */
function locate(tree, root, path, part, text) {
    const steps = [{ value: root, key: undefined }];
    for (const segment of path) {
        const next = descend(tree, steps.at(-1), segment);
        if (!next)
            return parentSpan(steps, text);
        steps.push(next);
    }
    const last = steps.at(-1);
    if (!last)
        return undefined;
    if (last.site)
        return extent(last.site, text);
    const value = extent(last.value, text);
    // An empty value has no text to point at.
    if (part === 'key' || !value || value.end === value.start)
        return extent(last.key, text) ?? value;
    return value;
}
/** The same for a document that was read without a tree. */
function locateInBlock({ value: root, spans }, path, part) {
    const steps = [];
    let at = root;
    for (const segment of path) {
        const entries = typeof at === 'object' && at !== null ? spans.get(at) : undefined;
        // A position means nothing to a mapping, nor a name to a list.
        const name = Array.isArray(at) ? segment : String(segment);
        const entry = entries?.get(name);
        if (!entry)
            return spanOfParent(steps);
        steps.push(entry);
        at = at[name];
    }
    const last = steps.at(-1);
    return part === 'key' ? (last?.key ?? last?.value) : (last?.value ?? last?.key);
}
function spanOfParent(steps) {
    const nearest = steps.at(-1);
    return nearest?.key ?? nearest?.value;
}
function parentSpan(steps, text) {
    for (const step of steps.slice(1).reverse()) {
        const span = extent(step.site ?? step.key ?? step.value, text);
        if (span)
            return span;
    }
    return undefined;
}
function descend(tree, step, segment) {
    if (!step)
        return undefined;
    let { value, site } = step;
    if ((0,dist/* isAlias */.Vj)(value)) {
        site ??= value;
        value = tree.aliases.get(value);
    }
    let next;
    if ((0,dist/* isSeq */.oP)(value) && typeof segment === 'number') {
        const item = value.items[segment];
        next = item ? { value: item, key: undefined } : undefined;
    }
    else if ((0,dist/* isMap */.jh)(value)) {
        next = findEntry(tree, value, String(segment));
    }
    if (!next)
        return undefined;
    return site ? { ...next, site } : next;
}
/** The entry that gives a key its value: the last one, as merged keys replace those before them. */
function findEntry(tree, map, name, depth = 0) {
    // Merges of merges end: a mapping that contains itself was refused. This is for broken trees.
    if (depth > 100)
        return undefined;
    for (const pair of map.items.toReversed()) {
        if (!isMergeKey(pair.key)) {
            if (keyName(tree, pair.key) === name)
                return { value: pair.value, key: pair.key };
            continue;
        }
        for (const source of mergeSources(tree, pair.value)?.toReversed() ?? []) {
            const found = findEntry(tree, source, name, depth + 1);
            if (!found)
                continue;
            // A mapping that is written out after << stands in the text itself.
            return source === pair.value ? found : { ...found, site: pair.value };
        }
    }
    return undefined;
}

;// CONCATENATED MODULE: ./build/src/manifest/text-document.js






/** A document that was read from text. */
class TextDocument {
    file;
    value;
    #parts;
    #comments;
    #root;
    constructor(parts) {
        this.file = parts.file;
        this.value = parts.value;
        this.#parts = parts;
    }
    locate(path, part = 'value') {
        // The whole document has no key, and nobody wants all of it underlined.
        const span = path.length > 0 ? this.#find(path, part) : undefined;
        return this.#range(span ?? this.#firstLine());
    }
    #find(path, part) {
        const { site, chunk } = this.#parts;
        const block = site ? undefined : readBlockYaml(chunk.text, { withSpans: true });
        if (block)
            return locateInBlock(block, path, part);
        const { tree, node } = this.#tree();
        return locate(tree, node, path, part, chunk.text);
    }
    /** What was read without a tree has none to keep: few documents are ever asked for theirs. */
    #tree() {
        const { site, chunk } = this.#parts;
        if (site)
            return site;
        if (!this.#root) {
            const result = parseYaml(chunk.text);
            if (result.type !== 'tree')
                throw new Error('a document that was read cannot be parsed');
            this.#root = { tree: result.tree, node: result.tree.root };
        }
        return this.#root;
    }
    edit(path, change) {
        const { chunk } = this.#parts;
        const { tree, node } = this.#tree();
        const replacement = changeText(tree, node, path, change, chunk.text);
        return replacement && { range: this.#range(replacement), text: replacement.text };
    }
    /** In a list, an item has the comments above it (the first one: from the list's beginning). */
    comments() {
        this.#comments ??= this.#findComments();
        return this.#comments;
    }
    #findComments() {
        const { chunk, site } = this.#parts;
        if (!chunk.text.includes('#'))
            return [];
        const comments = site?.comments ?? { start: 0, end: chunk.text.length };
        return findComments(chunk.text)
            .filter(({ start }) => start >= comments.start && start < comments.end)
            .map(({ start, end, trailing }) => ({
            text: chunk.text.slice(start + 1, end),
            range: this.#range({ start, end }),
            trailing,
        }));
    }
    #firstLine() {
        const { chunk } = this.#parts;
        const { node } = this.#tree();
        const { start, end } = extent(node, chunk.text) ?? { start: 0, end: 0 };
        const line = /^[^\r\n]*/.exec(chunk.text.slice(start, end))?.[0] ?? '';
        return { start, end: start + line.length };
    }
    #range({ start, end }) {
        const { chunk, lines } = this.#parts;
        return lines().range(chunk.offset + start, chunk.offset + end);
    }
}

;// CONCATENATED MODULE: ./build/src/manifest/to-value.js



/**
 * Values that aliases and merge keys may add to a document. Each alias is written out, so that
 * who reads the values need not fear a "billion laughs"; the API server refuses those, too.
 */
const mostAliasedValues = 100_000;
/** Duplicate keys of one document that are told; who mends so many sees the others then. */
const mostDuplicates = 100;
/**
 * Turns a tree into plain values, as sigs.k8s.io/yaml does. Never throws. After a fault that is
 * no `duplicate-key`, the value is undefined.
 */
function toValue(tree) {
    const converter = new Converter(tree);
    try {
        return { value: converter.convert(tree.root), faults: converter.faults };
    }
    catch (error) {
        if (!(error instanceof Refusal))
            throw error;
        return { value: undefined, faults: [...converter.faults, error.fault] };
    }
}
/** Ends the conversion of a document. */
class Refusal extends Error {
    fault;
    constructor(fault) {
        super(fault.message);
        this.fault = fault;
    }
}
class Converter {
    faults = [];
    #tree;
    #open = new Set();
    /** Mappings whose keys were compared: each duplicate is told once, however often it is aliased. */
    #compared = new Set();
    #depth = 0;
    #aliasDepth = 0;
    #aliased = 0;
    constructor(tree) {
        this.#tree = tree;
    }
    convert(node) {
        if (this.#aliasDepth > 0)
            this.#charge(node);
        if ((0,dist/* isAlias */.Vj)(node))
            return this.#alias(node, (target) => this.convert(target));
        if ((0,dist/* isScalar */.jn)(node)) {
            const scalar = readScalar(node);
            if (!scalar)
                refuse(node, `the value does not fit its tag ${shortTag(node.tag)}; remove the tag`);
            if (scalar.type === 'null')
                return null;
            if (scalar.type === 'float' && !Number.isFinite(scalar.value)) {
                refuse(node, 'the API server has no infinite numbers and no NaN; put text in quotes');
            }
            return scalar.value;
        }
        if ((0,dist/* isSeq */.oP)(node))
            return this.#nested(node, () => node.items.map((item) => this.convert(item)));
        if ((0,dist/* isMap */.jh)(node)) {
            const object = {};
            this.#nested(node, () => {
                this.#fill(object, node);
            });
            return object;
        }
        return null;
    }
    #fill(object, map) {
        const seen = this.#compared.has(map) ? undefined : new Set();
        this.#compared.add(map);
        for (const { key, value } of map.items) {
            if (isMergeKey(key)) {
                this.#merge(object, value);
                continue;
            }
            const name = this.#key(key);
            if (seen?.has(name) && this.faults.length < mostDuplicates) {
                this.faults.push({
                    kind: 'duplicate-key',
                    ...rangeOf(key),
                    message: duplicate(name),
                });
            }
            seen?.add(name);
            put(object, name, this.convert(value));
        }
    }
    /**
     * What a merge key brings in replaces what stands before it and gives way to what stands after
     * it: that is what goyaml.v2 does, whatever the specification says.
     */
    #merge(object, value) {
        const sources = mergeSources(this.#tree, value);
        if (!sources)
            refuse(value, 'a merge key (<<) takes a mapping, or a list of mappings; give it one');
        for (const source of sources) {
            if ((0,dist/* isAlias */.Vj)(value))
                this.#alias(value, () => {
                    this.#nested(value, () => {
                        this.#fill(object, source);
                    });
                });
            else
                this.#aliasedMerge(object, source, value);
        }
    }
    /** A mapping of a merge list, of which we no longer know the alias: charged as aliased. */
    #aliasedMerge(object, source, value) {
        this.#aliasDepth += 1;
        this.#charge(value);
        this.#nested(value, () => {
            this.#fill(object, source);
        });
        this.#aliasDepth -= 1;
    }
    #key(key) {
        const node = follow(this.#tree, key);
        if ((0,dist/* isMap */.jh)(node) || (0,dist/* isSeq */.oP)(node)) {
            refuse(key, 'invalid map key: a mapping or list cannot be a key; put text in quotes');
        }
        const name = keyName(this.#tree, key);
        if (name === undefined)
            refuse(key, 'an empty key; write a key, or put it in quotes');
        return name;
    }
    #alias(alias, use) {
        const target = this.#tree.aliases.get(alias);
        const at = alias;
        if (!target)
            refuse(at, `no anchor &${alias.source} stands before the alias; define it, or put the value in quotes`);
        if (this.#open.has(alias))
            refuse(at, `the anchor &${alias.source} contains itself; remove the alias`);
        this.#open.add(alias);
        this.#aliasDepth += 1;
        const result = this.#nested(at, () => use(target));
        this.#aliasDepth -= 1;
        this.#open.delete(alias);
        return result;
    }
    /** Aliases of aliases can nest deeper than the text does. */
    #nested(node, work) {
        this.#depth += 1;
        if (this.#depth > parse_yaml_deepestNesting)
            refuse(node, 'aliases nest the values too deeply; write them out');
        const result = work();
        this.#depth -= 1;
        return result;
    }
    #charge(node) {
        this.#aliased += 1;
        if (this.#aliased > mostAliasedValues) {
            refuse(node, `aliases stand for more than ${mostAliasedValues.toLocaleString('en')} values; write them out`);
        }
    }
}
/** Sets a key as JSON.parse does: `__proto__` is a key like any other. */
function put(object, key, value) {
    if (key === '__proto__') {
        Object.defineProperty(object, key, {
            value,
            writable: true,
            enumerable: true,
            configurable: true,
        });
    }
    else {
        object[key] = value;
    }
}
function refuse(node, message) {
    throw new Refusal({ kind: 'unreadable', ...rangeOf(node), message });
}
function rangeOf(node) {
    return { start: node?.range[0] ?? 0, end: node?.range[1] ?? 0 };
}
function duplicate(name) {
    return `the key ${JSON.stringify(name)} is given twice in this mapping; remove one of them`;
}
function shortTag(tag = '') {
    return tag.replace(/^tag:yaml\.org,2002:/, '!!');
}

;// CONCATENATED MODULE: ./build/src/manifest/yaml-error.js

/** What is wrong and what to do, for each of the library's codes. Undefined: the library's own words. */
const messages = {
    ALIAS_PROPS: 'an alias (*name) takes no anchor and no tag; remove it',
    BAD_ALIAS: 'the name of this anchor or alias is empty; write one after & or *, or put it in quotes',
    BAD_COLLECTION_TYPE: 'the tag does not fit the value after it; remove the tag',
    BAD_DIRECTIVE: 'unknown % directive; remove the line',
    BAD_DQ_ESCAPE: 'unknown escape after a backslash in double quotes; write \\\\ for a backslash, or use single quotes',
    BAD_INDENT: 'wrong indentation; align the line with its neighbours of the same level',
    BAD_PROP_ORDER: 'an anchor or tag stands before its indicator; put it after the - or ?',
    BAD_SCALAR_START: 'a value cannot begin with this character; put the value in quotes',
    BLOCK_AS_IMPLICIT_KEY: 'a mapping or list begins on the line of its key; put it on the next line and indent it, ' +
        'or put a value that contains ": " in quotes',
    BLOCK_IN_FLOW: 'indented YAML inside of { } or [ ]; close the bracket before it',
    DUPLICATE_KEY: 'the key is given twice; remove one of them',
    IMPOSSIBLE: undefined,
    KEY_OVER_1024_CHARS: 'a key has more than 1024 characters; shorten it',
    MISSING_CHAR: undefined,
    MULTILINE_IMPLICIT_KEY: 'a key goes over several lines; look for a missing ":" after it',
    MULTIPLE_ANCHORS: 'a value has two anchors; remove one of them',
    MULTIPLE_DOCS: 'a second document begins here; put --- on a line of its own before it',
    MULTIPLE_TAGS: 'a value has two tags; remove one of them',
    NON_STRING_KEY: 'a key must be text; put it in quotes',
    RESOURCE_EXHAUSTION: 'nested too deeply to be read; make it flatter',
    TAB_AS_INDENT: 'a tab is used for indentation; YAML needs spaces',
    TAG_RESOLVE_FAILED: 'unknown tag; remove it',
    UNEXPECTED_TOKEN: undefined,
};
/** The library words these codes by case; each of its texts, and what to tell instead. */
const wordings = [
    [/^Missing closing (.)quote/, 'a quote is never closed; add the closing quote'],
    [/must end with a ([\]}])$/, 'a bracket is never closed; add the closing bracket'],
    [
        /sufficiently indented and end with a/,
        'a bracket is not closed, or its lines are not indented enough',
    ],
    [/^Implicit map keys need to be followed/, 'a key without a value; add ":" and a space after it'],
    [
        /^Missing , or : between/,
        'two values without a comma between them; add a comma, or ":" after a key',
    ],
    [/^Missing space after :/, 'add a space after ":"'],
    [/^Comments must be separated/, 'a comment needs a space before its #'],
    [/^Tags and anchors must be separated/, 'add a space after the tag or anchor'],
    [/^Block collection cannot start on same line/, 'put the document on the line after ---'],
    [
        /^(Missing directives-end|Missing directives-end\/doc-start)/,
        'kubectl reads a % directive as a document of its own and fails; remove the line',
    ],
    [
        /^Unexpected flow-(map|seq)-end token|^Unexpected flow-error-end/,
        'a closing bracket without an opening one; remove it',
    ],
    [/^Unexpected , in/, 'a comma too many; remove it'],
    [
        /^Unexpected scalar at node end/,
        'text after the end of a value; put the whole value in quotes, or look for a missing comma or line break',
    ],
    [
        /^Unexpected block-seq-ind on same line/,
        'a list begins on the line of its key; put it on the next line, or put the value in quotes',
    ],
    [
        /^A block sequence may not be used/,
        'a list stands where a key should be; indent it below its key',
    ],
    [
        /^Block scalar header includes extra characters/,
        'text on the line of | or >; put it on the next line and indent it',
    ],
    [
        /^Block scalars with more-indented leading empty lines/,
        'the empty lines after | or > are indented more than its text; remove their spaces',
    ],
];
/**
 * Chooses the error to show of those that the library gives for one document (they follow from
 * each other), and words it for people. Offsets are those of the text that was parsed.
 */
function toFault(errors, text) {
    const [first] = errors;
    // A tab makes the lines after it look wrongly indented, which is reported first.
    const error = errors.find(({ code }) => code === 'TAB_AS_INDENT') ?? tabError(text, first) ?? first;
    if (!error)
        return { kind: 'unreadable', start: 0, end: 0, message: 'cannot be read as YAML' };
    const wording = wordings.find(([pattern]) => pattern.test(error.message))?.[1];
    const message = wording ?? messages[error.code] ?? `not valid YAML: ${lowerFirst(error.message)}`;
    return { kind: 'unreadable', ...place(error.pos, text), message };
}
/** The first tab that stands in the indentation of the line of an error, or of the line after it. */
function tabError(text, error) {
    if (!error || looksLikeJson(text))
        return undefined;
    const lineStart = text.lastIndexOf('\n', error.pos[0] - 1) + 1;
    const lines = /^(?:[^\n]*\n)?( *)\t/y;
    for (const pattern of [/( *)\t/y, lines]) {
        pattern.lastIndex = lineStart;
        const match = pattern.exec(text);
        if (!match)
            continue;
        const tab = lineStart + match[0].length - 1;
        return { code: 'TAB_AS_INDENT', pos: [tab, tab + 1], message: '' };
    }
    return undefined;
}
/** The range of an error, no longer than its line; at the end of the text its last character. */
function place([start, end], text) {
    let from = Math.min(start, text.length);
    if (from === text.length)
        from = text.trimEnd().length;
    const lineEnd = /\r?\n|$/g;
    lineEnd.lastIndex = from;
    const stop = lineEnd.exec(text)?.index ?? text.length;
    return { start: from, end: Math.max(from, Math.min(end, stop)) };
}
function lowerFirst(text) {
    return text.charAt(0).toLowerCase() + text.slice(1);
}

;// CONCATENATED MODULE: ./build/src/manifest/parse.js












/** Lists in lists that are taken apart; kubectl itself writes none. */
const deepestList = 8;
/**
 * Reads the documents of one file that concern failover: everything of `networking.istio.io`, Services,
 * and what says how many pods there are; lists are taken apart. The others are counted. Never throws: what cannot be read
 * becomes a problem, and hides no other document.
 */
function parseManifest(source) {
    return new FileParser(source, concernsFailover).parse();
}
/**
 * Reads every document of one file that is a mapping, of whatever kind, by the same rules: for
 * configuration files.
 */
function parseMappings(source) {
    return new FileParser(source, () => true).parse();
}
function concernsFailover(value) {
    const { apiVersion, kind } = value;
    if (isWorkload(value))
        return true;
    if (apiVersion === 'v1')
        return kind === 'Service';
    return (typeof apiVersion === 'string' &&
        (apiVersion === read_file/* istioGroup */.Oj || apiVersion.startsWith(`${read_file/* istioGroup */.Oj}/`)));
}
/** Whether it says how many pods there are, or may be. */
function isWorkload({ apiVersion, kind }) {
    if (apiVersion === 'apps/v1')
        return kind === 'Deployment' || kind === 'StatefulSet';
    const isAutoscaling = apiVersion === 'autoscaling/v2' || apiVersion === 'autoscaling/v1';
    return isAutoscaling && kind === 'HorizontalPodAutoscaler';
}
class FileParser {
    #source;
    #wanted;
    #text;
    #istio;
    #parsed = { documents: [], problems: [], count: 0, skipped: 0 };
    #lines;
    constructor(source, wanted) {
        this.#source = source;
        this.#wanted = wanted;
        // A carriage return alone is a line break for goyaml, but not for the YAML library.
        this.#text = source.text.replace(/\r(?!\n)/g, '\n');
        this.#istio = source.text.includes(read_file/* istioGroup */.Oj);
    }
    parse() {
        for (const chunk of splitDocuments(this.#text))
            this.#chunk(chunk);
        return this.#parsed;
    }
    #chunk(chunk) {
        if (!this.#quickly(chunk))
            this.#thoroughly(chunk);
    }
    /** Reads a document in the form that most have; false: it has another form, and nothing was done. */
    #quickly(chunk) {
        const mayHideKind = this.#istio && chunk.text.includes(read_file/* istioGroup */.Oj);
        const keeps = (value) => mayHideKind || this.#wanted(value) || isListKind(value['kind']);
        const read = readBlockYaml(chunk.text, { keeps });
        if (!read)
            return false;
        const { value } = read;
        if (value === null)
            return true;
        if (parse_isList(value))
            return false;
        this.#parsed.count += 1;
        if (this.#wanted(value))
            this.#parsed.documents.push(this.#document(value, chunk, undefined));
        else
            this.#parsed.skipped += 1;
        return true;
    }
    #thoroughly(chunk) {
        const fault = findMarkerFault(chunk.text) ?? findForbiddenCharacter(chunk.text);
        if (fault) {
            this.#unreadable(chunk, fault);
            return;
        }
        const result = parseYaml(chunk.text);
        if (result.type !== 'tree') {
            this.#unreadable(chunk, result.type === 'limit' ? result.fault : toFault(result.errors, chunk.text));
            return;
        }
        const { tree } = result;
        const { value, faults } = toValue(tree);
        const refused = faults.find(({ kind }) => kind === 'unreadable');
        if (refused) {
            this.#unreadable(chunk, refused);
        }
        else if (value !== null) {
            const comments = { start: 0, end: chunk.text.length };
            this.#take(value, faults, { chunk, tree, node: tree.root, comments }, 0);
        }
    }
    #take(value, faults, site, depth) {
        if (!isObject(value)) {
            this.#notMapping(site);
            return;
        }
        if (parse_isList(value) && depth < deepestList) {
            this.#list(value, faults, site, depth);
            return;
        }
        this.#parsed.count += 1;
        // Of workloads only their size is read: what is wrong with them is for others to say.
        const isWanted = faults.length > 0 && isWorkload(value) ? false : this.#wanted(value);
        if (!isWanted && !this.#hidesKind(faults, site)) {
            this.#parsed.skipped += 1;
        }
        else if (faults.length > 0) {
            for (const fault of faults)
                this.#problem(site.chunk, fault);
        }
        else {
            this.#parsed.documents.push(this.#document(value, site.chunk, site));
        }
    }
    /** A kind that is given twice may be one of ours, although the last one is not. */
    #hidesKind(faults, { chunk }) {
        return (chunk.text.includes(read_file/* istioGroup */.Oj) &&
            faults.some(({ start, end }) => /^(["']?)(kind|apiVersion)\1$/.test(chunk.text.slice(start, end))));
    }
    #notMapping({ chunk, node }) {
        this.#parsed.count += 1;
        if (!chunk.text.includes(read_file/* istioGroup */.Oj)) {
            this.#parsed.skipped += 1;
            return;
        }
        const { start, end } = extent(node, chunk.text) ?? { start: 0, end: 0 };
        this.#problem(chunk, {
            kind: 'unreadable',
            start,
            end: endOfLine(chunk.text, start, end),
            message: 'a manifest is a mapping that begins with apiVersion and kind; this is none',
        });
    }
    #list(list, faults, site, depth) {
        const { chunk, tree } = site;
        const nodes = itemNodes(tree, site.node);
        const spans = nodes.map((node) => extent(node, chunk.text));
        let from = site.comments.start;
        for (const [index, item] of (list.items ?? []).entries()) {
            if (item === null)
                continue;
            // Items that a merge key brings in have no place of their own.
            const span = spans[index] ?? site.comments;
            // What stands on the last line of an item is its own, what follows belongs to the next one.
            const next = spans[index + 1]?.start;
            const until = next === undefined ? site.comments.end : endOfLine(chunk.text.slice(0, next), span.end);
            const own = faults.filter(({ start }) => start >= span.start && start < span.end);
            const comments = { start: from, end: until };
            const node = nodes[index];
            this.#take(withKind(item, list), own, { chunk, tree, node, comments }, depth + 1);
            from = until;
        }
    }
    #document(value, chunk, site) {
        const { file } = this.#source;
        return new TextDocument({ file, value, chunk, site, lines: () => this.#lineIndex() });
    }
    #lineIndex() {
        this.#lines ??= new line_index/* LineIndex */.r(this.#text);
        return this.#lines;
    }
    #unreadable(chunk, fault) {
        this.#parsed.count += 1;
        this.#problem(chunk, isTemplate(chunk.text) ? { ...fault, message: renderFirst } : fault);
    }
    #problem(chunk, { kind, start, end, message }) {
        const { file, named } = this.#source;
        const range = this.#range(chunk, start, end);
        this.#parsed.problems.push({ kind, file, range, message, named, istio: this.#istio });
    }
    #range(chunk, start, end) {
        return this.#lineIndex().range(chunk.offset + start, chunk.offset + end);
    }
}
/** kubectl ends a document at every line that begins with `---`, and refuses what then follows. */
function findMarkerFault(text) {
    const [marker] = /^---[^\s].*/.exec(text) ?? [];
    return marker === undefined
        ? undefined
        : {
            kind: 'unreadable',
            start: 0,
            end: marker.trimEnd().length,
            message: 'kubectl takes a line that begins with --- as the end of a document; indent it',
        };
}
function parse_isList(value) {
    const { kind, items } = value;
    if (!isListKind(kind))
        return false;
    return Array.isArray(items) || (items ?? null) === null;
}
function isListKind(kind) {
    return typeof kind === 'string' && kind.endsWith('List');
}
/** Items of a typed list may leave out their kind: it is the list's, as for kubectl. */
function withKind(item, { kind, apiVersion }) {
    if (kind === 'List' || !isObject(item) || 'kind' in item)
        return item;
    return { apiVersion, ...item, kind: kind.slice(0, -'List'.length) };
}
function itemNodes(tree, list) {
    const map = follow(tree, list);
    if (!(0,dist/* isMap */.jh)(map))
        return [];
    const items = follow(tree, map.get('items', true));
    return (0,dist/* isSeq */.oP)(items) ? items.items : [];
}
function endOfLine(text, from, most = text.length) {
    const newline = text.indexOf('\n', from);
    return newline === -1 ? most : Math.min(newline, most);
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 9570:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gu: () => (/* binding */ readTextFile),
/* harmony export */   Oj: () => (/* binding */ istioGroup),
/* harmony export */   aV: () => (/* binding */ readTextStream),
/* harmony export */   g7: () => (/* binding */ decodeText),
/* harmony export */   oQ: () => (/* binding */ notRegular)
/* harmony export */ });
/* unused harmony export largestFile */
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4573);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var _file_problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6923);
/* harmony import */ var _line_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6572);




/**
 * Bytes of a file that are read. etcd takes objects of 1.5 MiB, so this is room for a dump of many
 * thousands of them, and far below what would fill the memory of a CI machine.
 */
const largestFile = 64 * 1024 * 1024;
/** The API group of Istio's traffic management; a text without it says nothing about failover. */
const istioGroup = 'networking.istio.io';
/**
 * Reads a regular file as UTF-8 text, without a byte order mark. Reads no more than `limit` bytes,
 * whatever the file says about its size; never opens a pipe or device for good. Throws nothing for
 * what a file can be. Synchronous: of thousands of small files, waiting for each costs several times its reading.
 */
function readTextFile(path, limit = largestFile) {
    let file;
    try {
        // Without O_NONBLOCK, to open a pipe that took the file's place would wait for a writer.
        file = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.openSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_RDONLY | node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_NONBLOCK);
        const stats = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.fstatSync)(file);
        if (stats.isDirectory())
            return unread('is a folder; name a file in it');
        if (!stats.isFile())
            return unread(notRegular);
        if (stats.size > limit)
            return unread(tooLarge(limit));
        const bytes = readAll(file, stats.size, limit);
        return bytes ? decodeText(bytes) : unread(tooLarge(limit));
    }
    catch (error) {
        return unread((0,_file_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .cannotRead */ .U0)(error));
    }
    finally {
        if (file !== undefined)
            (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.closeSync)(file);
    }
}
/** Undefined: more than the limit. A file can grow, and files in /proc say that they are empty. */
function readAll(file, expected, limit) {
    let bytes = Buffer.allocUnsafe(expected + 1);
    let size = 0;
    for (;;) {
        const count = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readSync)(file, bytes, size, bytes.length - size, null);
        if (count === 0)
            return bytes.subarray(0, size);
        size += count;
        if (size > limit)
            return undefined;
        if (size === bytes.length)
            bytes = Buffer.concat([bytes], size + 64 * 1024);
    }
}
/** What to tell about pipes, devices and sockets. */
const notRegular = 'neither a file nor a folder, so it is not opened; to read from a pipe, use - (standard input)';
/** Reads a stream, such as standard input, as `readTextFile` reads a file. */
async function readTextStream(stream, limit = largestFile) {
    const chunks = [];
    let size = 0;
    try {
        for await (const piece of stream) {
            const chunk = typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
            size += chunk.length;
            if (size > limit)
                return unread(tooLarge(limit));
            chunks.push(new Uint8Array(chunk));
        }
    }
    catch (error) {
        return unread((0,_file_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .cannotRead */ .U0)(error));
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
    }
    return decodeText(bytes);
}
function tooLarge(limit) {
    return `larger than ${String(limit / 1024 / 1024)} MiB; split it`;
}
function unread(problem) {
    return { problem, range: _line_index_js__WEBPACK_IMPORTED_MODULE_3__/* .startOfFile */ .S, istio: false };
}
/** Decodes UTF-8 strictly; a byte order mark is dropped. */
function decodeText(bytes) {
    if (!(0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(bytes))
        return explainBytes(bytes);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    if (text.includes('\0'))
        return explainBytes(bytes);
    return { text: text.startsWith('\uFEFF') ? text.slice(1) : text };
}
function explainBytes(bytes) {
    const text = new TextDecoder().decode(bytes);
    // Of UTF-16, every other byte of plain letters is NUL.
    const istio = text.replaceAll('\0', '').includes(istioGroup);
    const [first, second] = bytes;
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
        return { problem: 'this is UTF-16; save it as UTF-8', range: _line_index_js__WEBPACK_IMPORTED_MODULE_3__/* .startOfFile */ .S, istio };
    }
    const nul = text.indexOf('\0');
    if (nul !== -1) {
        const problem = 'a NUL character: this is no text, or it is UTF-16; save it as UTF-8';
        return { problem, range: characterAt(text, nul), istio };
    }
    const at = firstReplacement(text, bytes);
    return { problem: 'not valid UTF-8; save it as UTF-8', range: characterAt(text, at), istio };
}
/** The first replacement character that the bytes do not spell out themselves. */
function firstReplacement(text, bytes) {
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    let from = 0;
    let byte = hasMark ? 3 : 0;
    for (let at = text.indexOf('\uFFFD'); at !== -1; at = text.indexOf('\uFFFD', at + 1)) {
        byte += Buffer.byteLength(text.slice(from, at));
        if (bytes[byte] !== 0xef || bytes[byte + 1] !== 0xbf || bytes[byte + 2] !== 0xbd)
            return at;
        byte += 3;
        from = at + 1;
    }
    return 0;
}
function characterAt(text, offset) {
    return new _line_index_js__WEBPACK_IMPORTED_MODULE_3__/* .LineIndex */ .r(text).range(offset, offset + 1);
}


/***/ }),

/***/ 6650:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  UD: () => (/* binding */ compare),
  zU: () => (/* binding */ isManifestName),
  UO: () => (/* binding */ isWithin),
  qm: () => (/* binding */ leadsOut),
  GG: () => (/* binding */ walk)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/manifest/file-problem.js
var file_problem = __webpack_require__(6923);
// EXTERNAL MODULE: ./node_modules/ignore/index.js
var ignore = __webpack_require__(298);
;// CONCATENATED MODULE: ./build/src/manifest/git-ignore.js



/** Bytes of a `.gitignore` that is read; a larger one is none that a person wrote. */
const largestIgnoreFile = 1024 * 1024;
/** The `.gitignore` files that hold for a folder, the nearest first. */
class GitIgnore {
    static none = new GitIgnore([]);
    #files;
    constructor(files) {
        this.#files = files;
    }
    /**
     * Collects the files from a folder up to its repository's root, or, without a repository, to the
     * working folder. A folder that is itself ignored, but was asked for, is read as if the files
     * above it were not there.
     */
    static async for(folder, cwd) {
        let above = GitIgnore.none;
        for (const parent of await foldersAbove(folder, cwd)) {
            if (above.ignores(parent, true))
                above = GitIgnore.none;
            above = await above.enter(parent);
        }
        if (above.ignores(folder, true))
            above = GitIgnore.none;
        return above.enter(folder);
    }
    /** The files that hold for a folder below. */
    async enter(folder) {
        const text = await readIgnoreFile((0,external_node_path_.join)(folder, '.gitignore'));
        if (text === undefined)
            return this;
        const patterns = ignore({ ignorecase: false }).add(text);
        return new GitIgnore([{ folder, patterns }, ...this.#files]);
    }
    /** Whether git would leave out a path; its folders are known not to be left out. */
    ignores(path, isFolder) {
        for (const { folder, patterns } of this.#files) {
            const below = (0,external_node_path_.relative)(folder, path).split(external_node_path_.sep).join('/');
            if (below === '' || !ignore.isPathValid(below))
                continue;
            const { ignored, unignored } = patterns.test(isFolder ? `${below}/` : below);
            if (ignored)
                return true;
            if (unignored)
                return false;
        }
        return false;
    }
}
/** The folders above one whose files hold for it, from the outermost inwards. */
async function foldersAbove(folder, cwd) {
    const above = [];
    let current = folder;
    while (!(await exists((0,external_node_path_.join)(current, '.git')))) {
        const parent = (0,external_node_path_.dirname)(current);
        if (parent === current) {
            const fromCwd = above.indexOf(cwd);
            return fromCwd === -1 ? [] : above.slice(fromCwd);
        }
        above.unshift(parent);
        current = parent;
    }
    return above;
}
async function exists(path) {
    return (0,promises_.lstat)(path).then(() => true, () => false);
}
/** A file that cannot be read ignores nothing, as for git; nor is a link followed. */
async function readIgnoreFile(path) {
    try {
        const stats = await (0,promises_.lstat)(path);
        if (!stats.isFile() || stats.size > largestIgnoreFile)
            return undefined;
        return await (0,promises_.readFile)(path, 'utf8');
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/src/manifest/walk.js




/** Why a link is not followed. */
const leadsOut = 'a symbolic link that leads out of the working folder, so it is not followed; ' +
    'name its target itself, or remove it';
const extensions = new Set(['.yaml', '.yml', '.json']);
/** Whether a file is a manifest by its name. */
function isManifestName(path) {
    return extensions.has((0,external_node_path_.extname)(path).toLowerCase());
}
/**
 * Finds the files below a folder, but for what git ignores, `node_modules` and dot folders. Links
 * are followed as far as `within` allows, each folder is entered once, and files that are no
 * regular files are left out.
 */
async function walk(options) {
    const walker = new Walker(options);
    const realPath = await (0,promises_.realpath)(options.root);
    await walker.enter({
        path: options.root,
        realPath,
        ignored: await GitIgnore.for(options.root, options.cwd),
    });
    return walker.files;
}
class Walker {
    files = [];
    #options;
    #entered = new Set();
    /** Links to folders wait until the end, so that what is reachable without them has its own name. */
    #links = [];
    constructor(options) {
        this.#options = options;
    }
    async enter(root) {
        this.#links.push(root);
        for (let next = this.#links.shift(); next; next = this.#links.shift()) {
            const waiting = [next];
            for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
                if (this.#entered.has(folder.realPath))
                    continue;
                this.#entered.add(folder.realPath);
                waiting.push(...(await this.#read(folder)));
            }
        }
    }
    /** Reads one folder; returns those in it. */
    async #read(folder) {
        let entries;
        try {
            entries = await (0,promises_.readdir)(folder.path, { withFileTypes: true });
        }
        catch (error) {
            this.#options.problem(folder.path, (0,file_problem/* cannotRead */.U0)(error));
            return [];
        }
        const folders = [];
        for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
            const path = (0,external_node_path_.join)(folder.path, entry.name);
            const realPath = (0,external_node_path_.join)(folder.realPath, entry.name);
            if (entry.isSymbolicLink()) {
                await this.#link(path, folder);
            }
            else if (entry.isDirectory()) {
                if (this.#leavesOut(path, entry.name, folder))
                    continue;
                folders.push({ path, realPath, ignored: await folder.ignored.enter(path) });
            }
            else if (entry.isFile() && this.#wants(path, folder)) {
                this.files.push({ path, realPath });
            }
        }
        return folders;
    }
    async #link(path, folder) {
        const name = path.slice(path.lastIndexOf(external_node_path_.sep) + 1);
        const wanted = this.#wants(path, folder);
        if (this.#leavesOut(path, name, folder) && !wanted)
            return;
        let target;
        let isFolder;
        try {
            target = await (0,promises_.realpath)(path);
            const stats = await (0,promises_.stat)(target);
            isFolder = stats.isDirectory();
            if (!isFolder && !(wanted && stats.isFile()))
                return;
        }
        catch (error) {
            if (wanted)
                this.#options.problem(path, (0,file_problem/* cannotRead */.U0)(error));
            return;
        }
        if (!this.#options.within.some((root) => isWithin(target, root))) {
            this.#options.problem(path, leadsOut);
        }
        else if (isFolder) {
            if (this.#leavesOut(path, name, folder))
                return;
            const ignored = await folder.ignored.enter(path);
            this.#links.push({ path, realPath: target, ignored });
        }
        else {
            this.files.push({ path, realPath: target });
        }
    }
    #wants(path, folder) {
        return this.#options.wants(path) && !folder.ignored.ignores(path, false);
    }
    #leavesOut(path, name, folder) {
        return (name.startsWith('.') ||
            name === 'node_modules' ||
            !this.#options.enters(path) ||
            folder.ignored.ignores(path, true));
    }
}
/** Whether a path is a folder or below it; both without links. */
function isWithin(path, folder) {
    return path === folder || path.startsWith(folder.endsWith(external_node_path_.sep) ? folder : folder + external_node_path_.sep);
}
/** The order of code units, the same on every machine. */
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}


/***/ })

};
