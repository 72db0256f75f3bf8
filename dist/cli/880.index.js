export const id = 880;
export const ids = [880];
export const modules = {

/***/ 2880:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  apply: () => (/* binding */ apply_apply)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/deploy/apply.js + 3 modules
var apply = __webpack_require__(1745);
;// CONCATENATED MODULE: ./build/src/deploy/apply-result.js
function hasFailed({ outcome }) {
    return outcome !== 'applied' && outcome !== 'checked';
}

// EXTERNAL MODULE: ./build/src/deploy/objects-of.js
var objects_of = __webpack_require__(5683);
// EXTERNAL MODULE: ./build/src/deploy/plan-file.js
var plan_file = __webpack_require__(2965);
// EXTERNAL MODULE: ./build/src/lint/is-failure.js
var is_failure = __webpack_require__(128);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
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

















const formats = ['text', 'json'];
const apply_apply = {
    formats,
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
        const outputs = (0,cli_output/* outputsOf */.Y)(values, formats);
        const dryRun = (0,common_options/* oneOf */.yL)('--dry-run', values['dry-run'] ?? 'none', ['none', 'server']) === 'server';
        const work = (await plannedWork(values, operands, io)) ?? (await checkedWork(values, operands, io));
        if (!work)
            return exit_code/* ExitCode */.y.failed;
        const { chosen, ...input } = work;
        const clusters = await (0,deploy_options/* connectAll */.Q5)(chosen, io);
        const interrupted = (0,interruption/* interruption */.Y)(io, 'interrupted; the clusters are put back to what they were');
        try {
            const result = await (0,apply/* apply */.Bb)({
                ...input,
                clusters,
                dryRun,
                signal: interrupted.signal,
                progress: (0,deploy_progress/* tellProgress */.X)(values, io),
            });
            for (const output of outputs) {
                const color = output.file === undefined && (0,common_options/* hasColor */.cE)(values, io);
                const text = output.format === 'json' ? `${(0,json/* toJson */.aB)(result)}\n` : applyText(result, color);
                await (0,cli_output/* writeOutput */.z)(output, text, io);
            }
            return hasFailed(result) ? exit_code/* ExitCode */.y.failed : exit_code/* ExitCode */.y.fine;
        }
        finally {
            interrupted.end();
        }
    },
};
/** What the manifests say; undefined: the check has found errors, and has told them. */
async function checkedWork(values, operands, io) {
    const inspection = await (0,judge/* inspectFor */.GX)(values, operands, io);
    const { config, mesh } = inspection;
    const { chosen, missing } = (0,deploy_options/* chooseClusters */.F$)(config, values, {
        mayLeaveOut: values['gated'] === true,
    });
    const options = (0,deploy_options/* applyOptions */.V1)(config, values, io);
    const { lint } = (0,check_table/* checkTable */.D)(inspection);
    if (!(0,is_failure/* isFailure */.N)(lint.findings, 'error')) {
        return { ...options, objects: (0,objects_of/* deployObjects */.Y)(mesh), chosen, ...(missing && { missing }) };
    }
    // Machine output is about the apply, and there was none: the findings are for people.
    const toStderr = { ...io, stdout: io.stderr };
    const text = [{ format: 'text', file: undefined }];
    await (0,judge/* report */.z8)(text, values, toStderr, inspection, { lint, predictions: undefined }, 0);
    io.stderr.write('\nThe check found errors: nothing was applied.\n');
    return undefined;
}
/** What a plan says; undefined: the operand is no plan. */
async function plannedWork(values, operands, io) {
    const [name, ...others] = operands;
    if (name === undefined || !(await (0,plan_file/* isPlanFile */.cx)((0,external_node_path_.resolve)(io.cwd, name))))
        return undefined;
    if (others.length > 0)
        throw new errors/* UserError */.y('apply takes one plan, or manifests');
    const settled = ['prune', 'prune-limit', 'force-conflicts', 'create-namespaces'].find((option) => values[option] !== undefined);
    if (settled !== undefined)
        throw new errors/* UserError */.y(`the plan says so or not: leave --${settled} out`);
    const plan = await (0,plan_file/* readPlan */.m3)((0,external_node_path_.resolve)(io.cwd, name), name);
    const config = await (0,judge/* configFor */.m3)(values, io);
    const { environment } = config.deploy;
    if (environment !== plan.environment) {
        throw new errors/* UserError */.y(`${name} is for the environment ${plan.environment}, and the configuration says ${environment}`);
    }
    // All of them have been planned together, so that a job may take its own cluster alone.
    const { chosen, missing } = (0,deploy_options/* chooseClusters */.F$)(config, values, { mayLeaveOut: true });
    const { objects, force, createNamespaces, prune } = plan;
    return {
        ...(0,deploy_options/* applyOptions */.V1)(config, values, io),
        ...{ objects, chosen, force, createNamespaces },
        ...(prune && { prune }),
        ...(missing && { missing }),
        refuse: (checked) => (0,plan_file/* movedSince */.yz)(plan, checked, apply/* defaultFieldManager */.LL),
    };
}


/***/ })

};
