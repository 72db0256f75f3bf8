export const id = 927;
export const ids = [927];
export const modules = {

/***/ 927:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rollback: () => (/* binding */ rollback_rollback)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/deploy/apply.js + 3 modules
var apply = __webpack_require__(1745);
// EXTERNAL MODULE: ./build/src/cluster/cluster-error.js
var cluster_error = __webpack_require__(2293);
// EXTERNAL MODULE: ./build/src/deploy/concurrently.js
var concurrently = __webpack_require__(4319);
// EXTERNAL MODULE: ./build/src/deploy/lock.js + 1 modules
var lock = __webpack_require__(4428);
// EXTERNAL MODULE: ./build/src/deploy/prepare.js
var prepare = __webpack_require__(1098);
// EXTERNAL MODULE: ./build/src/deploy/refusals.js
var refusals = __webpack_require__(2124);
// EXTERNAL MODULE: ./build/src/deploy/restore.js
var restore = __webpack_require__(7439);
// EXTERNAL MODULE: ./build/src/deploy/run-record.js
var run_record = __webpack_require__(172);
;// CONCATENATED MODULE: ./build/src/deploy/rollback.js







const clustersAtOnce = 10;
/** Brings every cluster back to what it was before a run that was killed, or before the last one. Can be repeated. */
async function rollback(input) {
    const { clusters, environment, fieldManager, by, run, progress = () => { } } = input;
    const lookAll = (all) => (0,concurrently/* concurrently */.r)(all, clustersAtOnce, (cluster) => look(cluster, input));
    const first = await lookAll(clusters);
    if (toRollBack(first, input).length === 0)
        return resultOf(first, new Map(), input);
    const reachable = first.filter(({ error }) => !error).map(({ cluster }) => cluster);
    const held = await (0,lock/* lock */.s)(reachable, {
        ...{ environment, fieldManager, holder: `${by} (rollback ${run})` },
        waitSeconds: input.lockWaitSeconds ?? 90,
    }).catch(asClusterError);
    if (held instanceof cluster_error/* ClusterError */.b) {
        for (const state of toRollBack(first, input))
            state.error = held;
        return resultOf(first, new Map(), input);
    }
    const results = new Map();
    try {
        // While we waited, the run that had the lock may have ended well, and others may have followed.
        const states = await lookAll(clusters);
        const todo = toRollBack(states, input).filter(({ cluster, remembered }) => {
            const before = first.find((each) => each.cluster === cluster)?.remembered;
            return remembered?.run === before?.run && remembered?.phase === before?.phase;
        });
        // From here on it is unfinished, whatever it was: a rollback that dies is to be gone on with.
        for (const state of todo)
            await mark(state, 'rolling-back', input);
        await (0,concurrently/* concurrently */.r)(todo, clustersAtOnce, async (state) => {
            const { cluster, record, error } = state;
            if (!record || error)
                return;
            progress({ step: 'rolling-back', cluster: cluster.name });
            const restored = await (0,restore/* restore */.P)(cluster, record, fieldManager);
            results.set(cluster, restored);
            const left = restored.filter(({ outcome }) => outcome === 'left' || outcome === 'failed');
            const untouched = restored.filter(({ outcome }) => outcome === 'untouched');
            const changed = restored.length - left.length - untouched.length;
            progress({ step: 'rolled-back', cluster: cluster.name, changed, left: left.length });
            if (!restored.some(({ outcome }) => outcome === 'failed')) {
                await mark(state, 'rolled-back', input);
            }
        });
        return resultOf(states, results, input);
    }
    finally {
        await held.release();
    }
}
function toRollBack(states, input) {
    const all = states.flatMap(({ remembered }) => remembered ?? []);
    // Of runs that have ended well only the newest is the last one.
    const newest = all
        .map(({ startedAt }) => startedAt)
        .toSorted()
        .at(-1);
    return states.filter((state) => isToRollBack(state, all, newest, input));
}
/** A cluster that has lost its record has nothing to be marked. */
async function mark(state, phase, { environment, fieldManager }) {
    const { cluster, record, remembered } = state;
    if (!record || !remembered)
        return;
    try {
        await (0,run_record/* markRun */.nR)(cluster, environment, record, phase, fieldManager);
    }
    catch (error) {
        state.error = asClusterError(error);
    }
}
async function look(cluster, { environment, state }) {
    const kept = state?.find((record) => record.cluster === cluster.name);
    try {
        const remembered = await (0,run_record/* rememberedRun */.cV)(cluster, environment);
        if (!remembered)
            return { cluster, remembered, record: kept, error: undefined };
        const record = await (0,run_record/* readRun */.cI)(cluster, environment).catch((error) => {
            if (kept?.run === remembered.run)
                return kept;
            throw error;
        });
        return { cluster, remembered, record, error: undefined };
    }
    catch (error) {
        return { cluster, remembered: undefined, record: undefined, error: asClusterError(error) };
    }
}
function isToRollBack({ remembered, record, error }, all, newest, { lastApply = false, ownOnly = false, state, by }) {
    if (error || !record)
        return false;
    if (ownOnly && record.by !== by)
        return false;
    // The cluster has lost its record, and somebody says what it was.
    if (!remembered)
        return state !== undefined;
    if ((0,prepare/* isUnfinished */.ui)(remembered, all))
        return true;
    return lastApply && remembered.phase === 'applied' && remembered.startedAt === newest;
}
function resultOf(states, results, input) {
    const clusters = states.map((state) => {
        const { cluster, error, record } = state;
        const restored = results.get(cluster);
        return {
            cluster: cluster.name,
            reachable: error?.problem !== 'unreachable' && error?.problem !== 'certificate',
            server: cluster.server,
            ...(restored && record && { run: record.run, startedAt: record.startedAt, by: record.by }),
            ...(error && { problem: error.problem, message: error.message }),
            objects: (restored ?? []).map(({ key, outcome, message }) => ({
                kind: key.kind,
                namespace: key.namespace ?? '',
                name: key.name,
                result: outcome,
                ...(message !== undefined && { message }),
            })),
        };
    });
    const summary = { restored: 0, recreated: 0, deleted: 0, untouched: 0, left: 0, failed: 0 };
    for (const { result } of clusters.flatMap(({ objects }) => objects))
        summary[result]++;
    const isIncomplete = summary.left + summary.failed > 0 || states.some(({ error }) => error !== undefined);
    const outcome = isIncomplete ? 'incomplete' : results.size > 0 ? 'rolled-back' : 'nothing';
    return { version: 1, outcome, message: messageOf(outcome, clusters, input), clusters, summary };
}
function messageOf(outcome, clusters, { lastApply = false }) {
    if (outcome === 'rolled-back') {
        const runs = [...new Set(clusters.flatMap(({ run }) => run ?? []))].join(', ');
        return `Every cluster is as it was before ${runs}.`;
    }
    if (outcome === 'nothing') {
        return lastApply
            ? 'There is nothing to roll back: no cluster remembers a run.'
            : 'There is nothing to roll back: no run is unfinished. To take back the last one that ended well: mesh-failover rollback --last-apply';
    }
    return clusters
        .flatMap(({ cluster, message, objects }) => {
        const open = objects.filter(({ result }) => result === 'left' || result === 'failed');
        const [first] = open;
        if (message !== undefined)
            return [`Not rolled back: ${(0,refusals/* asSentence */.K)(message)}`];
        if (!first)
            return [];
        const { kind, namespace, name, message: reason = '' } = first;
        const others = open.length > 1 ? ` and ${open.length - 1} more` : '';
        return [
            `Not put back in cluster ${cluster}: ${kind} ${namespace}/${name}${others}. ${(0,refusals/* asSentence */.K)(reason)}`,
        ];
    })
        .join(' ');
}
function asClusterError(error) {
    if (error instanceof cluster_error/* ClusterError */.b)
        return error;
    throw error;
}

// EXTERNAL MODULE: ./build/src/deploy/run-identity.js
var run_identity = __webpack_require__(6127);
// EXTERNAL MODULE: ./build/src/deploy/state-file.js
var state_file = __webpack_require__(9935);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/report/json.js
var json = __webpack_require__(7912);
// EXTERNAL MODULE: ./build/src/report/paint.js
var paint = __webpack_require__(4928);
// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
;// CONCATENATED MODULE: ./build/src/report/rollback-text.js


/** A rollback for people: per cluster what became of each object, then the outcome. */
function rollbackText({ clusters, message }, color) {
    const style = (0,paint/* paint */.n)(color);
    const blocks = clusters
        .filter(({ objects, message: problem }) => objects.length > 0 || problem !== undefined)
        .map((cluster) => clusterLines(cluster, style).join('\n'));
    return `${[...blocks, (0,safe_text/* safeLines */.Bv)(message)].join('\n\n')}\n`;
}
const STYLE = {
    restored: 'good',
    recreated: 'warning',
    deleted: 'good',
    untouched: 'faint',
    left: 'error',
    failed: 'error',
};
function clusterLines(cluster, style) {
    const { server, run, startedAt, by, message, objects } = cluster;
    const about = run === undefined
        ? []
        : [`  ${style.faint((0,safe_text/* safeText */.Hk)(`before ${run}, started ${startedAt ?? ''} by ${by ?? ''}`))}`];
    return [
        `${style.strong((0,safe_text/* safeText */.Hk)(cluster.cluster))} ${style.faint((0,safe_text/* safeText */.Hk)(server))}`,
        ...about,
        ...(message === undefined ? [] : [`  ${style.error((0,safe_text/* safeLines */.Bv)(message))}`]),
        ...objects.flatMap(({ kind, namespace, name, result, message: why }) => [
            `  ${style[STYLE[result]](result.padEnd(10))} ${(0,safe_text/* safeText */.Hk)(kind)} ${(0,safe_text/* safeText */.Hk)(namespace)}/${(0,safe_text/* safeText */.Hk)(name)}`,
            ...(why === undefined ? [] : [`    ${(0,safe_text/* safeLines */.Bv)(why)}`]),
        ]),
    ];
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
;// CONCATENATED MODULE: ./build/src/cli/commands/rollback.js














const formats = ['text', 'json'];
const rollback_rollback = {
    formats,
    options: {
        ...deploy_options/* clusterOptions */.dU,
        'last-apply': { type: 'boolean' },
        'same-run': { type: 'boolean' },
    },
    help: [
        { term: '--last-apply', text: 'also take back the last run, if it ended well' },
        {
            term: '--same-run',
            text: 'only what jobs of this workflow run have applied, or you on this machine',
        },
        ...deploy_options/* clusterHelp */.M4,
    ],
    examples: ['mesh-failover rollback', 'mesh-failover rollback --last-apply'],
    async run(values, operands, io) {
        const outputs = (0,cli_output/* outputsOf */.Y)(values, formats);
        const [file, ...others] = operands;
        if (others.length > 0)
            throw new errors/* UserError */.y('rollback takes one state file at most');
        const config = await (0,judge/* configFor */.m3)(values, io);
        const { chosen } = (0,deploy_options/* chooseClusters */.F$)(config, values, { mayLeaveOut: true });
        const state = file === undefined ? undefined : await (0,state_file/* readState */.un)((0,external_node_path_.resolve)(io.cwd, file), file);
        const { environment: name, namespace } = config.deploy;
        const result = await rollback({
            ...(0,run_identity/* runIdentity */.y)(io.env, io.now?.()),
            clusters: await (0,deploy_options/* connectAll */.Q5)(chosen, io),
            environment: { name, namespace },
            fieldManager: apply/* defaultFieldManager */.LL,
            ...(state && { state }),
            lastApply: values['last-apply'] === true,
            ownOnly: values['same-run'] === true,
            lockWaitSeconds: (0,deploy_options/* numberOption */.jZ)(values, 'lock-timeout') ?? 90,
            progress: (0,deploy_progress/* tellProgress */.X)(values, io),
        });
        for (const output of outputs) {
            const color = output.file === undefined && (0,common_options/* hasColor */.cE)(values, io);
            const text = output.format === 'json' ? `${(0,json/* toJson */.aB)(result)}\n` : rollbackText(result, color);
            await (0,cli_output/* writeOutput */.z)(output, text, io);
        }
        return result.outcome === 'incomplete' ? exit_code/* ExitCode */.y.failed : exit_code/* ExitCode */.y.fine;
    },
};


/***/ })

};
