export const id = 162;
export const ids = [162];
export const modules = {

/***/ 8162:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   matrix: () => (/* binding */ matrix)
/* harmony export */ });
/* harmony import */ var _config_load_config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9353);
/* harmony import */ var _mesh_locality_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7562);
/* harmony import */ var _report_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7912);
/* harmony import */ var _report_safe_text_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7423);
/* harmony import */ var _rules_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4020);
/* harmony import */ var _common_options_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6914);
/* harmony import */ var _deploy_options_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9647);
/* harmony import */ var _exit_code_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3250);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3135);









const formats = ['json', 'text'];
const matrix = {
    formats,
    options: { clusters: { type: 'string', multiple: true } },
    help: [{ term: '--clusters NAME,…', text: 'only these clusters of the configuration' }],
    examples: ['mesh-failover matrix', 'echo "matrix=$(mesh-failover matrix)" >> "$GITHUB_OUTPUT"'],
    async run(values, _operands, io) {
        const outputs = (0,_output_js__WEBPACK_IMPORTED_MODULE_6__/* .outputsOf */ .Y)(values, formats, ['json']);
        const file = (0,_common_options_js__WEBPACK_IMPORTED_MODULE_3__/* .textOption */ .vU)(values, 'config');
        const config = await (0,_config_load_config_js__WEBPACK_IMPORTED_MODULE_0__/* .loadConfig */ .Z9)({
            cwd: io.cwd,
            ...(file !== undefined && { file }),
            rules: _rules_index_js__WEBPACK_IMPORTED_MODULE_2__/* .rules */ .a,
        });
        const { chosen } = (0,_deploy_options_js__WEBPACK_IMPORTED_MODULE_4__/* .chooseClusters */ .F$)(config, values, { mayLeaveOut: true });
        const include = chosen.map(({ name, locality, context = '', network = '' }) => {
            return { cluster: name, locality, region: (0,_mesh_locality_js__WEBPACK_IMPORTED_MODULE_7__/* .parseLocality */ .ho)(locality).region, context, network };
        });
        for (const output of outputs) {
            await (0,_output_js__WEBPACK_IMPORTED_MODULE_6__/* .writeOutput */ .z)(output, output.format === 'json' ? asLine(include) : asText(include), io);
        }
        return _exit_code_js__WEBPACK_IMPORTED_MODULE_5__/* .ExitCode */ .y.fine;
    },
};
/** On one line, since an output of a step ends with the line. */
function asLine(include) {
    return `${(0,_report_json_js__WEBPACK_IMPORTED_MODULE_1__/* .toJson */ .aB)({ include }).replace(/\n\s*/g, '')}\n`;
}
function asText(include) {
    const width = Math.max(...include.map(({ cluster }) => cluster.length));
    return include
        .map(({ cluster, locality, context }) => {
        return (0,_report_safe_text_js__WEBPACK_IMPORTED_MODULE_8__/* .safeText */ .Hk)(`${cluster.padEnd(width)}  ${locality}  ${context}`.trimEnd()).concat('\n');
    })
        .join('');
}


/***/ }),

/***/ 9647:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  V1: () => (/* binding */ applyOptions),
  F$: () => (/* binding */ chooseClusters),
  M4: () => (/* binding */ clusterHelp),
  dU: () => (/* binding */ clusterOptions),
  Q5: () => (/* binding */ connectAll),
  wB: () => (/* binding */ declaredClusters),
  jZ: () => (/* binding */ numberOption),
  RB: () => (/* binding */ writeHelp),
  GX: () => (/* binding */ writeOptions)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/cluster/connect.js + 12 modules
var connect = __webpack_require__(6949);
// EXTERNAL MODULE: ./build/src/deploy/run-identity.js
var run_identity = __webpack_require__(6127);
// EXTERNAL MODULE: ./build/src/deploy/state-file.js
var state_file = __webpack_require__(9935);
;// CONCATENATED MODULE: ./build/src/deploy/settings.js


/** What the configuration and the surroundings say about a deployment. */
function deploySettings({ deploy, profile, rootNamespace }, env) {
    const { environment: name, namespace, strategy, verifySeconds } = deploy;
    // A managed control plane can take minutes.
    const seconds = verifySeconds ?? (profile === 'csm-managed' ? 600 : 60);
    return {
        ...(0,run_identity/* runIdentity */.y)(env),
        istio: { profile, rootNamespace },
        environment: { name, namespace },
        stateFolder: (0,state_file/* defaultStateFolder */.fy)(env),
        strategy,
        verifyTimeoutMs: seconds * 1000,
    };
}

// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/mesh/did-you-mean.js
var did_you_mean = __webpack_require__(3092);
// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
;// CONCATENATED MODULE: ./build/src/cli/deploy-options.js







/** Options of the commands that work on clusters. */
const clusterOptions = {
    clusters: { type: 'string', multiple: true },
    'lock-timeout': { type: 'string' },
};
const clusterHelp = [
    { term: '--clusters NAME,…', text: 'only these clusters of the configuration' },
    {
        term: '--lock-timeout SECONDS',
        text: 'how long to wait for another run to end (default: 60)',
    },
];
/** Options of the commands that write manifests, or say what would be written. */
const writeOptions = {
    ...clusterOptions,
    'allow-missing': { type: 'string', multiple: true },
    reason: { type: 'string' },
    'force-conflicts': { type: 'boolean' },
    prune: { type: 'boolean' },
    'prune-limit': { type: 'string' },
    'create-namespaces': { type: 'boolean' },
};
const writeHelp = [
    ...clusterHelp,
    {
        term: '--allow-missing NAME,…',
        text: 'go on without these; they are brought up to date by the next apply (with --reason)',
    },
    { term: '--reason TEXT', text: 'why clusters are left out; kept in those that are not' },
    {
        term: '--force-conflicts',
        text: 'take over fields that another field manager owns',
    },
    {
        term: '--prune',
        text: 'delete what was applied before and has no manifest any more',
    },
    {
        term: '--prune-limit N',
        text: 'refuse to delete more than N objects in a cluster (default: 10)',
    },
    { term: '--create-namespaces', text: 'create namespaces that are missing' },
];
/** @throws UserError for names that there are not, and for clusters that are left out by accident */
function chooseClusters(config, values, { mayLeaveOut }) {
    const all = declaredClusters(config);
    const named = names(values, 'clusters', all);
    const missing = names(values, 'allow-missing', all);
    const reason = (0,common_options/* textOption */.vU)(values, 'reason');
    const both = named.find((name) => missing.includes(name));
    if (both !== undefined) {
        throw new errors/* UserError */.y(`${both} stands in both --clusters and --allow-missing`);
    }
    if (missing.length > 0 && !reason?.trim()) {
        throw new errors/* UserError */.y('--allow-missing needs --reason TEXT: it is kept for who asks later');
    }
    const chosen = all.filter(({ name }) => named.length > 0 ? named.includes(name) : !missing.includes(name));
    const left = all.filter((one) => !chosen.includes(one) && !missing.includes(one.name));
    if (left.length > 0 && !mayLeaveOut) {
        const list = left.map(({ name }) => name).join(',');
        throw new errors/* UserError */.y(`--clusters leaves out ${list}, so that the clusters would differ. If ${list} cannot be reached: ` +
            `--allow-missing ${list} --reason TEXT`);
    }
    if (chosen.length === 0)
        throw new errors/* UserError */.y('no cluster is left to work on');
    return {
        chosen,
        missing: missing.length > 0 && reason ? { clusters: missing, reason } : undefined,
    };
}
/** Makes clusters usable; nothing is sent yet. */
async function connectAll(clusters, io) {
    const connected = [];
    const warn = (text) => io.stderr.write(`warning: ${(0,safe_text/* safeText */.Hk)(text)}\n`);
    for (const cluster of clusters)
        connected.push(await (0,connect/* connect */.N)(cluster, { env: io.env, warn }));
    return connected;
}
/** What the options and the configuration say about a deployment. */
function applyOptions(config, values, io) {
    const settings = deploySettings(config, io.env);
    const folder = (0,common_options/* textOption */.vU)(values, 'state-dir');
    const limit = numberOption(values, 'prune-limit') ?? config.deploy.pruneLimit;
    const seconds = numberOption(values, 'verify-timeout');
    const strategies = ['one-cluster-first', 'parallel'];
    return {
        ...settings,
        ...(folder !== undefined && { stateFolder: (0,external_node_path_.resolve)(io.cwd, folder) }),
        ...(seconds !== undefined && { verifyTimeoutMs: seconds * 1000 }),
        ...(values['prune'] === true && { prune: { limit } }),
        force: values['force-conflicts'] === true,
        createNamespaces: values['create-namespaces'] === true,
        strategy: (0,common_options/* oneOf */.yL)('--strategy', values['strategy'] ?? settings.strategy, strategies),
        onFailure: (0,common_options/* oneOf */.yL)('--on-failure', values['on-failure'] ?? 'rollback', ['rollback', 'stop']),
        lockWaitSeconds: numberOption(values, 'lock-timeout') ?? 60,
    };
}
/** @throws UserError for what is no whole number from 0 on */
function numberOption(values, name) {
    const text = (0,common_options/* textOption */.vU)(values, name);
    if (text === undefined)
        return undefined;
    if (/^\d{1,6}$/.test(text))
        return Number(text);
    throw new errors/* UserError */.y(`--${name} takes a whole number, not "${text}"`);
}
/** @throws UserError where the configuration declares none */
function declaredClusters({ clusters, file }) {
    if (clusters?.length)
        return clusters;
    throw new errors/* UserError */.y(`the clusters are not known: ${file ?? 'mesh-failover.yaml'} must declare them ` +
        '(clusters, each with name, locality and context)');
}
function names(values, option, clusters) {
    const given = [values[option] ?? []].flat().flatMap((text) => String(text).split(','));
    const known = clusters.map(({ name }) => name);
    return given
        .map((name) => name.trim())
        .filter(Boolean)
        .map((name) => {
        if (known.includes(name))
            return name;
        const near = (0,did_you_mean/* didYouMean */.a)(name, known);
        throw new errors/* UserError */.y(`--${option}: no cluster is called "${name}"${near ? `; did you mean "${near}"?` : `; there are ${known.join(', ')}`}`);
    });
}


/***/ }),

/***/ 9764:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KC: () => (/* binding */ union),
/* harmony export */   KN: () => (/* binding */ isApplied),
/* harmony export */   Pf: () => (/* binding */ fieldsOf),
/* harmony export */   r8: () => (/* binding */ appliedBy),
/* harmony export */   u4: () => (/* binding */ isRecord),
/* harmony export */   zA: () => (/* binding */ withoutUnstated)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7975);

/** What a manager has applied; undefined: it never has. */
function appliedBy(object, manager) {
    return object.metadata.managedFields?.find((entry) => entry.manager === manager && entry.operation === 'Apply' && !entry.subresource);
}
function fieldsOf(entry) {
    return (entry['fieldsV1'] ?? {});
}
/** The fields of both. */
function union(a, b) {
    const all = { ...a };
    for (const [path, fields] of Object.entries(b)) {
        const own = Object.hasOwn(all, path) ? all[path] : undefined;
        all[path] = own ? union(own, fields) : fields;
    }
    return all;
}
/**
 * Whether server-side apply would change nothing: the manager owns exactly the fields of what is wanted, and they have these
 * values. Where that is not certain (another version, members of lists) the answer is no, and the API server must be asked.
 */
function isApplied(live, wanted, manager) {
    const entry = appliedBy(live, manager);
    if (entry?.apiVersion !== wanted.apiVersion || live.apiVersion !== wanted.apiVersion)
        return false;
    return isCovered(fieldsOf(entry), content(wanted), content(live));
}
/** What server-side apply looks at: the identity of an object is nobody's field. */
function content({ apiVersion: _, kind: __, metadata, ...rest }) {
    const { labels, annotations, name: _name, namespace: _namespace, ...others } = metadata;
    // Set by the API server in what is live; a manifest that sets more than these is not for shortcuts.
    const { ownerReferences, finalizers } = others;
    const own = { labels, annotations, ownerReferences, finalizers };
    const stated = Object.entries(own).filter(([, value]) => value !== undefined);
    return { ...rest, ...(stated.length > 0 && { metadata: Object.fromEntries(stated) }) };
}
function isCovered(fields, wanted, live) {
    const paths = Object.keys(fields).filter((path) => path !== '.');
    if (paths.length === 0)
        return (0,node_util__WEBPACK_IMPORTED_MODULE_0__.isDeepStrictEqual)(wanted, live);
    if (!isRecord(wanted) || !isRecord(live))
        return false;
    return (paths.length === Object.keys(wanted).length &&
        paths.every((path) => {
            const name = path.slice(2);
            const below = fields[path];
            if (!path.startsWith('f:') || !below || !Object.hasOwn(wanted, name))
                return false;
            return isCovered(below, wanted[name], live[name]);
        }));
}
/** An object without the fields of a set that are not in what is wanted; list members are left alone. */
function withoutUnstated(value, fields, wanted) {
    if (!isRecord(value))
        return value;
    const kept = Object.entries(value).flatMap(([name, own]) => {
        const below = fields[`f:${name}`];
        if (!below)
            return [[name, own]];
        const stated = isRecord(wanted) && Object.hasOwn(wanted, name) ? wanted[name] : undefined;
        if (stated === undefined && Object.keys(below).length === 0)
            return [];
        const rest = withoutUnstated(own, below, stated);
        const isEmptied = isRecord(rest) && Object.keys(rest).length === 0;
        return isEmptied && stated === undefined ? [] : [[name, rest]];
    });
    return Object.fromEntries(kept);
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 6127:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ runIdentity)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8161);


function runIdentity(env, now = new Date()) {
    const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
    const attempt = env['GITHUB_RUN_ATTEMPT'];
    const by = server && repository && id
        ? `${server}/${repository}/actions/runs/${id}${attempt ? `/attempts/${attempt}` : ''}`
        : personHere();
    return { run: `${time}-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(3).toString('hex')}`, by };
}
function personHere() {
    try {
        return `${(0,node_os__WEBPACK_IMPORTED_MODULE_1__.userInfo)().username}@${(0,node_os__WEBPACK_IMPORTED_MODULE_1__.hostname)()}`;
    }
    catch {
        // A container may run as a user that nobody has named.
        return (0,node_os__WEBPACK_IMPORTED_MODULE_1__.hostname)();
    }
}


/***/ }),

/***/ 172:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bp: () => (/* binding */ writeRun),
/* harmony export */   cI: () => (/* binding */ readRun),
/* harmony export */   cV: () => (/* binding */ rememberedRun),
/* harmony export */   jM: () => (/* binding */ isRunRecord),
/* harmony export */   nR: () => (/* binding */ markRun)
/* harmony export */ });
/* harmony import */ var _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2293);
/* harmony import */ var _cluster_record_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4727);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9764);



async function writeRun(cluster, environment, record, fieldManager) {
    const { run, by, startedAt } = record;
    const header = { phase: 'applying', run, by, startedAt };
    await (0,_cluster_record_js__WEBPACK_IMPORTED_MODULE_1__/* .writeRecord */ .rh)(cluster, keyOf(environment, fieldManager), { header, body: record });
}
async function markRun(cluster, environment, { run, by, startedAt }, phase, fieldManager) {
    const now = await rememberedRun(cluster, environment);
    if (now?.run !== run) {
        throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b('changed', `cluster ${cluster.name}: the run ${now?.run ?? 'of nobody'} has taken the place of ${run}`);
    }
    const header = { phase, run, by, startedAt, endedAt: new Date().toISOString() };
    await (0,_cluster_record_js__WEBPACK_IMPORTED_MODULE_1__/* .updateRecordHeader */ .Mb)(cluster, keyOf(environment, fieldManager), header);
}
/** Undefined: no run has written there yet. */
async function rememberedRun(cluster, environment) {
    const header = await (0,_cluster_record_js__WEBPACK_IMPORTED_MODULE_1__/* .readRecordHeader */ .hg)(cluster, keyOf(environment, ''));
    if (!header)
        return undefined;
    const { phase = '', run = '', by = '', startedAt = '' } = header;
    const known = [
        'applying',
        'applied',
        'rolling-back',
        'rolled-back',
    ];
    // What we cannot read might be unfinished.
    return { phase: known.includes(phase) ? phase : 'applying', run, by, startedAt };
}
/** @throws ClusterError if it is damaged */
async function readRun(cluster, environment) {
    const record = await (0,_cluster_record_js__WEBPACK_IMPORTED_MODULE_1__/* .readRecord */ .aE)(cluster, keyOf(environment, ''));
    if (!record)
        return undefined;
    if (isRunRecord(record.body))
        return record.body;
    throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b('unexpected', `cluster ${cluster.name}: the record of the last run is of another version of mesh-failover`);
}
function isRunRecord(value) {
    return ((0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(value) &&
        value['version'] === 1 &&
        typeof value['run'] === 'string' &&
        typeof value['cluster'] === 'string' &&
        Array.isArray(value['objects']) &&
        value['objects'].every((each) => (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each) &&
            (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each['key']) &&
            typeof each['key']['name'] === 'string' &&
            typeof each['key']['kind'] === 'string' &&
            typeof each['key']['apiVersion'] === 'string' &&
            (each['before'] === null || (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(each['before']))));
}
function keyOf({ namespace, name }, fieldManager) {
    return { namespace, name: `mesh-failover-${name}-run`, fieldManager };
}


/***/ }),

/***/ 9935:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jq: () => (/* binding */ writeState),
/* harmony export */   aF: () => (/* binding */ removeState),
/* harmony export */   fy: () => (/* binding */ defaultStateFolder),
/* harmony export */   un: () => (/* binding */ readState)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var _manifest_errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1400);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9764);
/* harmony import */ var _run_record_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(172);






const maxBytes = 1024 * 1024 * 1024;
/** Where state is kept unless said otherwise: in a workflow, where the job's other files are. */
function defaultStateFolder(env) {
    if (env['RUNNER_TEMP'])
        return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(env['RUNNER_TEMP'], 'mesh-failover');
    if (env['XDG_STATE_HOME'])
        return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(env['XDG_STATE_HOME'], 'mesh-failover');
    const home = env['HOME'] ?? (0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)();
    return home ? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(home, '.local', 'state', 'mesh-failover') : (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), 'mesh-failover');
}
/** Writes the file, readable for its owner alone, and gives its path. */
async function writeState(folder, run, clusters) {
    const file = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, `${run}.json`);
    const state = { kind: 'mesh-failover-state', version: 1, run, clusters };
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(folder, { recursive: true, mode: 0o700 });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(file, JSON.stringify(state), { mode: 0o600, flag: 'wx' });
    }
    catch (error) {
        const { message } = error;
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .UserError */ .y(`the state before the deployment cannot be kept in ${folder}: ${message}. Name another folder with --state-dir`);
    }
    return file;
}
/** What is restored, or was never needed, is not kept. */
async function removeState(file) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(file, { force: true }).catch(() => undefined);
}
/** @throws UserError for what is no such file */
async function readState(path, name) {
    const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8').catch((error) => {
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .UserError */ .y(`${name} cannot be read: ${error.message}`);
    });
    if (text.length > maxBytes)
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .UserError */ .y(`${name} is too large to be a state file`);
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        // Said below.
    }
    const clusters = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_3__/* .isRecord */ .u4)(value) ? value['clusters'] : undefined;
    if ((0,_field_set_js__WEBPACK_IMPORTED_MODULE_3__/* .isRecord */ .u4)(value) &&
        value['kind'] === 'mesh-failover-state' &&
        Array.isArray(clusters) &&
        clusters.every(_run_record_js__WEBPACK_IMPORTED_MODULE_4__/* .isRunRecord */ .jM)) {
        return clusters;
    }
    throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .UserError */ .y(`${name} is no state file of mesh-failover apply`);
}


/***/ })

};
