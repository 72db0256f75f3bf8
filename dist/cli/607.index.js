export const id = 607;
export const ids = [607];
export const modules = {

/***/ 4607:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  plan: () => (/* binding */ plan_plan)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/deploy/objects-of.js
var objects_of = __webpack_require__(5683);
// EXTERNAL MODULE: ./build/src/lint/behaviour-causes.js
var behaviour_causes = __webpack_require__(9821);
// EXTERNAL MODULE: ./build/src/traffic/behaviour-change.js
var behaviour_change = __webpack_require__(9465);
// EXTERNAL MODULE: ./build/src/traffic/table.js + 2 modules
var traffic_table = __webpack_require__(1207);
// EXTERNAL MODULE: ./build/src/deploy/apply.js + 3 modules
var apply = __webpack_require__(1745);
// EXTERNAL MODULE: ./build/src/deploy/debts.js
var debts = __webpack_require__(9007);
// EXTERNAL MODULE: ./build/src/manifest/parse.js + 16 modules
var parse = __webpack_require__(7724);
// EXTERNAL MODULE: ./build/src/mesh/mesh.js + 5 modules
var mesh = __webpack_require__(6907);
;// CONCATENATED MODULE: ./build/src/deploy/deployed-mesh.js


/** The kinds that are deployed; everything else about the mesh is as the manifests say. */
const deployedKinds = ['Gateway', 'DestinationRule', 'VirtualService'];
/** The model of the mesh with these objects in the place of those of the manifests. */
function deployedMesh(config, documents, deployed) {
    // A name that no file has, which a cluster's path then leads to.
    const folder = (cluster) => `\0${cluster}`;
    const clusters = config.clusters?.map((cluster) => ({
        ...cluster,
        paths: [...(cluster.paths ?? []), folder(cluster.name)],
    }));
    const others = documents.filter(({ value }) => !deployedKinds.includes(String(value['kind'])));
    const theirs = deployed.flatMap(({ cluster, objects }) => objects.flatMap((object, index) => {
        const file = `${folder(cluster)}/${String(index)}.json`;
        return (0,parse/* parseManifest */.N)({ file, text: JSON.stringify(object), named: false }).documents;
    }));
    return (0,mesh/* buildMesh */.G)({ ...config, clusters }, [...others, ...theirs]);
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./build/src/deploy/field-set.js
var field_set = __webpack_require__(9764);
;// CONCATENATED MODULE: ./build/src/deploy/field-changes.js


/** Field by field, in the order of the fields; what only the API server sets is left aside. */
function fieldChanges(before, after) {
    const changes = [];
    compare(content(before), content(after), [], changes, before?.metadata.managedFields ?? []);
    return changes;
}
function compare(before, after, path, changes, managers) {
    if ((0,external_node_util_.isDeepStrictEqual)(before, after))
        return;
    const keys = commonKeys(before, after);
    if (keys) {
        for (const key of keys) {
            compare(at(before, key), at(after, key), [...path, key], changes, managers);
        }
        return;
    }
    const writers = writersOf(path, managers);
    changes.push({
        path: pathText(path),
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
        ...(writers.length > 0 && { writers }),
    });
}
/** Undefined: they are not compared part by part. */
function commonKeys(before, after) {
    if ((0,field_set/* isRecord */.u4)(before) && (0,field_set/* isRecord */.u4)(after)) {
        return [...new Set([...Object.keys(before), ...Object.keys(after)])];
    }
    if (Array.isArray(before) && Array.isArray(after)) {
        return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
    }
    return undefined;
}
function at(value, key) {
    return Object.hasOwn(value, key)
        ? value[key]
        : undefined;
}
/** Those whose fields hold the place or one above it: lists of Istio's kinds are owned as a whole. */
function writersOf(path, managers) {
    return managers
        .filter((entry) => !entry.subresource && owns((0,field_set/* fieldsOf */.Pf)(entry), path))
        .map(({ manager, time }) => ({ manager, ...(time !== undefined && { time }) }));
}
function owns(fields, path) {
    const [key, ...rest] = path;
    const below = key === undefined ? undefined : fields[`f:${key}`];
    if (!below)
        return false;
    const isLeaf = Object.keys(below).every((name) => name === '.');
    return isLeaf || rest.length === 0 || owns(below, rest);
}
/** `metadata.labels["app.kubernetes.io/name"]`, as jq and JavaScript would write it. */
function pathText(path) {
    return path
        .map((key) => {
        if (typeof key === 'number')
            return `[${String(key)}]`;
        return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
        .join('')
        .replace(/^\./, '');
}
function content(object) {
    if (!object)
        return {};
    const { apiVersion: _, kind: __, metadata, status: ___, ...rest } = object;
    const { labels, annotations } = metadata;
    const own = Object.entries({ labels, annotations }).filter(([, value]) => value !== undefined);
    return { ...(own.length > 0 && { metadata: Object.fromEntries(own) }), ...rest };
}

// EXTERNAL MODULE: ./build/src/deploy/istio-version.js
var istio_version = __webpack_require__(5200);
// EXTERNAL MODULE: ./build/src/deploy/prepare.js
var prepare = __webpack_require__(1098);
// EXTERNAL MODULE: ./build/src/deploy/refusals.js
var refusals = __webpack_require__(2124);
// EXTERNAL MODULE: ./build/src/deploy/run-record.js
var run_record = __webpack_require__(172);
// EXTERNAL MODULE: ./build/src/deploy/same-server.js
var same_server = __webpack_require__(8791);
;// CONCATENATED MODULE: ./build/src/deploy/plan.js












/** Finds out what an apply would do, from the API servers' dry runs, and what that changes for callers. Changes nothing. */
async function plan(input) {
    const { clusters, environment, inspection, prune } = input;
    const { config } = inspection;
    const checked = await (0,apply/* checkAll */.K7)(input, {
        environment,
        fieldManager: input.fieldManager ?? apply/* defaultFieldManager */.LL,
        force: input.force ?? false,
        createNamespaces: input.createNamespaces ?? false,
        progress: input.progress ?? (() => { }),
    });
    const versions = await (0,istio_version/* istioVersions */.y)(checked, config);
    const planned = checked.map((each) => planCluster(each, prune !== undefined, versions));
    const behaviour = behaviourOf(checked, input);
    const summary = summaryOf(planned);
    const result = {
        version: 1,
        environment: environment.name,
        refusals: [
            ...(0,refusals/* refusalsOf */.h)(checked, { ...(prune && { prune }) }),
            ...(await unfinished(checked, environment)),
        ],
        warnings: [...(0,same_server/* warnAboutSameServers */._)(clusters), ...(0,istio_version/* versionWarnings */.u)(config, versions)],
        debts: (0,debts/* debtsOf */.g)(checked.map(({ set }) => set)),
        clusters: planned,
        ...(behaviour && { behaviour }),
        summary,
    };
    return { result, checked };
}
function planCluster(checked, prunes, versions) {
    const { cluster, reachable, serverVersion, error, objects, prune, set } = checked;
    const istio = versions.get(cluster.name);
    const { run, by = '', appliedAt: at = '' } = set?.notes ?? {};
    return {
        cluster: cluster.name,
        reachable,
        server: cluster.server,
        ...(serverVersion !== undefined && { serverVersion }),
        ...(istio !== undefined && { istioVersion: istio }),
        ...(run !== undefined && { applied: { run, by, at } }),
        ...(error && { problem: error.problem, message: error.message }),
        objects: [
            ...objects.map((each) => planObject(each, error !== undefined)),
            ...prune.map((each) => unstatedObject(each, prunes)),
        ],
    };
}
function planObject(checked, isUnknown) {
    const { object, before, after, error, owner, warnings } = checked;
    const { kind, namespace, name, file, line, column } = object;
    const action = actionOf(checked, isUnknown);
    const isListed = action === 'change' || action === 'conflict';
    return {
        ...{ kind, namespace, name, file, line, column, action },
        fields: isListed ? fieldChanges(before, after ?? checked.wanted).filter(isStated(checked)) : [],
        ...(owner !== undefined && { owner }),
        ...(error && { problem: error.problem, message: error.message }),
        ...(error && error.conflicts.length > 0 && { conflicts: error.conflicts }),
        ...(warnings.length > 0 && { warnings }),
    };
}
/** Of a conflict the API server does not say what would come of it: fields that the manifest leaves open stay. */
function isStated({ after }) {
    return ({ after: value }) => after !== undefined || value !== undefined;
}
function actionOf({ change, error }, isUnknown) {
    if (error)
        return error.problem === 'conflict' ? 'conflict' : 'refused';
    switch (change) {
        case 'create':
            return 'create';
        case 'content':
            return 'change';
        case 'ownership':
            return 'adopt';
        case 'none':
            return 'unchanged';
        case undefined:
            return isUnknown ? 'refused' : 'unchanged';
    }
}
function unstatedObject({ kind, metadata }, prunes) {
    const { namespace = '', name } = metadata;
    return { kind, namespace, name, action: prunes ? 'prune' : 'unstated', fields: [] };
}
/** Undefined unless every cluster has told everything. */
function behaviourOf(checked, { inspection, findings, prune }) {
    if (checked.some(({ error, objects }) => error ?? objects.some((each) => each.error))) {
        return undefined;
    }
    const { config, manifests } = inspection;
    const table = (objectsOf) => {
        const deployed = checked.map((each) => {
            const objects = objectsOf(each).filter((object) => object !== undefined);
            return { cluster: each.cluster.name, objects };
        });
        const mesh = deployedMesh(config, manifests.documents, deployed);
        return [...(0,traffic_table/* predictTable */._)(mesh, (0,traffic_table/* scenariosOf */.v)(mesh))];
    };
    const before = table(({ objects, prune: unstated }) => [
        ...objects.map((each) => each.before),
        ...unstated,
    ]);
    const after = table(({ objects, prune: unstated }) => [
        ...objects.map((each) => each.after),
        ...(prune ? [] : unstated),
    ]);
    const changes = (0,behaviour_change/* behaviourChanges */.L)(before.map(({ prediction }) => prediction), after.map(({ prediction }) => prediction));
    return (0,behaviour_causes/* withCauses */.v)(changes, after, findings);
}
async function unfinished(checked, environment) {
    const runs = await Promise.all(checked
        .filter(({ error }) => !error)
        .map(async ({ cluster }) => ({
        cluster,
        // What cannot be read is for the apply to refuse.
        remembered: await (0,run_record/* rememberedRun */.cV)(cluster, environment).catch(() => undefined),
    })));
    const all = runs.flatMap(({ remembered }) => remembered ?? []);
    return runs.flatMap(({ cluster, remembered }) => {
        if (!remembered || !(0,prepare/* isUnfinished */.ui)(remembered, all))
            return [];
        const { run, startedAt, by } = remembered;
        return `In cluster ${cluster.name} the run ${run}, started ${startedAt} by ${by}, has not ended. If it is dead: mesh-failover rollback.`;
    });
}
function summaryOf(clusters) {
    const none = { create: 0, change: 0, adopt: 0, unchanged: 0, prune: 0, unstated: 0 };
    const summary = { ...none, conflict: 0, refused: 0 };
    for (const { action } of clusters.flatMap(({ objects }) => objects))
        summary[action]++;
    return summary;
}

// EXTERNAL MODULE: ./build/src/deploy/plan-file.js
var plan_file = __webpack_require__(2965);
;// CONCATENATED MODULE: ./build/src/deploy/plan-result.js
/** Whether an apply would change anything. */
function hasChanges({ summary }) {
    return summary.create + summary.change + summary.adopt + summary.prune > 0;
}
/** Whether the clusters are not what the manifests say. */
function hasDrift(result) {
    const { summary, debts } = result;
    const { unstated, conflict, refused } = summary;
    return hasChanges(result) || unstated + conflict + refused > 0 || debts.length > 0;
}

// EXTERNAL MODULE: ./build/src/lint/check-table.js
var check_table = __webpack_require__(6374);
// EXTERNAL MODULE: ./build/src/lint/is-failure.js
var is_failure = __webpack_require__(128);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var manifest_errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/report/json.js
var json = __webpack_require__(7912);
// EXTERNAL MODULE: ./build/src/report/behaviour-markdown.js
var behaviour_markdown = __webpack_require__(8081);
// EXTERNAL MODULE: ./build/src/report/markdown-text.js
var markdown_text = __webpack_require__(1675);
// EXTERNAL MODULE: ./build/src/report/behaviour-text.js
var behaviour_text = __webpack_require__(7491);
// EXTERNAL MODULE: ./build/src/report/paint.js
var paint = __webpack_require__(4928);
;// CONCATENATED MODULE: ./build/src/report/plan-value.js
const longest = 160;
/** A value of a manifest on one line, cut where it is long. */
function planValue(value) {
    if (value === undefined)
        return 'none';
    const text = JSON.stringify(value);
    return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
;// CONCATENATED MODULE: ./build/src/report/plan-text.js





const STYLE = {
    create: 'good',
    change: 'warning',
    adopt: 'notice',
    unchanged: 'faint',
    prune: 'error',
    unstated: 'notice',
    conflict: 'error',
    refused: 'error',
};
/** A plan for people: what callers will notice first, then per cluster what would be written. */
function planText(result, color) {
    const style = (0,paint/* paint */.n)(color);
    const { behaviour, clusters, debts, refusals, warnings } = result;
    const blocks = [
        ...(behaviour && behaviour.changes.length > 0 ? (0,behaviour_text/* behaviourText */.L)(behaviour, style) : []),
        ...clusters.map((cluster) => clusterText(cluster, style)),
        ...debts.map(({ cluster, since, by, reason }) => (0,safe_text/* safeText */.Hk)(`${cluster} was left out since ${since} by ${by} (${reason}) and is not up to date.`)),
        ...warnings.map((text) => `${style.warning('warning')} ${(0,safe_text/* safeLines */.Bv)(text)}`),
        ...refusals.map((text) => `${style.error('refused')} ${(0,safe_text/* safeLines */.Bv)(text)}`),
        planVerdict(result),
    ];
    return `${blocks.join('\n\n')}\n`;
}
/** `2 clusters: 1 to create, 3 to change, 2 unchanged; the predicted traffic stays as it is` */
function planVerdict(result) {
    const { behaviour, clusters, summary } = result;
    const parts = [
        [summary.create, 'to create'],
        [summary.change, 'to change'],
        [summary.adopt, 'to adopt'],
        [summary.prune, 'to delete'],
        [summary.conflict, 'in conflict'],
        [summary.refused, 'refused'],
        [summary.unchanged, 'unchanged'],
        [summary.unstated, 'in no manifest'],
    ];
    const counts = parts.flatMap(([count, what]) => (count > 0 ? [`${String(count)} ${what}`] : []));
    const where = clusters.length === 1 ? '1 cluster' : `${String(clusters.length)} clusters`;
    const isSame = behaviour?.changes.length === 0 && hasChanges(result);
    return `${where}: ${counts.join(', ') || 'nothing to do'}${isSame ? '; the predicted traffic stays as it is' : ''}`;
}
function clusterText(cluster, style) {
    const { server, serverVersion, istioVersion, message, applied, objects } = cluster;
    const versions = [
        ...(serverVersion === undefined ? [] : [serverVersion]),
        ...(istioVersion === undefined ? [] : [`Istio ${istioVersion}`]),
    ].join(', ');
    const last = applied && `  last applied ${applied.at} by ${applied.by}`;
    const isQuiet = (object) => object.action === 'unchanged';
    const quiet = objects.filter(isQuiet).length;
    return [
        `${style.strong((0,safe_text/* safeText */.Hk)(cluster.cluster))} ${style.faint((0,safe_text/* safeText */.Hk)(`${server} ${versions}`.trim()))}`,
        ...(last ? [style.faint((0,safe_text/* safeText */.Hk)(last))] : []),
        ...(message === undefined ? [] : [`  ${style.error((0,safe_text/* safeLines */.Bv)(message))}`]),
        ...objects.filter((object) => !isQuiet(object)).flatMap((object) => objectLines(object, style)),
        ...(quiet > 0 ? [`  ${style.faint(`${String(quiet)} unchanged`)}`] : []),
    ].join('\n');
}
function objectLines(object, style) {
    const { kind, namespace, name, action, owner, message, conflicts, warnings = [] } = object;
    const title = `${(0,safe_text/* safeText */.Hk)(kind)} ${(0,safe_text/* safeText */.Hk)(namespace)}/${(0,safe_text/* safeText */.Hk)(name)}`;
    const place = object.file === undefined
        ? ''
        : ` ${style.faint((0,safe_text/* safeText */.Hk)(`${object.file}:${String(object.line)}:${String(object.column)}`))}`;
    return [
        `  ${style[STYLE[action]](action.padEnd(9))} ${title}${place}`,
        ...(owner === undefined ? [] : [`    kept by ${(0,safe_text/* safeText */.Hk)(owner)}`]),
        ...(message === undefined || conflicts ? [] : [`    ${style.error((0,safe_text/* safeLines */.Bv)(message))}`]),
        ...(conflicts ?? []).map(({ manager, field }) => `    ${style.error('conflict')} ${(0,safe_text/* safeText */.Hk)(field)} is owned by ${(0,safe_text/* safeText */.Hk)(manager)}`),
        ...object.fields.map((change) => `    ${fieldText(change, style)}`),
        ...warnings.map((text) => `    ${style.warning('warning')} ${(0,safe_text/* safeText */.Hk)(text)}`),
    ];
}
function fieldText({ path, before, after, writers = [] }, style) {
    const who = writers
        .map(({ manager, time }) => (time === undefined ? manager : `${manager} ${time}`))
        .join(', ');
    const by = who === '' ? '' : ` ${style.faint((0,safe_text/* safeText */.Hk)(`(${who})`))}`;
    return `${(0,safe_text/* safeText */.Hk)(path)}: ${style.error((0,safe_text/* safeText */.Hk)(planValue(before)))} → ${style.good((0,safe_text/* safeText */.Hk)(planValue(after)))}${by}`;
}

// EXTERNAL MODULE: ./build/src/report/within-bytes.js
var within_bytes = __webpack_require__(283);
;// CONCATENATED MODULE: ./build/src/report/plan-markdown.js





/** A plan for a pull request, never longer than `maxBytes`: the behaviour first, the objects folded. */
function planMarkdown(result, maxBytes) {
    const { behaviour, clusters, debts, refusals, warnings } = result;
    const head = `**${refusals.length > 0 ? '❌' : '✅'} Plan**: ${(0,markdown_text/* markdownText */.p7)(planVerdict(result))}\n\n`;
    const notes = [
        ...refusals.map((text) => `❌ ${(0,markdown_text/* markdownLines */.zQ)(text)}\n\n`),
        ...warnings.map((text) => `⚠️ ${(0,markdown_text/* markdownLines */.zQ)(text)}\n\n`),
        ...debts.map(({ cluster, since, reason }) => `⚠️ ${(0,markdown_text/* markdownText */.p7)(cluster)} was left out since ${(0,markdown_text/* markdownText */.p7)(since)} (${(0,markdown_text/* markdownText */.p7)(reason)}) and is not up to date.\n\n`),
    ];
    const said = (0,within_bytes/* withinBytes */.X)(notes, maxBytes / 4, (text) => text);
    const isNoticed = behaviour !== undefined && behaviour.changes.length > 0;
    const table = isNoticed ? (0,behaviour_markdown/* behaviourMarkdown */.b)(behaviour, maxBytes / 4) : '';
    const room = maxBytes / 3;
    const folded = (0,within_bytes/* withinBytes */.X)(clusters, room, (cluster) => clusterMarkdown(cluster, room / Math.max(1, clusters.length)));
    const left = folded.left
        ? `*${String(folded.left)} more clusters left out for want of room.*\n\n`
        : '';
    return [head, said.text, table, folded.text, left].join('');
}
function clusterMarkdown(cluster, maxBytes) {
    const { message, objects } = cluster;
    const changed = objects.filter(({ action }) => action !== 'unchanged');
    const quiet = objects.length - changed.length;
    const count = `${String(changed.length)} to look at, ${String(quiet)} unchanged`;
    const rows = (0,within_bytes/* withinBytes */.X)(changed, maxBytes * 0.7, (object) => rowsOf(object));
    const table = changed.length === 0
        ? ''
        : `| | object | field | before | after |\n| --- | --- | --- | --- | --- |\n${rows.text}\n`;
    return [
        `<details><summary>${(0,markdown_text/* markdownText */.p7)(cluster.cluster)}: ${message === undefined ? count : (0,markdown_text/* markdownLines */.zQ)(message)}</summary>\n\n`,
        table,
        ...(rows.left ? [`*${String(rows.left)} more objects left out for want of room.*\n\n`] : []),
        '</details>\n\n',
    ].join('');
}
function rowsOf(object) {
    const { kind, namespace, name, action, fields, message, owner } = object;
    const title = `${(0,markdown_text/* markdownText */.p7)(kind)} ${(0,markdown_text/* markdownCode */.D9)(`${namespace}/${name}`)}`;
    const note = [message, owner === undefined ? undefined : `kept by ${owner}`]
        .filter((text) => text !== undefined)
        .map((text) => (0,markdown_text/* markdownLines */.zQ)(text))
        .join('<br>');
    const first = row([action, title, note, '', '']);
    if (fields.length === 0)
        return first;
    const lines = fields.map(({ path, before, after }, index) => row([
        index === 0 ? action : '',
        index === 0 ? title : '',
        (0,markdown_text/* markdownCode */.D9)(path),
        (0,markdown_text/* markdownCode */.D9)(planValue(before)),
        (0,markdown_text/* markdownCode */.D9)(planValue(after)),
    ]));
    return (note === '' ? '' : first) + lines.join('');
}
function row(cells) {
    return `| ${cells.join(' | ')} |\n`;
}

// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
// EXTERNAL MODULE: ./build/src/cli/deploy-options.js + 1 modules
var deploy_options = __webpack_require__(9647);
// EXTERNAL MODULE: ./build/src/cli/deploy-progress.js
var deploy_progress = __webpack_require__(1625);
// EXTERNAL MODULE: ./build/src/cli/exit-code.js
var exit_code = __webpack_require__(3250);
// EXTERNAL MODULE: ./build/src/cli/judge.js + 1 modules
var judge = __webpack_require__(8085);
// EXTERNAL MODULE: ./build/src/cli/output.js
var cli_output = __webpack_require__(3135);
;// CONCATENATED MODULE: ./build/src/cli/commands/plan.js

















/** As much as a comment on a pull request takes. */
const markdownBytes = 64_000;
const formats = ['text', 'json', 'markdown'];
const plan_plan = {
    formats,
    options: {
        ...deploy_options/* writeOptions */.GX,
        out: { type: 'string' },
        'exit-code': { type: 'boolean' },
        'detailed-exitcode': { type: 'boolean' },
    },
    help: [
        {
            term: '--out FILE',
            text: 'also write the plan, for: mesh-failover apply FILE',
        },
        {
            term: '--exit-code',
            text: 'exit with 1 where the clusters are not what the manifests say (drift)',
        },
        {
            term: '--detailed-exitcode',
            text: '0: nothing to change, 2: something, 1: anything else',
        },
        ...deploy_options/* writeHelp */.RB,
    ],
    examples: [
        'mesh-failover plan mesh/',
        'mesh-failover plan --out plan.json mesh/ && mesh-failover apply plan.json',
        'mesh-failover plan --exit-code mesh/',
    ],
    async run(values, operands, io) {
        const isDetailed = values['detailed-exitcode'] === true;
        if (isDetailed && values['exit-code'] === true) {
            throw new manifest_errors/* UserError */.y('--exit-code and --detailed-exitcode mean different things: give one');
        }
        const outputs = (0,cli_output/* outputsOf */.Y)(values, formats);
        const inspection = await (0,judge/* inspectFor */.GX)(values, operands, io);
        const { config, mesh } = inspection;
        const { chosen } = (0,deploy_options/* chooseClusters */.F$)(config, values, { mayLeaveOut: true });
        const options = (0,deploy_options/* applyOptions */.V1)(config, values, io);
        const { environment, force = false, createNamespaces = false, prune, by } = options;
        const { lint } = (0,check_table/* checkTable */.D)(inspection);
        const objects = (0,objects_of/* deployObjects */.Y)(mesh);
        const { result, checked } = await plan({
            ...{ objects, inspection, environment, force, createNamespaces },
            findings: lint.findings,
            clusters: await (0,deploy_options/* connectAll */.Q5)(chosen, io),
            ...(prune && { prune }),
            progress: (0,deploy_progress/* tellProgress */.X)(values, io),
        });
        const { errors } = lint.summary;
        if ((0,is_failure/* isFailure */.N)(lint.findings, 'error')) {
            const what = errors === 1 ? '1 error' : `${String(errors)} errors`;
            result.refusals.unshift(`The check of the manifests finds ${what}: mesh-failover check.`);
        }
        for (const output of outputs) {
            const color = output.file === undefined && (0,common_options/* hasColor */.cE)(values, io);
            const text = {
                text: () => planText(result, color),
                json: () => `${(0,json/* toJson */.aB)(result)}\n`,
                markdown: () => planMarkdown(result, markdownBytes),
            }[output.format]();
            await (0,cli_output/* writeOutput */.z)(output, text, io);
        }
        const isRefused = result.refusals.length > 0;
        const out = (0,common_options/* textOption */.vU)(values, 'out');
        if (out !== undefined && !isRefused) {
            const createdAt = (io.now?.() ?? new Date()).toISOString();
            const base = {
                createdAt,
                by,
                environment: environment.name,
                force,
                createNamespaces,
                objects,
            };
            const file = (0,plan_file/* planFileOf */.XT)({ ...base, ...(prune && { prune }) }, checked);
            await (0,plan_file/* writePlan */.pD)((0,external_node_path_.resolve)(io.cwd, out), out, file);
        }
        if (isRefused)
            return exit_code/* ExitCode */.y.failed;
        if (isDetailed)
            return hasChanges(result) ? detailedChanges : exit_code/* ExitCode */.y.fine;
        return values['exit-code'] === true && hasDrift(result) ? exit_code/* ExitCode */.y.failed : exit_code/* ExitCode */.y.fine;
    },
};
/** As with Terraform, from which the option is. */
const detailedChanges = 2;


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


/***/ })

};
