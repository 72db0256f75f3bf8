export const id = 695;
export const ids = [695];
export const modules = {

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

/***/ 1625:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ tellProgress)
/* harmony export */ });
/* harmony import */ var _report_safe_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7423);

/** Tells a deployment's progress to standard error, a line for each step of a cluster. */
function tellProgress(values, io) {
    if (values['quiet'] === true)
        return () => { };
    const written = new Map();
    return (event) => {
        if (event.step === 'written' && event.result !== 'unchanged') {
            written.set(event.cluster, (written.get(event.cluster) ?? 0) + 1);
        }
        const text = progressText(event, written.get(event.cluster) ?? 0);
        if (text !== undefined)
            io.stderr.write(`${(0,_report_safe_text_js__WEBPACK_IMPORTED_MODULE_0__/* .safeText */ .Hk)(event.cluster)}: ${text}\n`);
    };
}
function progressText(event, written) {
    switch (event.step) {
        case 'reached':
            return `reached, ${(0,_report_safe_text_js__WEBPACK_IMPORTED_MODULE_0__/* .safeText */ .Hk)(event.serverVersion ?? 'version unknown')}`;
        case 'checked':
            return event.done === event.total ? `${String(event.total)} objects checked` : undefined;
        case 'captured':
            return 'locked, and its state is kept';
        case 'written':
            return undefined;
        case 'verified':
            return event.verification === 'reported'
                ? `${String(written)} objects written; its control plane reports that it has them`
                : `${String(written)} objects written`;
        case 'failed':
            return `failed: ${(0,_report_safe_text_js__WEBPACK_IMPORTED_MODULE_0__/* .safeLines */ .Bv)(event.message)}`;
        case 'rolling-back':
            return 'rolling back';
        case 'rolled-back':
            return `${String(event.changed)} objects put back${event.left > 0 ? `, ${String(event.left)} not` : ''}`;
    }
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

/***/ 2608:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NB: () => (/* binding */ isMember),
/* harmony export */   Nx: () => (/* binding */ asMember),
/* harmony export */   Rn: () => (/* binding */ readSet),
/* harmony export */   mW: () => (/* binding */ writeSet)
/* harmony export */ });
/* unused harmony exports parentOf, setId */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2293);


/**
 * What was applied together, by the convention of Kubernetes: every member has a label with the set's id, and a parent object
 * says where members are. Other tools that keep to it leave our objects alone, as we do theirs.
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#applyset-kubernetes-io-id
 */
const memberLabel = 'applyset.kubernetes.io/part-of';
const idLabel = 'applyset.kubernetes.io/id';
const toolingAnnotation = 'applyset.kubernetes.io/tooling';
const groupKindsAnnotation = 'applyset.kubernetes.io/contains-group-kinds';
const namespacesAnnotation = 'applyset.kubernetes.io/additional-namespaces';
const tooling = 'mesh-failover/v1';
const group = 'networking.istio.io';
/** The key of the object that stands for the set. */
function parentOf({ namespace, name }) {
    return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: `mesh-failover-${name}` };
}
/** `applyset-<base64url(sha256(name.namespace.kind.group))>-v1`, as the convention wants it. */
function setId(environment) {
    const { name, namespace = '', kind } = parentOf(environment);
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(`${name}.${namespace}.${kind}.`).digest('base64url');
    return `applyset-${hash}-v1`;
}
/** An object as a member of the set. */
function asMember(object, environment) {
    const { labels, ...metadata } = object.metadata;
    const member = { ...labels, [memberLabel]: setId(environment) };
    return { ...object, metadata: { ...metadata, labels: member } };
}
/**
 * What the cluster says about the set; undefined: nothing was applied there yet.
 *
 * @throws ClusterError `owned` where another tool has put its set under the same name
 */
async function readSet(cluster, environment) {
    const key = parentOf(environment);
    const parent = await cluster.get(key);
    if (!parent)
        return undefined;
    const { labels, annotations } = parent.metadata;
    const id = setId(environment);
    const owner = annotations?.[toolingAnnotation];
    if (labels?.[idLabel] !== id || !owner?.startsWith('mesh-failover/')) {
        throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ClusterError */ .b('owned', `cluster ${cluster.name}: the ConfigMap ${key.namespace ?? ''}/${key.name} is there, but not as the set of this ` +
            `environment${owner ? ` (it belongs to ${owner})` : ''}. Choose another deploy.environment or deploy.namespace`);
    }
    const list = (text) => (text ?? '').split(',').filter(Boolean);
    return {
        id,
        kinds: list(annotations?.[groupKindsAnnotation]).map((each) => each.split('.')[0] ?? ''),
        namespaces: list(annotations?.[namespacesAnnotation]),
        notes: (parent['data'] ?? {}),
    };
}
/** Writes the parent object; members that it does not cover must not be written before. */
async function writeSet(cluster, environment, { kinds, namespaces, notes }, fieldManager) {
    const { apiVersion, kind, ...metadata } = parentOf(environment);
    const sorted = (all) => [...new Set(all)].toSorted().join(',');
    const parent = {
        apiVersion,
        kind,
        metadata: {
            ...metadata,
            labels: { [idLabel]: setId(environment), 'app.kubernetes.io/managed-by': 'mesh-failover' },
            annotations: {
                [toolingAnnotation]: tooling,
                [groupKindsAnnotation]: sorted(kinds.map((each) => `${each}.${group}`)),
                [namespacesAnnotation]: sorted(namespaces.filter((each) => each !== environment.namespace)),
            },
        },
        data: notes,
    };
    await cluster.serverSideApply(parent, { fieldManager, force: true });
}
/** Whether an object carries the label of the set. */
function isMember(object, environment) {
    const { labels } = object.metadata;
    return labels?.[memberLabel] === setId(environment);
}


/***/ }),

/***/ 1745:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Bb: () => (/* binding */ apply),
  K7: () => (/* binding */ checkAll),
  LL: () => (/* binding */ defaultFieldManager)
});

// EXTERNAL MODULE: ./build/src/cluster/cluster-error.js
var cluster_error = __webpack_require__(2293);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/deploy/concurrently.js
var concurrently = __webpack_require__(4319);
// EXTERNAL MODULE: ./build/src/deploy/debts.js
var deploy_debts = __webpack_require__(9007);
;// CONCATENATED MODULE: ./build/src/deploy/deploy-order.js
/** The kinds that are sent, in the order of writing: a route must find its gateway and its subsets. */
const order = ['Gateway', 'DestinationRule', 'VirtualService'];
/** What is sent to a cluster, in the order of writing. Objects of other kinds are left to those who own them. */
function deployOrder(objects, cluster) {
    return objects
        .filter((object) => order.includes(object.kind))
        .filter((object) => object.cluster === undefined || object.cluster === cluster)
        .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

// EXTERNAL MODULE: ./build/src/deploy/istio-version.js
var istio_version = __webpack_require__(5200);
// EXTERNAL MODULE: ./build/src/deploy/gate.js + 4 modules
var gate = __webpack_require__(10);
// EXTERNAL MODULE: ./build/src/deploy/prepare.js
var prepare = __webpack_require__(1098);
// EXTERNAL MODULE: ./build/src/deploy/refusals.js
var deploy_refusals = __webpack_require__(2124);
;// CONCATENATED MODULE: ./build/src/deploy/result-of.js

/** Puts together what the checks, the writes and the rollback gave. */
function resultOf(all) {
    const { checked, dryRun, run, stateFile, warnings, debts } = all;
    const clusters = checked.map((each) => clusterResult(each, all));
    const outcome = outcomeOf(all);
    return {
        version: 1,
        dryRun,
        outcome,
        message: messageOf(outcome, clusters, all),
        ...(run !== undefined && { run }),
        ...(stateFile !== undefined && { stateFile }),
        warnings,
        debts,
        clusters,
        summary: summaryOf(clusters),
    };
}
function outcomeOf({ refusals, failure, restored, runs }) {
    if (refusals?.length)
        return 'refused';
    if (failure === undefined)
        return runs ? 'applied' : 'checked';
    if (!restored)
        return 'stopped';
    const isBack = [...restored.values()]
        .flat()
        .every(({ outcome }) => outcome !== 'left' && outcome !== 'failed');
    return isBack ? 'rolled-back' : 'incomplete';
}
function clusterResult(checked, all) {
    const { cluster, error, reachable, serverVersion } = checked;
    const run = all.runs?.find((each) => each.checked === checked);
    const restored = new Map(all.restored?.get(cluster.name)?.map((each) => [titleOf(each.key), each]));
    const problem = error ?? run?.error;
    const isWhole = problem !== undefined && !run?.written.some((each) => each.error === problem);
    const objects = [
        ...checked.objects.map((each) => {
            const written = run?.written.find(({ subject }) => subject === each);
            return objectResult(each, written, error, all, restored.get(titleOf(each.object)));
        }),
        ...(all.prunes
            ? checked.prune.map((each) => {
                const written = run?.written.find(({ subject }) => subject === each);
                return pruneResult(each, written, all, restored.get(titleOf(identityOf(each))));
            })
            : []),
    ];
    return {
        cluster: cluster.name,
        reachable,
        server: cluster.server,
        ...(serverVersion !== undefined && { serverVersion }),
        ...(isWhole && { problem: problem.problem, message: problem.message }),
        ...(run?.verification && { verification: run.verification }),
        objects,
    };
}
function objectResult(checked, written, clusterError, { dryRun, runs }, restored) {
    const { kind, namespace, name, file, line, column } = checked.object;
    const place = { kind, namespace, name, file, line, column };
    const more = {
        ...(checked.warnings.length > 0 && { warnings: checked.warnings }),
        ...rolledBack(restored),
    };
    const error = written?.error ?? checked.error ?? clusterError;
    if (error)
        return { ...place, result: 'failed', ...reasonOf(error), ...more };
    const isUnchanged = checked.change === 'none' && (dryRun || runs !== undefined);
    const result = written?.result ?? (isUnchanged ? 'unchanged' : dryRun ? predicted(checked) : 'skipped');
    const isOwnership = result === 'configured' && checked.change === 'ownership';
    return { ...place, result, ...(isOwnership && { message: ownershipMessage }), ...more };
}
function pruneResult(object, written, { dryRun }, restored) {
    const result = written?.result ?? (dryRun ? 'pruned' : 'skipped');
    const reason = written?.error && reasonOf(written.error);
    return { ...identityOf(object), result, ...reason, ...rolledBack(restored) };
}
const ownershipMessage = 'its content stays as it is; only the field manager is recorded';
function reasonOf({ problem, message, conflicts }) {
    return { problem, message, ...(conflicts.length > 0 && { conflicts }) };
}
function rolledBack(restored) {
    if (!restored)
        return {};
    const { outcome, message } = restored;
    return { rolledBack: { outcome, ...(message !== undefined && { message }) } };
}
function predicted({ change }) {
    if (change === 'create')
        return 'created';
    return change === 'none' ? 'unchanged' : 'configured';
}
function summaryOf(clusters) {
    const summary = { created: 0, configured: 0, unchanged: 0, pruned: 0, failed: 0, skipped: 0 };
    for (const { result } of clusters.flatMap(({ objects }) => objects))
        summary[result]++;
    return summary;
}
function messageOf(outcome, clusters, { refusals = [], failure = '', stateFile }) {
    const stopped = (0,deploy_refusals/* asSentence */.K)(failure);
    switch (outcome) {
        case 'applied':
            return `Applied to ${clusters.length === 1 ? 'the cluster' : 'every cluster'}.`;
        case 'checked':
            return 'Every cluster would accept it. Nothing was changed.';
        case 'refused':
            return `Nothing was changed in any cluster. ${refusals.map(deploy_refusals/* asSentence */.K).join(' ')}`;
        case 'stopped':
            return [
                stopped,
                ...clusters.map(changedIn),
                'Nothing was rolled back, as asked. Go back with: mesh-failover rollback',
            ].join(' ');
        case 'rolled-back':
            return [stopped, 'Every cluster is as it was before.', ...recreated(clusters)].join(' ');
        case 'incomplete':
            return [
                stopped,
                ...clusters.flatMap(notBack),
                'Once the cause is mended: mesh-failover rollback.',
                `The state before is kept in ${stateFile ?? 'the clusters'}.`,
            ].join(' ');
    }
}
function changedIn({ cluster, objects }) {
    const done = objects.filter(({ result }) => !['skipped', 'failed', 'unchanged'].includes(result));
    const list = done.map((object) => `${titleOf(object)} (${object.result})`).join(', ');
    return `Changed in cluster ${cluster}: ${list || 'nothing'}.`;
}
/** Age decides between routes for the same host. */
function recreated(clusters) {
    return clusters.flatMap(({ cluster, objects }) => {
        const again = objects.filter(({ rolledBack: back }) => back?.outcome === 'recreated');
        if (again.length === 0)
            return [];
        return `Created again in cluster ${cluster}, and younger than before: ${again.map(titleOf).join(', ')}.`;
    });
}
function notBack({ cluster, objects }) {
    const open = objects.filter(({ rolledBack: back }) => ['left', 'failed'].includes(back?.outcome ?? ''));
    const [first] = open;
    if (!first)
        return [];
    const others = open.length > 1 ? ` and ${open.length - 1} more` : '';
    const reason = (0,deploy_refusals/* asSentence */.K)(first.rolledBack?.message ?? '');
    return [`Not put back in cluster ${cluster}: ${titleOf(first)}${others}. ${reason}`];
}
function identityOf({ kind, metadata }) {
    return { kind, namespace: metadata.namespace ?? '', name: metadata.name };
}
function titleOf({ kind, namespace = '', name, }) {
    return `${kind} ${namespace}/${name}`;
}

// EXTERNAL MODULE: ./build/src/deploy/restore.js
var restore = __webpack_require__(7439);
// EXTERNAL MODULE: ./build/src/deploy/run-record.js
var run_record = __webpack_require__(172);
// EXTERNAL MODULE: ./build/src/deploy/same-server.js
var same_server = __webpack_require__(8791);
// EXTERNAL MODULE: ./build/src/deploy/state-file.js
var state_file = __webpack_require__(9935);
// EXTERNAL MODULE: ./build/src/deploy/apply-set.js
var apply_set = __webpack_require__(2608);
;// CONCATENATED MODULE: ./build/src/deploy/conclude.js




/**
 * Tells every cluster that the run has ended well, and says where members of the set are now. The first mark settles it: a
 * cluster that cannot be told does not make the run a failure. Gives warnings, and whether any cluster could be told.
 */
async function conclude(checked, debts, { run, by, startedAt, debtsAfter }, { environment, fieldManager, prune }) {
    const warnings = [];
    let isTold = false;
    await Promise.all(checked.map(async ({ cluster, objects, set, prune: unstated }) => {
        try {
            await (0,run_record/* markRun */.nR)(cluster, environment, { run, by, startedAt }, 'applied', fieldManager);
            isTold = true;
            const left = prune ? [] : unstated;
            const members = [
                ...objects.map(({ object }) => object),
                ...left.map(({ kind, metadata }) => ({ kind, namespace: metadata.namespace ?? '' })),
            ];
            await (0,apply_set/* writeSet */.mW)(cluster, environment, {
                kinds: members.map(({ kind }) => kind),
                namespaces: members.map(({ namespace }) => namespace),
                notes: { ...(0,deploy_debts/* withDebts */.Z)(set?.notes ?? {}, debtsAfter), run, by, appliedAt: startedAt },
            }, fieldManager);
        }
        catch (error) {
            if (!(error instanceof cluster_error/* ClusterError */.b))
                throw error;
            warnings.push(`everything is applied, but cluster ${cluster.name} could not be told that the run has ended: ${error.message}`);
        }
    }));
    const paid = debts.filter((debt) => !debtsAfter.includes(debt));
    for (const { cluster, since, reason } of paid) {
        warnings.push(`cluster ${cluster} had been left out since ${since} (${reason}) and was brought up to date first`);
    }
    return { warnings, isTold };
}

// EXTERNAL MODULE: ./build/src/deploy/verify.js
var verify = __webpack_require__(7496);
// EXTERNAL MODULE: ./build/src/deploy/write-cluster.js
var write_cluster = __webpack_require__(573);
;// CONCATENATED MODULE: ./build/src/deploy/apply.js

















/** Owns the fields that we set. */
const defaultFieldManager = 'mesh-failover';
/** Clusters of a fleet that are worked on at the same time. */
const clustersAtOnce = 10;
/**
 * Applies the objects to every cluster, or to none. Every cluster must answer and accept a dry run of every object before the
 * first write. Then the clusters are locked, how they are is kept in them and on disk, and they are written in waves. After a
 * failure everything is put back; `rollback` does the same for a run that was killed.
 */
async function apply(input) {
    assertNames(input.clusters);
    const options = withDefaults(input);
    const checked = await checkAll(input, options);
    const debts = (0,deploy_debts/* debtsOf */.g)(checked.map(({ set }) => set));
    const result = {
        checked,
        debts,
        dryRun: options.dryRun,
        prunes: options.prune !== undefined,
        warnings: [
            ...(0,same_server/* warnAboutSameServers */._)(input.clusters),
            ...(input.istio
                ? (0,istio_version/* versionWarnings */.u)(input.istio, await (0,istio_version/* istioVersions */.y)(checked, input.istio))
                : []),
        ],
    };
    const refusals = [...(0,deploy_refusals/* refusalsOf */.h)(checked, options), ...(input.refuse?.(checked) ?? [])];
    if (refusals.length > 0)
        return resultOf({ ...result, refusals });
    if (options.dryRun)
        return resultOf(result);
    if (!hasWork(checked, options, debts)) {
        const open = await (0,prepare/* unfinishedRun */.zZ)(input.clusters, input.environment).catch(apply_messageOf);
        return resultOf({ ...result, ...(open === undefined ? { runs: [] } : { refusals: [open] }) });
    }
    const prepared = await (0,prepare/* prepare */.iA)(checked, debts, options);
    if ('refusal' in prepared)
        return resultOf({ ...result, refusals: [prepared.refusal] });
    try {
        return await write(checked, debts, prepared, result, options);
    }
    finally {
        await prepared.lock.release();
    }
}
function withDefaults(input) {
    return {
        ...input,
        dryRun: input.dryRun ?? false,
        fieldManager: input.fieldManager ?? defaultFieldManager,
        force: input.force ?? false,
        createNamespaces: input.createNamespaces ?? false,
        strategy: input.strategy ?? 'one-cluster-first',
        onFailure: input.onFailure ?? 'rollback',
        verifyTimeoutMs: input.verifyTimeoutMs ?? 60_000,
        lockWaitSeconds: input.lockWaitSeconds ?? 60,
        signal: input.signal ?? new AbortController().signal,
        progress: input.progress ?? (() => { }),
    };
}
/** What every cluster says, before the first write. */
function checkAll({ objects, clusters }, options) {
    return (0,concurrently/* concurrently */.r)(clusters, clustersAtOnce, (cluster) => (0,gate/* checkCluster */.z)(cluster, deployOrder(objects, cluster.name), options));
}
/** Everything from the first write on. */
async function write(checked, debts, prepared, result, options) {
    const stop = new AbortController();
    const watch = setInterval(() => {
        if (!prepared.lock.isHeld())
            stop.abort(lostLock);
    }, 500);
    const signal = AbortSignal.any([options.signal, stop.signal]);
    const runs = new Map();
    try {
        for (const wave of clusterWaves(checked, debts, options.strategy)) {
            await (0,concurrently/* concurrently */.r)(wave, clustersAtOnce, async (each) => {
                const run = await writeOne(each, signal, options);
                runs.set(each, run);
                if (run.error)
                    stop.abort(run.error);
            });
            if (signal.aborted)
                break;
        }
    }
    finally {
        clearInterval(watch);
    }
    const all = checked.map((each) => runs.get(each) ?? { checked: each, written: [] });
    const { run, stateFile } = prepared;
    const base = { ...result, run, runs: all };
    if (!signal.aborted) {
        const { warnings, isTold } = await conclude(checked, debts, prepared, options);
        if (isTold)
            await (0,state_file/* removeState */.aF)(stateFile);
        return resultOf({
            ...base,
            debts: prepared.debtsAfter,
            warnings: [...result.warnings, ...warnings],
        });
    }
    const failure = apply_reasonOf(signal.reason);
    if (options.onFailure === 'stop')
        return resultOf({ ...base, failure, stateFile });
    const restored = await rollBack(prepared, options);
    const isComplete = [...restored.values()].flat().every(({ outcome }) => isBack(outcome));
    if (isComplete)
        await (0,state_file/* removeState */.aF)(stateFile);
    return resultOf({ ...base, failure, restored, ...(!isComplete && { stateFile }) });
}
const lostLock = new cluster_error/* ClusterError */.b('locked', 'the lock was lost: another run may be at work');
/** Clusters with a debt first, then by strategy. */
function clusterWaves(checked, debts, strategy) {
    const isDebtor = ({ cluster }) => debts.some((debt) => debt.cluster === cluster.name);
    const late = checked.filter(isDebtor);
    const rest = checked.filter((each) => !isDebtor(each));
    const [first, ...others] = rest;
    if (late.length > 0)
        return [late, rest];
    if (strategy === 'parallel' || !first)
        return [rest];
    return [[first], others];
}
async function writeOne(checked, signal, options) {
    const { cluster } = checked;
    const { fieldManager, force, prune, progress, verifyTimeoutMs } = options;
    const write = { fieldManager, force, prune: prune !== undefined, progress, signal };
    const written = await (0,write_cluster/* writeCluster */.YG)(checked, write);
    const error = written.find((each) => each.error)?.error;
    if (error) {
        progress({ step: 'failed', cluster: cluster.name, message: error.message });
        return { checked, written, error };
    }
    if (signal.aborted || verifyTimeoutMs === 0)
        return { checked, written };
    try {
        const live = written.flatMap((each) => each.live ?? []);
        const verification = await (0,verify/* verify */.M)(cluster, live, {
            ...{ reports: checked.reports, timeoutMs: verifyTimeoutMs, signal },
        });
        progress({ step: 'verified', cluster: cluster.name, verification });
        return { checked, written, verification };
    }
    catch (failure) {
        // A bug of ours must not keep the clusters from being put back.
        const error = failure instanceof cluster_error/* ClusterError */.b
            ? failure
            : new cluster_error/* ClusterError */.b('unexpected', apply_messageOf(failure));
        progress({ step: 'failed', cluster: cluster.name, message: error.message });
        return { checked, written, error };
    }
}
function apply_messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
/** Every cluster of the run, also those that were not written yet: it costs a look. */
async function rollBack({ records, run, by, startedAt }, { environment, fieldManager, progress }) {
    const results = new Map();
    await (0,concurrently/* concurrently */.r)(records, clustersAtOnce, async ({ cluster, record }) => {
        progress({ step: 'rolling-back', cluster: cluster.name });
        const other = await takenOver(cluster, environment, run);
        const restored = other === undefined
            ? await (0,restore/* restore */.P)(cluster, record, fieldManager)
            : record.objects.map(({ key }) => ({ key, outcome: 'left', message: other }));
        results.set(cluster.name, restored);
        if (other !== undefined)
            return;
        const left = restored.filter(({ outcome }) => !isBack(outcome)).length;
        const changed = restored.filter(({ outcome }) => outcome !== 'untouched').length - left;
        progress({ step: 'rolled-back', cluster: cluster.name, changed, left });
        if (restored.some(({ outcome }) => outcome === 'failed'))
            return;
        // Left as it is, it would only be rolled back once more.
        await (0,run_record/* markRun */.nR)(cluster, environment, { run, by, startedAt }, 'rolled-back', fieldManager).catch(() => undefined);
    });
    return results;
}
/** While we slept without the lock, somebody may have rolled us back and gone on; then nothing is ours to put back. */
async function takenOver(cluster, environment, run) {
    // Who does not answer now, does not answer to the rollback either, which says so of each object.
    const now = await (0,run_record/* rememberedRun */.cV)(cluster, environment).catch(() => undefined);
    if (!now || (now.run === run && now.phase === 'applying'))
        return undefined;
    return now.run === run
        ? 'the run has been taken back by somebody else'
        : `the run ${now.run} has taken over`;
}
function isBack(outcome) {
    return outcome !== 'left' && outcome !== 'failed';
}
function hasWork(checked, { prune, missing }, debts) {
    const isPaid = debts.some(({ cluster }) => checked.some((each) => each.cluster.name === cluster));
    const isOwed = missing !== undefined && missing.clusters.length > 0;
    return isPaid || isOwed || checked.some((each) => (0,write_cluster/* movesOf */.cz)(each, prune !== undefined).length > 0);
}
function apply_reasonOf(reason) {
    return reason instanceof cluster_error/* ClusterError */.b ? reason.message : 'the run was interrupted';
}
function assertNames(clusters) {
    if (clusters.length === 0) {
        throw new errors/* UserError */.y('there is no cluster to apply to: declare clusters in the configuration');
    }
    const names = clusters.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined)
        throw new errors/* UserError */.y(`two clusters have the name ${twice}`);
}


/***/ }),

/***/ 4319:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ concurrently)
/* harmony export */ });
/**
 * Like `Promise.all(items.map(work))`, but at most `limit` at a time. After a failure no more are started; it is
 * thrown when those under way have ended.
 */
async function concurrently(items, limit, work) {
    const results = [];
    let next = 0;
    const failures = [];
    const worker = async () => {
        while (next < items.length && failures.length === 0) {
            const index = next++;
            try {
                results[index] = await work(items[index]);
            }
            catch (error) {
                failures.push(error);
            }
        }
    };
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
    if (failures.length > 0)
        throw failures[0];
    return results;
}


/***/ }),

/***/ 9007:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ withDebts),
/* harmony export */   g: () => (/* binding */ debtsOf)
/* harmony export */ });
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9764);

const note = 'debts';
/** What the sets of the clusters say; the oldest of each cluster counts. */
function debtsOf(sets) {
    const oldest = new Map();
    for (const debt of sets.flatMap((set) => parse(set?.notes[note]))) {
        const known = oldest.get(debt.cluster);
        if (!known || debt.since < known.since)
            oldest.set(debt.cluster, debt);
    }
    return [...oldest.values()];
}
/** The notes of a set with these debts and no others. */
function withDebts(notes, debts) {
    const { [note]: _, ...rest } = notes;
    return debts.length > 0 ? { ...rest, [note]: JSON.stringify(debts) } : rest;
}
function parse(text) {
    if (text === undefined)
        return [];
    try {
        const value = JSON.parse(text);
        return Array.isArray(value) ? value.filter(isDebt) : [];
    }
    catch {
        return [];
    }
}
function isDebt(value) {
    return ((0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(value) &&
        ['cluster', 'since', 'by', 'run', 'reason'].every((key) => typeof value[key] === 'string'));
}


/***/ }),

/***/ 3248:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ titleOf)
/* harmony export */ });
/** `Gateway default/public-gateway`, for messages. */
function titleOf({ kind, namespace, name }) {
    return `${kind} ${namespace}/${name}`;
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

/***/ 10:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  z: () => (/* binding */ checkCluster),
  H: () => (/* binding */ hasChange)
});

// EXTERNAL MODULE: ./build/src/cluster/cluster-error.js
var cluster_error = __webpack_require__(2293);
// EXTERNAL MODULE: ./build/src/cluster/gitops-owner.js
var gitops_owner = __webpack_require__(5184);
// EXTERNAL MODULE: ./build/src/deploy/field-set.js
var field_set = __webpack_require__(9764);
;// CONCATENATED MODULE: ./build/src/deploy/adoption.js

/** Under these names kubectl writes when it applies on the client's side. */
const clientSideManagers = ['kubectl-client-side-apply', 'before-first-apply'];
const lastApplied = 'f:kubectl.kubernetes.io/last-applied-configuration';
/** Whether a conflict is only with kubectl's client-side apply, so that taking over is no quarrel with anybody. */
function isClientSide(manager) {
    return clientSideManagers.includes(manager);
}
/**
 * The managed fields of an object in which what kubectl applied on the client's side is ours, as kubectl itself does when it
 * goes over to server-side apply (k8s.io/client-go/util/csaupgrade). Without that a field that is taken out of the manifest
 * would stay for ever, and a changed one would be a conflict. Undefined: there is nothing to take over.
 */
function adoptedFields(object, manager) {
    const all = object.metadata.managedFields ?? [];
    const taken = all.filter(isFromClientSide);
    const [first] = taken;
    if (!first)
        return undefined;
    const own = (0,field_set/* appliedBy */.r8)(object, manager);
    const fields = withoutLastApplied([...taken, ...(own ? [own] : [])].map(field_set/* fieldsOf */.Pf).reduce((a, b) => (0,field_set/* union */.KC)(a, b)));
    const entry = {
        ...(own ?? { ...first, manager, operation: 'Apply' }),
        fieldsV1: fields,
    };
    const others = all.filter((each) => each !== own && !isFromClientSide(each));
    return { managedFields: [...others, entry], fields };
}
function isFromClientSide({ manager, operation, subresource }) {
    return operation === 'Update' && !subresource && isClientSide(manager);
}
/** The annotation stays, for who goes back to client-side apply. */
function withoutLastApplied(fields) {
    const annotations = fields['f:metadata']?.['f:annotations'];
    if (!annotations?.[lastApplied])
        return fields;
    const { [lastApplied]: _, ...rest } = annotations;
    return { ...fields, 'f:metadata': { ...fields['f:metadata'], 'f:annotations': rest } };
}
/** What becomes of an object when the fields that we adopt, and the manifest does not state, go. */
function afterAdoption(applied, fields, wanted) {
    return (0,field_set/* withoutUnstated */.zA)(applied, fields, wanted);
}

// EXTERNAL MODULE: ./build/src/deploy/apply-set.js
var apply_set = __webpack_require__(2608);
// EXTERNAL MODULE: ./build/src/deploy/concurrently.js
var concurrently = __webpack_require__(4319);
// EXTERNAL MODULE: ./build/src/deploy/deploy-object.js
var deploy_object = __webpack_require__(3248);
// EXTERNAL MODULE: ./build/src/deploy/object-change.js
var object_change = __webpack_require__(6227);
// EXTERNAL MODULE: ./build/src/cluster/resource-path.js
var resource_path = __webpack_require__(544);
;// CONCATENATED MODULE: ./build/src/deploy/permissions.js


/** Update and delete are for the way back. */
const verbs = ['get', 'list', 'create', 'patch', 'update', 'delete'];
const reviewsAtOnce = 8;
/**
 * The permissions that a deployment lacks, each as a sentence; asked for before the first write, since half of a rollback is
 * worse than none.
 */
async function missingPermissions(cluster, objects, environment) {
    const kinds = [...new Set(objects.map(({ kind }) => kind))];
    const group = 'networking.istio.io';
    const ofKinds = await (0,concurrently/* concurrently */.r)(kinds, reviewsAtOnce, async (kind) => {
        const namespaces = new Set(objects.filter((each) => each.kind === kind).map(namespaceOf));
        return missing(cluster, { group, resource: (0,resource_path/* resourceOf */.KU)(kind) }, verbs, [...namespaces]);
    });
    const { namespace } = environment;
    const ofState = await Promise.all([
        missing(cluster, { group: '', resource: 'configmaps' }, verbs, [namespace]),
        missing(cluster, { group: 'coordination.k8s.io', resource: 'leases' }, ['get', 'create', 'update'], [namespace]),
    ]);
    return [...ofKinds, ...ofState].flat();
}
/** Who has a permission everywhere is not asked for every namespace. */
async function missing(cluster, resource, wanted, namespaces) {
    const denied = async (namespace, from) => {
        const where = namespace === undefined ? {} : { namespace };
        const answers = await (0,concurrently/* concurrently */.r)(from, reviewsAtOnce, (verb) => cluster.may({ verb, ...resource, ...where }));
        return from.filter((_, index) => answers[index] === false);
    };
    const [only] = namespaces;
    const left = namespaces.length > 1 ? await denied(undefined, wanted) : wanted;
    if (left.length === 0 || only === undefined)
        return [];
    const sentences = [];
    for (const namespace of namespaces) {
        const verbsThere = await denied(namespace, left);
        if (verbsThere.length === 0)
            continue;
        const name = resource.resource + (resource.group && `.${resource.group}`);
        sentences.push(`${verbsThere.join(', ')} ${name} in the namespace ${namespace}`);
    }
    return sentences;
}
function namespaceOf({ namespace }) {
    return namespace;
}

;// CONCATENATED MODULE: ./build/src/deploy/prune.js



const listsAtOnce = 8;
const apiVersion = 'networking.istio.io/v1';
/** Members of the set that are in the cluster and that no manifest states. Nothing without the set's label is ever among them. */
async function pruneCandidates(cluster, set, stated, environment) {
    if (!set)
        return [];
    const wanted = new Set(stated.map(({ wanted: object }) => titleOf(object)));
    const namespaces = new Set([...set.namespaces, environment.namespace]);
    const places = set.kinds.flatMap((kind) => [...namespaces].map((namespace) => ({ kind, namespace })));
    const lists = await (0,concurrently/* concurrently */.r)(places, listsAtOnce, (place) => {
        const labelSelector = `applyset.kubernetes.io/part-of=${set.id}`;
        return cluster.list({ apiVersion, ...place, labelSelector }).catch(nothingServed);
    });
    return lists
        .flat()
        .filter((object) => (0,apply_set/* isMember */.NB)(object, environment) && !wanted.has(titleOf(object)));
}
/** A kind that is gone from the cluster has no objects there. */
function nothingServed(error) {
    if (error instanceof cluster_error/* ClusterError */.b && error.problem === 'not-served')
        return [];
    throw error;
}
function titleOf({ kind, metadata }) {
    return [kind, metadata.namespace, metadata.name].join(' ');
}

// EXTERNAL MODULE: ./build/src/deploy/snapshot.js
var deploy_snapshot = __webpack_require__(2497);
// EXTERNAL MODULE: ./build/src/deploy/verify.js
var verify = __webpack_require__(7496);
;// CONCATENATED MODULE: ./build/src/deploy/wanted-object.js
/** Only the API server sets these; a manifest taken from a cluster has them, and would be refused or seem outdated. */
const serverFields = [
    'creationTimestamp',
    'generation',
    'managedFields',
    'resourceVersion',
    'selfLink',
    'uid',
];
/** What is sent for a manifest. */
function wantedObject({ value, kind, namespace, name }) {
    const { apiVersion, metadata, ...rest } = value;
    const fields = Object.entries(typeof metadata === 'object' && metadata !== null ? metadata : {});
    const { status: _, ...own } = rest;
    return {
        ...own,
        apiVersion: String(apiVersion),
        kind,
        metadata: {
            ...Object.fromEntries(fields.filter(([field]) => !serverFields.includes(field))),
            namespace,
            name,
        },
    };
}

;// CONCATENATED MODULE: ./build/src/deploy/gate.js













/** At the same time in one cluster. */
const objectsAtOnce = 8;
/**
 * Checks everything that can be known about a cluster before the first write: that it answers, and by a server-side dry run of
 * every object that differs, that each would be accepted. Changes nothing.
 */
async function checkCluster(cluster, objects, options) {
    const { environment, progress } = options;
    const checked = {
        cluster,
        reachable: false,
        serverVersion: undefined,
        error: undefined,
        set: undefined,
        objects: objects.map((object) => unchecked(object, environment)),
        prune: [],
        reports: false,
    };
    try {
        checked.serverVersion = await cluster.version();
        checked.reachable = true;
        const { serverVersion } = checked;
        progress({ step: 'reached', cluster: cluster.name, serverVersion });
        markUnusable(checked.objects);
        const set = await settled((0,apply_set/* readSet */.Rn)(cluster, environment));
        const snapshot = await deploy_snapshot/* Snapshot */.F.take(cluster, checked.objects.map(({ wanted }) => wanted));
        checked.reports = [...snapshot.all()].some(verify/* isReportedOn */.X);
        let done = 0;
        await (0,concurrently/* concurrently */.r)(checked.objects, objectsAtOnce, async (each) => {
            if (!each.error)
                await checkObject(cluster, each, snapshot, options);
            const { object } = each;
            const total = objects.length;
            progress({ step: 'checked', cluster: cluster.name, object, done: ++done, total });
        });
        // What is wrong with the objects themselves says more.
        if (checked.objects.some((each) => each.error))
            return checked;
        if ('error' in set)
            throw set.error;
        checked.set = set.value;
        checked.prune = await pruneCandidates(cluster, checked.set, checked.objects, environment);
        await checkPermissions(checked, environment);
    }
    catch (error) {
        if (!(error instanceof cluster_error/* ClusterError */.b))
            throw error;
        checked.error = error;
        // Whoever refuses us has answered.
        checked.reachable ||= error.problem === 'unauthorized';
    }
    return checked;
}
async function settled(work) {
    return work.then((value) => ({ value }), (error) => ({ error }));
}
/** Whether there is anything to be written. */
function hasChange({ change }) {
    return change !== 'none';
}
function unchecked(object, environment) {
    return {
        object,
        wanted: (0,apply_set/* asMember */.Nx)(wantedObject(object), environment),
        before: undefined,
        after: undefined,
        change: undefined,
        adoption: undefined,
        owner: undefined,
        error: undefined,
        warnings: [],
    };
}
/** Fills in what the cluster says; fails only where the whole cluster does. */
async function checkObject(cluster, checked, snapshot, options) {
    const { fieldManager } = options;
    checked.error = snapshot.errorOf(checked.wanted);
    if (checked.error)
        return;
    const before = snapshot.get(checked.wanted);
    checked.before = before;
    const owner = before && (0,gitops_owner/* gitOpsOwner */.G)(before);
    if (owner)
        checked.owner = `${owner.controller} (${owner.mark})`;
    const adopted = before && adoptedFields(before, fieldManager);
    if (before && !adopted && (0,field_set/* isApplied */.KN)(before, checked.wanted, fieldManager)) {
        checked.after = before;
        checked.change = 'none';
        return;
    }
    try {
        const { object, warnings } = await dryRun(cluster, checked, options, adopted !== undefined);
        const after = adopted ? afterAdoption(object, adopted.fields, checked.wanted) : object;
        checked.after = after;
        checked.change = before ? (0,object_change/* objectChange */.a)(before, after) : 'create';
        checked.adoption = adopted?.managedFields;
        checked.warnings = warnings;
        // Whose object it is, is settled: only what it says counts.
        if (owner && checked.change === 'ownership')
            checked.change = 'none';
    }
    catch (error) {
        if (!(error instanceof cluster_error/* ClusterError */.b) || error.isClusterWide)
            throw error;
        checked.error = error;
    }
}
/** What the API server would make of it. Fields of kubectl's client-side apply are no conflict: they are taken over. */
async function dryRun(cluster, { wanted, before, owner, object }, { fieldManager, force, createNamespaces }, adopts) {
    const apply = (object, forced) => cluster.serverSideApply(object, { fieldManager, force: forced, dryRun: true });
    // Its controller's fields are as good as ours, and our label would only be taken off again.
    if (before && owner !== undefined)
        return apply(wantedObject(object), true);
    try {
        return await apply(wanted, force);
    }
    catch (error) {
        if (!(error instanceof cluster_error/* ClusterError */.b))
            throw error;
        const { problem, conflicts } = error;
        if (adopts && problem === 'conflict' && conflicts.every((each) => isClientSide(each.manager))) {
            return apply(wanted, true);
        }
        if (problem === 'namespace' && createNamespaces) {
            // It is made before the first write; whether the object is valid can be asked elsewhere.
            const { metadata, ...rest } = wanted;
            const elsewhere = { ...rest, metadata: { ...metadata, namespace: 'default' } };
            const { object: there, ...applied } = await apply(elsewhere, force);
            const { namespace = '' } = metadata;
            return { ...applied, object: { ...there, metadata: { ...there.metadata, namespace } } };
        }
        throw error;
    }
}
/** Two manifests for one object: the second would silently undo the first. */
function markUnusable(objects) {
    const first = new Map();
    for (const checked of objects) {
        const { object } = checked;
        const title = (0,deploy_object/* titleOf */.G)(object);
        const other = first.get(title);
        if (!other)
            first.set(title, object);
        else {
            const message = `${title} is declared in ${other.file}:${other.line} already; only one of them can hold`;
            checked.error = new cluster_error/* ClusterError */.b('invalid', message);
        }
        if (object.name === '') {
            checked.error = new cluster_error/* ClusterError */.b('invalid', 'it has no metadata.name');
        }
    }
}
/** Only where something is to be written. */
async function checkPermissions({ cluster, objects, prune }, environment) {
    const changed = objects.filter((each) => hasChange(each) && each.owner === undefined);
    if (changed.length + prune.length === 0)
        return;
    const places = [
        ...changed.map(({ object }) => object),
        ...prune.map(({ kind, metadata }) => ({ kind, namespace: metadata.namespace ?? '' })),
    ];
    const lacking = await missingPermissions(cluster, places, environment);
    if (lacking.length === 0)
        return;
    throw new cluster_error/* ClusterError */.b('forbidden', `cluster ${cluster.name}: permissions are missing, of which some are for the way back: ${lacking.join('; ')}`);
}


/***/ }),

/***/ 5200:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ versionWarnings),
/* harmony export */   y: () => (/* binding */ istioVersions)
/* harmony export */ });
/* harmony import */ var _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2293);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9764);


/** The same for every cluster that answers, by its name. */
async function istioVersions(checked, { rootNamespace }) {
    const versions = checked
        .filter(({ error }) => error === undefined)
        .map(async ({ cluster }) => {
        return [cluster.name, await istioVersion(cluster, rootNamespace)];
    });
    return new Map(await Promise.all(versions));
}
/** The version of the istiod that runs in a cluster, by the tag of its image; undefined: none is seen, or we may not look. */
async function istioVersion(cluster, rootNamespace) {
    try {
        const deployments = await cluster.list({
            ...{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: rootNamespace },
            labelSelector: 'app=istiod',
        });
        const versions = deployments.flatMap((deployment) => versionOf(deployment['spec']));
        // While revisions run side by side, the newest is where things are going.
        return versions.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
    }
    catch (error) {
        if (error instanceof _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b)
            return undefined;
        throw error;
    }
}
function versionOf(spec) {
    const template = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4)(spec) ? spec['template'] : undefined;
    const pod = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4)(template) ? template['spec'] : undefined;
    const containers = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4)(pod) && Array.isArray(pod['containers']) ? pod['containers'] : [];
    return containers.filter(_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4).flatMap(({ image }) => {
        const tag = typeof image === 'string' ? /:(\d+\.\d+\.\d+[\w.-]*)(?:@|$)/.exec(image)?.[1] : '';
        return tag ? [tag] : [];
    });
}
/** What is odd about the versions of the clusters; nothing about a control plane that nobody can see. */
function versionWarnings({ profile }, versions) {
    const expected = /^istio-(\d+\.\d+)$/.exec(profile)?.[1];
    if (expected === undefined)
        return [];
    const known = [...versions].flatMap(([cluster, version]) => version ? [{ cluster, version }] : []);
    const unknown = [...versions].filter(([, version]) => !version).map(([cluster]) => cluster);
    const odd = known.filter(({ version }) => !version.startsWith(`${expected}.`));
    const list = (all) => all.map(({ cluster, version }) => `${cluster} has ${version}`).join(', ');
    const isMixed = new Set(known.map(({ version }) => version)).size > 1;
    return [
        ...(odd.length > 0
            ? [`Istio is another version than the profile ${profile} says: ${list(odd)}`]
            : []),
        ...(isMixed && odd.length === 0
            ? [`the clusters have different versions of Istio: ${list(known)}`]
            : []),
        ...(unknown.length > 0
            ? [
                `the Istio version is not known in ${unknown.join(', ')}: no Deployment with app=istiod is seen`,
            ]
            : []),
    ];
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

/***/ 6227:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ objectChange)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7975);

/**
 * What a dry run would change. Versions are left aside, since a dry run doesn't count them up, and so are times, which the API
 * server keeps as they were when nothing else changes.
 */
function objectChange(before, after) {
    if (!(0,node_util__WEBPACK_IMPORTED_MODULE_0__.isDeepStrictEqual)(content(before), content(after)))
        return 'content';
    return (0,node_util__WEBPACK_IMPORTED_MODULE_0__.isDeepStrictEqual)(owners(before), owners(after)) ? 'none' : 'ownership';
}
/** The status is no matter of what is applied: it has a way of its own into the API server. */
function content({ metadata, status: _status, ...rest }) {
    const { managedFields: _, resourceVersion: __, generation: ___, ...others } = metadata;
    return { ...rest, metadata: others };
}
/** The API server sorts them by time, among others, so that their order means nothing. */
function owners({ metadata }) {
    const entries = (metadata.managedFields ?? []).map(({ time: _, ...entry }) => entry);
    const key = ({ manager, operation, apiVersion, subresource }) => [manager, operation, apiVersion, subresource].join(' ');
    return new Map(entries.map((entry) => [key(entry), entry]));
}


/***/ }),

/***/ 1098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   iA: () => (/* binding */ prepare),
/* harmony export */   ui: () => (/* binding */ isUnfinished),
/* harmony export */   zZ: () => (/* binding */ unfinishedRun)
/* harmony export */ });
/* harmony import */ var _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2293);
/* harmony import */ var _cluster_cluster_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(8002);
/* harmony import */ var _apply_set_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2608);
/* harmony import */ var _debts_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9007);
/* harmony import */ var _lock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4428);
/* harmony import */ var _object_change_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6227);
/* harmony import */ var _run_record_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(172);
/* harmony import */ var _snapshot_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2497);
/* harmony import */ var _state_file_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(9935);
/* harmony import */ var _write_cluster_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(573);










/**
 * Locks the environment, makes sure that no other run is unfinished and that nothing has moved since the checks, and keeps how
 * things are, on disk and in every cluster. Until this is done no object of the mesh is changed anywhere.
 */
async function prepare(checked, debts, options) {
    const { environment, fieldManager, by, run, lockWaitSeconds } = options;
    const clusters = checked.map(({ cluster }) => cluster);
    const startedAt = new Date().toISOString();
    const holder = `${by} (${run})`;
    let held;
    let stateFile;
    try {
        held = await (0,_lock_js__WEBPACK_IMPORTED_MODULE_3__/* .lock */ .s)(clusters, {
            ...{ environment, holder, fieldManager },
            waitSeconds: lockWaitSeconds,
        });
        const unfinished = await unfinishedRun(clusters, environment);
        if (unfinished !== undefined)
            throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b('locked', unfinished);
        if (options.createNamespaces)
            await createNamespaces(checked, fieldManager);
        await assertUnmoved(checked);
        const records = checked.map((each) => ({
            cluster: each.cluster,
            record: recordOf(each, { run, by, startedAt }, options),
        }));
        stateFile = await (0,_state_file_js__WEBPACK_IMPORTED_MODULE_7__/* .writeState */ .Jq)(options.stateFolder, run, records.map(({ record }) => record));
        const debtsAfter = nextDebts(clusters, debts, { run, by, since: startedAt }, options);
        await captureAll(checked, debts, records, options);
        return { lock: held, run, by, startedAt, stateFile, records, debtsAfter };
    }
    catch (error) {
        if (stateFile !== undefined)
            await (0,_state_file_js__WEBPACK_IMPORTED_MODULE_7__/* .removeState */ .aF)(stateFile);
        await held?.release();
        if (!(error instanceof _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b))
            throw error;
        return { refusal: error.message };
    }
}
/** Why nothing may be written: a run before us is somewhere on the way. */
async function unfinishedRun(clusters, environment) {
    const runs = await Promise.all(clusters.map(async (cluster) => ({
        cluster: cluster.name,
        remembered: await (0,_run_record_js__WEBPACK_IMPORTED_MODULE_5__/* .rememberedRun */ .cV)(cluster, environment),
    })));
    const all = runs.flatMap(({ remembered }) => remembered ?? []);
    const open = runs.find(({ remembered }) => remembered && isUnfinished(remembered, all));
    if (!open?.remembered)
        return undefined;
    const { run, by, startedAt } = open.remembered;
    return (`an earlier run has not ended in cluster ${open.cluster}: ${run}, started ${startedAt} by ${by}. ` +
        'Bring the clusters back to what they were before it: mesh-failover rollback');
}
/** A run has ended well as soon as one cluster says so: that is only written when all of them are done. */
function isUnfinished({ phase, run }, all) {
    if (phase === 'rolling-back')
        return true;
    return phase === 'applying' && !all.some((each) => each.run === run && each.phase === 'applied');
}
/** In every cluster, or in none: a record that stays would keep the next run from its work. */
async function captureAll(checked, debts, records, options) {
    const { environment, fieldManager } = options;
    const captured = await Promise.allSettled(records.map(async ({ cluster, record }) => {
        await (0,_run_record_js__WEBPACK_IMPORTED_MODULE_5__/* .writeRun */ .bp)(cluster, environment, record, fieldManager);
        const each = checked.find((one) => one.cluster === cluster);
        if (each)
            await coverAll(each, debts, options);
        options.progress({ step: 'captured', cluster: cluster.name });
    }));
    const failure = captured.find((result) => result.status === 'rejected');
    if (!failure)
        return;
    await Promise.allSettled(records.map(({ cluster, record }) => (0,_run_record_js__WEBPACK_IMPORTED_MODULE_5__/* .markRun */ .nR)(cluster, environment, record, 'rolled-back', fieldManager)));
    throw failure.reason;
}
async function createNamespaces(checked, fieldManager) {
    for (const { cluster, objects } of checked) {
        const missing = objects.filter(({ before }) => !before).map(({ object }) => object.namespace);
        for (const name of new Set(missing))
            await (0,_lock_js__WEBPACK_IMPORTED_MODULE_3__/* .ensureNamespace */ .G)(cluster, name, fieldManager);
    }
}
async function assertUnmoved(checked) {
    for (const { cluster, objects } of checked) {
        const now = await _snapshot_js__WEBPACK_IMPORTED_MODULE_6__/* .Snapshot */ .F.take(cluster, objects.map(({ wanted }) => wanted));
        const moved = objects.find(({ wanted, before, change }) => {
            const error = now.errorOf(wanted);
            if (error)
                throw error;
            const live = now.get(wanted);
            // What is not written may get a new status meanwhile.
            if (change === 'none')
                return !live || !before || (0,_object_change_js__WEBPACK_IMPORTED_MODULE_4__/* .objectChange */ .a)(live, before) === 'content';
            return live?.metadata.resourceVersion !== before?.metadata.resourceVersion;
        });
        if (!moved)
            continue;
        const { kind, metadata } = moved.wanted;
        throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b('changed', `somebody else has changed ${kind} ${metadata.namespace ?? ''}/${metadata.name} in cluster ${cluster.name} since it was checked; run it again`);
    }
}
function recordOf(checked, { run, by, startedAt }, { prune }) {
    const objects = (0,_write_cluster_js__WEBPACK_IMPORTED_MODULE_8__/* .movesOf */ .cz)(checked, prune !== undefined).flatMap(({ from, to }) => {
        const object = to ?? from;
        if (!object)
            return [];
        const target = to ? 'present' : 'absent';
        const wanted = to && { wanted: to };
        return [{ key: (0,_cluster_cluster_js__WEBPACK_IMPORTED_MODULE_9__/* .keyOf */ .T)(object), before: from ?? null, target, ...wanted }];
    });
    return { version: 1, run, startedAt, by, cluster: checked.cluster.name, objects };
}
/** Before members are written the set must say where members may be. */
async function coverAll({ cluster, objects, set }, debts, { environment, fieldManager }) {
    await (0,_apply_set_js__WEBPACK_IMPORTED_MODULE_1__/* .writeSet */ .mW)(cluster, environment, {
        kinds: [...(set?.kinds ?? []), ...objects.map(({ object }) => object.kind)],
        namespaces: [...(set?.namespaces ?? []), ...objects.map(({ object }) => object.namespace)],
        notes: (0,_debts_js__WEBPACK_IMPORTED_MODULE_2__/* .withDebts */ .Z)(set?.notes ?? {}, debts),
    }, fieldManager);
}
/** Who takes part is up to date afterwards; who is left out owes. */
function nextDebts(clusters, debts, { run, by, since }, { missing }) {
    const open = debts.filter(({ cluster }) => !clusters.some(({ name }) => name === cluster));
    const added = (missing?.clusters ?? [])
        .filter((cluster) => !open.some((debt) => debt.cluster === cluster))
        .map((cluster) => ({ cluster, since, by, run, reason: missing?.reason ?? '' }));
    return [...open, ...added];
}


/***/ }),

/***/ 2124:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ asSentence),
/* harmony export */   h: () => (/* binding */ refusalsOf)
/* harmony export */ });
/* harmony import */ var _deploy_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3248);
/* harmony import */ var _gate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(10);


/** Why nothing may be written although every cluster answers and accepts the objects; each a sentence. */
function refusalsOf(checked, { prune }) {
    return [
        ...checked.flatMap(problemsOf),
        ...checked.flatMap(ownedBy),
        ...(prune ? checked.flatMap((each) => pruneRefusals(each, prune.limit)) : []),
    ];
}
/** One sentence per cluster that stands in the way. */
function problemsOf({ cluster, error, objects }) {
    if (error)
        return [asSentence(error.message)];
    const failed = objects.filter((each) => each.error).length;
    if (failed === 0)
        return [];
    return [`Cluster ${cluster.name} would refuse ${failed} of ${objects.length} objects.`];
}
function ownedBy({ cluster, objects }) {
    const owned = objects.filter((each) => each.owner !== undefined && (0,_gate_js__WEBPACK_IMPORTED_MODULE_0__/* .hasChange */ .H)(each));
    const [first] = owned;
    if (!first)
        return [];
    const others = owned.length > 1 ? ` and ${owned.length - 1} more` : '';
    return [
        `In cluster ${cluster.name} ${first.owner ?? ''} keeps ${(0,_deploy_object_js__WEBPACK_IMPORTED_MODULE_1__/* .titleOf */ .G)(first.object)}${others} as its own repository says, and would ` +
            'undo this apply. Change it there; use "check" on the rendered manifests of that repository, and "plan --exit-code" ' +
            'as a gate that every cluster is at this revision.',
    ];
}
function pruneRefusals({ cluster, objects, prune }, limit) {
    if (prune.length === 0)
        return [];
    if (objects.length === 0) {
        return [
            `No manifest is left for cluster ${cluster.name}, and pruning would delete all ${prune.length} objects of its set. ` +
                'If that is meant, delete them by hand.',
        ];
    }
    if (prune.length <= limit)
        return [];
    return [
        `Pruning would delete ${prune.length} objects in cluster ${cluster.name}, more than the limit of ${limit}. ` +
            'If that is meant, raise it with --prune-limit.',
    ];
}
function asSentence(text) {
    const capital = text.charAt(0).toUpperCase() + text.slice(1);
    return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}


/***/ }),

/***/ 7439:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ restore)
/* harmony export */ });
/* harmony import */ var _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2293);
/* harmony import */ var _cluster_cluster_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8002);
/* harmony import */ var _concurrently_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4319);
/* harmony import */ var _object_change_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6227);
/* harmony import */ var _write_waves_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1073);
/* harmony import */ var _written_by_us_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1087);






const writesAtOnce = 8;
const readsAtOnce = 16;
/**
 * Puts the objects of a run back to what they were, in an order that keeps routes whole. Only what nobody else has changed
 * since; repeating it does no harm. Never fails: the outcome of every object says what became of it.
 */
async function restore(cluster, { objects }, fieldManager) {
    const place = { cluster, fieldManager, gone: undefined };
    const moves = await (0,_concurrently_js__WEBPACK_IMPORTED_MODULE_4__/* .concurrently */ .r)(objects, readsAtOnce, (recorded) => planRestore(place, recorded));
    const pending = moves.filter(({ outcome }) => !['untouched', 'left', 'failed'].includes(outcome));
    for (const wave of (0,_write_waves_js__WEBPACK_IMPORTED_MODULE_2__/* .writeWaves */ .W)(pending)) {
        await (0,_concurrently_js__WEBPACK_IMPORTED_MODULE_4__/* .concurrently */ .r)(wave, writesAtOnce, (step) => takeStep(place, step));
    }
    return moves.map(({ recorded: { key }, outcome, message }) => {
        return { key, outcome, ...(message !== undefined && { message }) };
    });
}
/** What is to be done about one object, from how it is now. */
async function planRestore(place, recorded) {
    const { fieldManager } = place;
    const { key, target, wanted } = recorded;
    const before = recorded.before ?? undefined;
    const move = (outcome, live, message) => ({
        recorded,
        from: live,
        to: before,
        live,
        outcome,
        ...(message !== undefined && { message }),
    });
    try {
        if (place.gone)
            throw place.gone;
        const live = await place.cluster.get(key);
        if (!live && !before)
            return move('untouched');
        if (!live) {
            if (target === 'absent')
                return move('recreated');
            return move('left', undefined, 'somebody else has deleted it since');
        }
        const isInterrupted = live.metadata.managedFields?.some(({ manager }) => manager === _written_by_us_js__WEBPACK_IMPORTED_MODULE_3__/* .restoringManager */ .xo);
        const isSame = before && live.metadata.uid === before.metadata.uid;
        if (isSame && !isInterrupted && (0,_object_change_js__WEBPACK_IMPORTED_MODULE_1__/* .objectChange */ .a)(live, before) === 'none') {
            return move('untouched', live);
        }
        if (wanted && !isInterrupted && (0,_written_by_us_js__WEBPACK_IMPORTED_MODULE_3__/* .isShortened */ .ze)(live['spec'], wanted['spec'])) {
            const isReached = !before || (0,_object_change_js__WEBPACK_IMPORTED_MODULE_1__/* .objectChange */ .a)(live, before) !== 'none';
            if (isReached)
                return move('left', live, 'somebody else has taken fields away from it since');
        }
        // A recreation that was interrupted before it gave the fields back to their owners.
        const isRecreated = target === 'absent' && before !== undefined && live.metadata.uid !== before.metadata.uid;
        const reference = isRecreated ? undefined : before;
        if ((0,_written_by_us_js__WEBPACK_IMPORTED_MODULE_3__/* .isWrittenByUsOnly */ .xV)(live, reference, fieldManager)) {
            return move(before ? 'restored' : 'deleted', live);
        }
        const writers = (0,_written_by_us_js__WEBPACK_IMPORTED_MODULE_3__/* .foreignWriters */ .DN)(live, reference, fieldManager)
            .map(({ manager, time }) => (time === undefined ? manager : `${manager} (${time})`))
            .join(', ');
        return move('left', live, `changed since by ${writers || 'somebody who replaced it'}`);
    }
    catch (error) {
        return move('failed', undefined, failure(place, error));
    }
}
async function takeStep(place, step) {
    const { cluster } = place;
    const { move, to, isInterim } = step;
    // An earlier step of it has failed.
    if (move.outcome === 'failed')
        return;
    try {
        if (place.gone)
            throw place.gone;
        if (!to)
            await remove(cluster, move);
        else if (move.live)
            await putBack(cluster, move, to, isInterim);
        else
            await recreate(cluster, move, to);
    }
    catch (error) {
        const isChanged = error instanceof _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b && error.problem === 'changed';
        if (isChanged && (await isRepeatable(place, move)))
            return takeStep(place, step);
        move.outcome = isChanged ? 'left' : 'failed';
        move.message = failure(place, error);
    }
}
/**
 * Whether it was our own write that has changed the object: its answer was lost, and it was sent again. Once; whoever changes it
 * a second time is somebody else.
 */
async function isRepeatable(place, move) {
    if (move.isRepeated)
        return false;
    const again = await planRestore(place, move.recorded);
    if (again.outcome === 'left' || again.outcome === 'failed')
        return false;
    move.live = again.live;
    move.isRepeated = true;
    return true;
}
function failure(place, error) {
    if (error instanceof _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b && error.isClusterWide)
        place.gone ??= error;
    return error instanceof Error ? error.message : String(error);
}
async function remove(cluster, { live, recorded }) {
    const { uid, resourceVersion } = live?.metadata ?? {};
    await cluster.delete(recorded.key, {
        ...(uid !== undefined && { uid }),
        ...(resourceVersion !== undefined && { resourceVersion }),
    });
}
/** First the values, which makes us the owner of what changes, then the owners. */
async function putBack(cluster, move, to, isInterim) {
    const { live } = move;
    const { resourceVersion, uid } = live?.metadata ?? {};
    const current = { ...(resourceVersion && { resourceVersion }), ...(uid && { uid }) };
    const { managedFields: _, ...metadata } = to.metadata;
    move.live = await cluster.replace({ ...to, metadata: { ...metadata, ...current } }, { fieldManager: _written_by_us_js__WEBPACK_IMPORTED_MODULE_3__/* .restoringManager */ .xo });
    if (!isInterim)
        await giveBackFields(cluster, move);
}
/** A new object with the old content: only its age and identity are others. */
async function recreate(cluster, move, to) {
    const { managedFields: _, uid: __, resourceVersion: ___, ...metadata } = to.metadata;
    const { creationTimestamp: ____, generation: _____, ...own } = metadata;
    move.live = await cluster.create({ ...to, metadata: own }, { fieldManager: _written_by_us_js__WEBPACK_IMPORTED_MODULE_3__/* .restoringManager */ .xo });
    await giveBackFields(cluster, move);
}
async function giveBackFields(cluster, move) {
    const { live, recorded } = move;
    // An empty entry takes all of them away; without any the API server would keep what is there.
    const { managedFields = [{}] } = recorded.before?.metadata ?? {};
    if (!live)
        return;
    const { resourceVersion } = live.metadata;
    move.live = await cluster.patch((0,_cluster_cluster_js__WEBPACK_IMPORTED_MODULE_5__/* .keyOf */ .T)(live), { metadata: { managedFields, resourceVersion } }, { fieldManager: _written_by_us_js__WEBPACK_IMPORTED_MODULE_3__/* .restoringManager */ .xo });
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

/***/ 2497:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ Snapshot)
/* harmony export */ });
/* harmony import */ var _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2293);
/* harmony import */ var _concurrently_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4319);


/** Above this many namespaces one list of all of them is cheaper. */
const namespacesOneByOne = 8;
const listsAtOnce = 8;
/** What is in a cluster of the kinds and in the namespaces of some objects. */
class Snapshot {
    #objects = new Map();
    #errors = new Map();
    /** @throws ClusterError if the whole cluster cannot be read; what concerns a kind alone is told by `errorOf`. */
    static async take(cluster, wanted) {
        const snapshot = new Snapshot();
        const lists = new Map();
        for (const { apiVersion, kind, metadata } of wanted) {
            const key = `${apiVersion} ${kind}`;
            const list = lists.get(key) ?? { apiVersion, kind, namespaces: new Set() };
            list.namespaces.add(metadata.namespace ?? '');
            lists.set(key, list);
        }
        await (0,_concurrently_js__WEBPACK_IMPORTED_MODULE_1__/* .concurrently */ .r)([...lists.values()], listsAtOnce, async ({ namespaces, ...kind }) => {
            try {
                for (const object of await listIn(cluster, kind, [...namespaces])) {
                    snapshot.#objects.set(keyText(object), object);
                }
            }
            catch (error) {
                if (!(error instanceof _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b) || error.isClusterWide)
                    throw error;
                snapshot.#errors.set(`${kind.apiVersion} ${kind.kind}`, error);
            }
        });
        return snapshot;
    }
    get(object) {
        return this.#objects.get(keyText(object));
    }
    /** Everything that was found. */
    all() {
        return this.#objects.values();
    }
    /** Why objects of that kind could not be read. */
    errorOf({ apiVersion, kind }) {
        return this.#errors.get(`${apiVersion} ${kind}`);
    }
}
async function listIn(cluster, kind, namespaces) {
    if (namespaces.length > namespacesOneByOne) {
        try {
            return await cluster.list(kind);
        }
        catch (error) {
            if (!(error instanceof _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b) || error.problem !== 'forbidden')
                throw error;
        }
    }
    const lists = await (0,_concurrently_js__WEBPACK_IMPORTED_MODULE_1__/* .concurrently */ .r)(namespaces, listsAtOnce, (namespace) => cluster.list({ ...kind, namespace }));
    return lists.flat();
}
function keyText({ apiVersion, kind, metadata }) {
    return [apiVersion, kind, metadata.namespace, metadata.name].join(' ');
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


/***/ }),

/***/ 7496:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ verify),
/* harmony export */   X: () => (/* binding */ isReportedOn)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8500);
/* harmony import */ var _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2293);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9764);
/* harmony import */ var _snapshot_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2497);




const pollMs = 1_000;
/**
 * Waits until the control plane has what was written: no condition of an object's status is False, and those that there are were
 * made for this generation.
 *
 * @param written The objects as the API server gave them back.
 * @throws ClusterError `changed` where somebody has undone a write; `verification` where the control plane refuses an object, or
 *   has not reported in time
 */
async function verify(cluster, written, { reports, timeoutMs, signal }) {
    const started = Date.now();
    for (;;) {
        const snapshot = await _snapshot_js__WEBPACK_IMPORTED_MODULE_3__/* .Snapshot */ .F.take(cluster, written);
        const live = written.map((object) => {
            const now = snapshot.get(object);
            const error = snapshot.errorOf(object);
            if (error)
                throw error;
            assertUntouched(cluster, object, now);
            return now;
        });
        const all = live.map(reportOf);
        const refusal = all.find(({ refused }) => refused !== undefined)?.refused;
        if (refusal !== undefined) {
            throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ClusterError */ .b('verification', `cluster ${cluster.name}: ${refusal}`);
        }
        const passed = Date.now() - started;
        const isReporting = reports || all.some(({ hasConditions }) => hasConditions);
        if (!isReporting || all.length === 0)
            return 'not-reported';
        if (all.every(({ isCurrent }) => isCurrent))
            return 'reported';
        if (passed >= timeoutMs) {
            throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ClusterError */ .b('verification', `cluster ${cluster.name}: the control plane has not reported within ${String(timeoutMs / 1000)} s that it has what was written`);
        }
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(pollMs, undefined, { signal }).catch(() => {
            throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ClusterError */ .b('verification', `cluster ${cluster.name}: interrupted`);
        });
    }
}
function assertUntouched(cluster, { kind, metadata }, now) {
    if (now?.metadata.uid === metadata.uid && now?.metadata.generation === metadata.generation)
        return;
    throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ClusterError */ .b('changed', `somebody else has ${now ? 'changed' : 'deleted'} ${kind} ${metadata.namespace ?? ''}/${metadata.name} in cluster ` +
        `${cluster.name} right after it was written; is there a controller that keeps it otherwise?`);
}
/** Whether a control plane has written something about an object. */
function isReportedOn(object) {
    return conditionsOf(object).conditions.length > 0;
}
function conditionsOf(object) {
    const status = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(object?.['status']) ? object['status'] : {};
    const { conditions } = status;
    return { status, conditions: Array.isArray(conditions) ? conditions.filter(_field_set_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4) : [] };
}
/** https://istio.io/latest/docs/reference/config/meta/v1beta1/istio-status/ */
function reportOf(object) {
    const { conditions, status } = conditionsOf(object);
    const generation = object?.metadata.generation ?? 0;
    const seen = Number(status['observedGeneration'] ?? generation);
    // Analysis warns of much that works all the same.
    const refused = conditions.find((each) => each['status'] === 'False' && each['type'] !== 'PassedAnalysis');
    const isCurrent = conditions.length > 0 && seen >= generation;
    return {
        hasConditions: conditions.length > 0,
        isCurrent,
        ...(refused && isCurrent && { refused: refusalText(object, refused) }),
    };
}
function refusalText(object, { type, message, reason }) {
    const { kind = '', metadata } = object ?? {};
    const words = [message, reason].find((each) => typeof each === 'string') ?? '';
    return `the control plane reports ${String(type)} False for ${kind} ${metadata?.namespace ?? ''}/${metadata?.name ?? ''}: ${words}`;
}


/***/ }),

/***/ 573:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   YG: () => (/* binding */ writeCluster),
/* harmony export */   cz: () => (/* binding */ movesOf)
/* harmony export */ });
/* unused harmony export isChecked */
/* harmony import */ var _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2293);
/* harmony import */ var _cluster_cluster_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(8002);
/* harmony import */ var _concurrently_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4319);
/* harmony import */ var _deploy_object_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3248);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9764);
/* harmony import */ var _gate_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(10);
/* harmony import */ var _write_waves_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1073);
/* harmony import */ var _written_by_us_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1087);








const writesAtOnce = 8;
/** The objects that a run would write or delete, each as it is now. */
function movesOf({ objects, prune }, prunes) {
    const written = objects.filter(_gate_js__WEBPACK_IMPORTED_MODULE_2__/* .hasChange */ .H).map((checked) => ({
        checked,
        from: checked.before,
        to: checked.wanted,
        live: checked.before,
    }));
    const deleted = prunes
        ? prune.map((from) => ({ checked: undefined, from, to: undefined, live: from }))
        : [];
    return [...written, ...deleted];
}
/**
 * Writes what differs to one cluster, in waves. The first failure ends it; the error is among what is returned. Objects that
 * somebody else has changed since the checks are not written.
 */
async function writeCluster(checked, options) {
    const { cluster } = checked;
    const all = [];
    for (const { object, change } of checked.objects) {
        if (change === 'none') {
            tell(options, cluster, (0,_deploy_object_js__WEBPACK_IMPORTED_MODULE_5__/* .titleOf */ .G)(object), 'unchanged');
        }
    }
    for (const wave of (0,_write_waves_js__WEBPACK_IMPORTED_MODULE_3__/* .writeWaves */ .W)(movesOf(checked, options.prune))) {
        await (0,_concurrently_js__WEBPACK_IMPORTED_MODULE_6__/* .concurrently */ .r)(wave, writesAtOnce, async (step) => {
            if (all.some(({ result }) => result === 'failed') || options.signal.aborted)
                return;
            const written = await writeStep(cluster, step, options);
            if (!written)
                return;
            all.push(written);
            tell(options, cluster, subjectTitle(written.subject), written.result);
        });
        const isOver = options.signal.aborted || all.some(({ result }) => result === 'failed');
        if (isOver)
            break;
    }
    return all;
}
function tell({ progress }, cluster, title, result) {
    progress({ step: 'written', cluster: cluster.name, title, result });
}
/** `Gateway default/public-gateway`, for messages. */
function subjectTitle(subject) {
    if (isChecked(subject))
        return (0,_deploy_object_js__WEBPACK_IMPORTED_MODULE_5__/* .titleOf */ .G)(subject.object);
    const { kind, metadata } = subject;
    return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}
function isChecked(subject) {
    return 'wanted' in subject;
}
/** Undefined: an interim form is written, and the object is not done yet. */
async function writeStep(cluster, { move, to, isInterim }, options) {
    const subject = move.checked ?? move.from;
    if (!subject)
        return undefined;
    try {
        if (!to) {
            await remove(cluster, move);
            return { subject, result: 'pruned' };
        }
        await write(cluster, move, to, options);
        if (isInterim)
            return undefined;
        return { subject, result: outcomeOf(move), ...(move.live && { live: move.live }) };
    }
    catch (error) {
        // Whatever it is, what was written before must still be told.
        return { subject, result: 'failed', error: asClusterError(error) };
    }
}
function outcomeOf({ from, live }) {
    if (!from)
        return 'created';
    const isChanged = live?.metadata.resourceVersion !== from.metadata.resourceVersion;
    return isChanged ? 'configured' : 'unchanged';
}
async function remove(cluster, { live }) {
    if (!live)
        return;
    const { uid, resourceVersion } = live.metadata;
    await cluster.delete((0,_cluster_cluster_js__WEBPACK_IMPORTED_MODULE_7__/* .keyOf */ .T)(live), {
        ...(uid !== undefined && { uid }),
        ...(resourceVersion !== undefined && { resourceVersion }),
    });
}
async function write(cluster, move, to, { fieldManager, force }) {
    const isNew = move.live === undefined;
    try {
        await adopt(cluster, move, fieldManager);
        const { resourceVersion } = move.live?.metadata ?? {};
        const metadata = { ...to.metadata, ...(resourceVersion && { resourceVersion }) };
        // What somebody has made since the checks is not to be taken over.
        const applied = await cluster.serverSideApply({ ...to, metadata }, { fieldManager, force: force && !isNew });
        move.live = applied.object;
        if (!isNew || applied.isNew)
            return;
    }
    catch (error) {
        if (!(error instanceof _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b) || error.problem !== 'changed')
            throw error;
        move.live = await cluster.get((0,_cluster_cluster_js__WEBPACK_IMPORTED_MODULE_7__/* .keyOf */ .T)(to));
    }
    // Either somebody was faster, or the answer to our own write was lost and it was sent again.
    const { live } = move;
    const isOurs = live && (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .isApplied */ .KN)(live, to, fieldManager) && (0,_written_by_us_js__WEBPACK_IMPORTED_MODULE_4__/* .isWrittenByUsOnly */ .xV)(live, move.from, fieldManager);
    if (isOurs)
        return;
    throw new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b('changed', `somebody else has changed ${to.kind} ${to.metadata.namespace ?? ''}/${to.metadata.name} in cluster ${cluster.name} since it was checked`);
}
/** Makes what kubectl applied on the client's side ours; values stay as they are. */
async function adopt(cluster, move, fieldManager) {
    const { checked, live } = move;
    if (!checked?.adoption || !live || live !== move.from)
        return;
    const { resourceVersion } = live.metadata;
    const metadata = { managedFields: checked.adoption, resourceVersion };
    move.live = await cluster.patch((0,_cluster_cluster_js__WEBPACK_IMPORTED_MODULE_7__/* .keyOf */ .T)(live), { metadata }, { fieldManager });
}
function asClusterError(error) {
    if (!(error instanceof _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b))
        return new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b('unexpected', String(error));
    if (!['unreachable', 'busy'].includes(error.problem))
        return error;
    return new _cluster_cluster_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ClusterError */ .b(error.problem, `${error.message} The answer is missing: this object may or may not have been written.`);
}


/***/ }),

/***/ 1073:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ writeWaves)
/* harmony export */ });
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9764);

/**
 * The order of writes in which no VirtualService ever names a gateway or a subset that is not there: what routes stand on comes
 * first and goes last. Where one write would take away what an old route still uses, an interim form holds both. Steps of a
 * wave may be done at the same time; the next wave begins when all of them are done.
 */
function writeWaves(moves) {
    const present = moves.filter(({ to }) => to !== undefined);
    const absent = moves.filter(({ from, to }) => from && !to);
    const oldRoutes = moves.flatMap((move) => (isRoute(move) && move.from ? [move.from] : []));
    const ground = present.filter((move) => !isRoute(move));
    const interim = new Map(ground.map((move) => [move, interimOf(move, oldRoutes)]));
    const step = (move) => ({ move, to: move.to, isInterim: false });
    const waves = [
        ground.map((move) => {
            const to = interim.get(move);
            return to ? { move, to, isInterim: true } : step(move);
        }),
        present.filter(isRoute).map(step),
        absent.filter(isRoute).map(step),
        ground.filter((move) => interim.get(move) !== undefined).map(step),
        absent.filter((move) => !isRoute(move)).map(step),
    ];
    return waves.filter((wave) => wave.length > 0);
}
function isRoute({ from, to }) {
    return (to ?? from)?.kind === 'VirtualService';
}
/** Undefined: nothing that the old routes use goes with this write. */
function interimOf({ from, to }, oldRoutes) {
    if (!from || !to)
        return undefined;
    const names = new Set(oldRoutes.flatMap((route) => strings(route['spec'])));
    return to.kind === 'Gateway' ? widerGateway(from, to, names) : widerRule(from, to, names);
}
/** With the subsets that old routes name. */
function widerRule(from, to, names) {
    const kept = list(to, 'subsets');
    const known = new Set(kept.map(({ name }) => name));
    const gone = list(from, 'subsets').filter(({ name }) => !known.has(name) && names.has(String(name)));
    return gone.length > 0 ? withSpec(to, { subsets: [...kept, ...gone] }) : undefined;
}
/** With the hosts and ports of before, if an old route is bound to the gateway. */
function widerGateway(from, to, names) {
    const { name, namespace = '' } = to.metadata;
    if (![name, `${namespace}/${name}`].some((each) => names.has(each)))
        return undefined;
    const old = list(from, 'servers');
    const wanted = list(to, 'servers');
    const servers = wanted.map((server) => {
        const same = old.filter((each) => portOf(each) === portOf(server));
        return { ...server, hosts: [...new Set([server, ...same].flatMap(hostsOf))] };
    });
    const ports = new Set(wanted.map(portOf));
    const gone = old.filter((server) => !ports.has(portOf(server)));
    const isWider = gone.length > 0 ||
        servers.some(({ hosts }, index) => hosts.length > hostsOf(wanted[index]).length);
    return isWider ? withSpec(to, { servers: [...servers, ...gone] }) : undefined;
}
function withSpec(object, fields) {
    return { ...object, spec: { ...object['spec'], ...fields } };
}
function list(object, field) {
    const spec = object['spec'];
    const value = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(spec) ? spec[field] : undefined;
    return Array.isArray(value) ? value.filter(_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4) : [];
}
function portOf(server) {
    return (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(server['port']) ? server['port']['number'] : undefined;
}
function hostsOf(server) {
    return Array.isArray(server?.['hosts']) ? server['hosts'] : [];
}
/** Every text in a value, however deep. */
function strings(value) {
    if (typeof value === 'string')
        return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}


/***/ }),

/***/ 1087:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DN: () => (/* binding */ foreignWriters),
/* harmony export */   xV: () => (/* binding */ isWrittenByUsOnly),
/* harmony export */   xo: () => (/* binding */ restoringManager),
/* harmony export */   ze: () => (/* binding */ isShortened)
/* harmony export */ });
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9764);

/** The name under which values are put back; while it is there, ownership is still to be put back. */
const restoringManager = 'mesh-failover-rollback';
/**
 * Whether nobody but us has changed an object since it was captured: every manager's entry is as it was then, except ours. An
 * entry that is gone, because its fields were taken over, was not their doing.
 */
function isWrittenByUsOnly(live, before, fieldManager) {
    if (before && before.metadata.uid !== live.metadata.uid)
        return false;
    return foreignWriters(live, before, fieldManager).length === 0;
}
/**
 * Whether somebody has taken something away from what was applied. A removal leaves no trace in the managed fields but that ours
 * are fewer.
 */
function isShortened(live, wanted) {
    if (!(0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(wanted))
        return live === undefined;
    if (!(0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(live))
        return true;
    return Object.entries(wanted).some(([name, value]) => value !== undefined && value !== null && isShortened(live[name], value));
}
/** Who else has changed it since, newest last. */
function foreignWriters(live, before, fieldManager) {
    const old = before?.metadata.managedFields ?? [];
    return (live.metadata.managedFields ?? []).filter((entry) => {
        const { manager, operation, subresource, time } = entry;
        // Controllers report in the status, which no deployment touches.
        if (subresource || manager === restoringManager)
            return false;
        if (manager === fieldManager && operation === 'Apply')
            return false;
        return !old.some((each) => each.manager === manager &&
            each.operation === operation &&
            each.apiVersion === entry.apiVersion &&
            each.time === time);
    });
}


/***/ })

};
