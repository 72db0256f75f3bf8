export const id = 884;
export const ids = [884];
export const modules = {

/***/ 4884:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  lint: () => (/* binding */ lint)
});

// EXTERNAL MODULE: ./build/src/lint/base/new-findings.js
var new_findings = __webpack_require__(9826);
// EXTERNAL MODULE: ./build/src/lint/table-findings.js
var table_findings = __webpack_require__(7982);
// EXTERNAL MODULE: ./build/src/report/formats.js + 14 modules
var formats = __webpack_require__(1525);
// EXTERNAL MODULE: ./build/src/cli/baseline-options.js + 1 modules
var baseline_options = __webpack_require__(9851);
// EXTERNAL MODULE: ./build/src/cli/changed-since.js + 3 modules
var changed_since = __webpack_require__(9340);
// EXTERNAL MODULE: ./build/src/lint/is-failure.js
var is_failure = __webpack_require__(128);
// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
// EXTERNAL MODULE: ./build/src/cli/exit-code.js
var exit_code = __webpack_require__(3250);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/manifest/parse.js + 16 modules
var parse = __webpack_require__(7724);
// EXTERNAL MODULE: ./build/src/lint/inspect.js + 5 modules
var inspect = __webpack_require__(6928);
;// CONCATENATED MODULE: ./build/src/lint/plan-edits.js
/**
 * The texts after the fixes, by file; of fixes that touch each other only the first one is made, as the others may
 * mean something else then. `made` counts the fixes.
 */
function withFixes(fixes, textOf) {
    const chosen = new Map();
    let made = 0;
    const offsets = offsetsOf(textOf);
    for (const { edits } of fixes) {
        const spans = edits.map((edit) => ({ file: edit.file, span: offsets(edit) }));
        const isFree = spans.every(({ file, span }) => span && !chosen.get(file)?.some((other) => touches(span, other)));
        if (!isFree)
            continue;
        made += 1;
        for (const { file, span } of spans) {
            if (span)
                chosen.set(file, [...(chosen.get(file) ?? []), span]);
        }
    }
    const texts = new Map([...chosen].map(([file, spans]) => [file, replaceSpans(textOf(file) ?? '', spans)]));
    return { texts, made };
}
function touches(a, b) {
    return a.start <= b.end && b.start <= a.end;
}
function replaceSpans(text, spans) {
    return spans
        .toSorted((a, b) => b.start - a.start)
        .reduce((all, { start, end, text: own }) => all.slice(0, start) + own + all.slice(end), text);
}
/** Turns the ranges of edits into offsets; undefined where the file's text was not kept. */
function offsetsOf(textOf) {
    const starts = new Map();
    return ({ file, range, text }) => {
        const whole = textOf(file);
        if (whole === undefined)
            return undefined;
        let lines = starts.get(file);
        if (!lines) {
            lines = [0, ...[...whole.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
            starts.set(file, lines);
        }
        const start = (lines[range.line - 1] ?? whole.length) + range.column - 1;
        const end = (lines[range.endLine - 1] ?? whole.length) + range.endColumn - 1;
        return { start, end, text };
    };
}

;// CONCATENATED MODULE: ./build/src/lint/fix.js






/** One fix may lead to the next one; more rounds than this mean that two of them undo each other. */
const MOST_ROUNDS = 20;
/**
 * Makes every fix that there is, in memory: nothing is written. Only files that stand in the working folder
 * themselves are changed.
 *
 * @param choose The findings that are to be fixed; default: all.
 * @throws UserError for standard input, which cannot be changed.
 */
async function fix(options, choose = ({ result }) => result.findings) {
    if (options.paths.includes('-')) {
        throw new errors/* UserError */.y('--fix cannot change standard input; name a file or a folder');
    }
    const before = await (0,inspect/* inspect */.N)(options);
    const isOurs = writableIn(options.cwd);
    /** How many fixes a file takes in one round; fewer where together they made a text that cannot be read. */
    const most = new Map();
    const texts = new Map();
    let after = before;
    let made = 0;
    for (let round = 0; round < MOST_ROUNDS; round++) {
        const planned = await plan(after, choose(after), most, isOurs);
        if (planned.made === 0)
            break;
        const { manifests } = after;
        const wrong = [...planned.texts].filter(([file, text]) => !isSound(file, manifests.text(file) ?? '', text));
        for (const [file] of wrong)
            most.set(file, most.has(file) ? 0 : 1);
        if (wrong.length)
            continue;
        made += planned.made;
        for (const [file, text] of planned.texts)
            texts.set(file, text);
        after = await (0,inspect/* inspect */.N)({ ...options, replaced: texts });
    }
    const files = [...texts].map(([file, text]) => {
        return { file, before: before.manifests.text(file) ?? '', after: text };
    });
    return { before, after, files: files.sort((a, b) => (a.file < b.file ? -1 : 1)), made };
}
/** The fixes of one round. What an object is refused for comes first: the rest may follow from it. */
async function plan({ manifests }, findings, most, isAllowed) {
    const all = findings.filter(({ fix: one }) => one !== undefined);
    const refused = new Set(all.filter(({ category }) => category === 'admission').map(({ file }) => file));
    const fixes = [];
    const counts = new Map();
    for (const { fix: one, file, category } of all) {
        const count = counts.get(file) ?? 0;
        if (!one || (refused.has(file) && category !== 'admission'))
            continue;
        if (count >= (most.get(file) ?? Infinity))
            continue;
        const allowed = await Promise.all(one.edits.map((edit) => isAllowed(edit.file)));
        if (!allowed.every(Boolean))
            continue;
        fixes.push(one);
        counts.set(file, count + 1);
    }
    return withFixes(fixes, (file) => manifests.text(file));
}
/** The fixed text is read as well as the one before it: as many documents, and no more problems. */
function isSound(file, before, after) {
    const [old, fixed] = [before, after].map((text) => (0,parse/* parseManifest */.N)({ file, text, named: true }));
    return (old !== undefined &&
        fixed !== undefined &&
        fixed.documents.length === old.documents.length &&
        fixed.problems.length <= old.problems.length);
}
/** Whether a file stands in the folder itself: not outside, and behind no symbolic link. */
function writableIn(cwd) {
    const known = new Map();
    const find = async (file) => {
        const folder = await (0,promises_.realpath)(cwd);
        const path = (0,external_node_path_.join)(folder, file);
        if (!path.startsWith(folder.endsWith(external_node_path_.sep) ? folder : folder + external_node_path_.sep))
            return false;
        return (0,promises_.realpath)(path).then((real) => real === path, () => false);
    };
    return (file) => {
        const answer = known.get(file) ?? find(file);
        known.set(file, answer);
        return answer;
    };
}

// EXTERNAL MODULE: ./build/src/lint/write-fixed.js
var write_fixed = __webpack_require__(2203);
// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
;// CONCATENATED MODULE: ./build/src/report/unified-diff.js

/** Lines of a diff before and after what differs. */
const CONTEXT = 3;
/** How far apart equal lines are looked for. */
const FARTHEST = 1_000;
/** The difference of two texts as `diff -u` writes it, for `git apply` and `patch`; empty where there is none. */
function unifiedDiff(file, before, after) {
    const lines = compare(splitLines(before), splitLines(after));
    const hunks = hunksOf(lines).map(hunkText);
    if (hunks.length === 0)
        return '';
    const name = (0,safe_text/* safeText */.Hk)(file);
    return `--- a/${name}\n+++ b/${name}\n${hunks.join('')}`;
}
/** Each line with its own line break. */
function splitLines(text) {
    return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
function compare(before, after) {
    const lines = [];
    let [old, current] = [0, 0];
    const take = (mark, text = '') => {
        lines.push({ mark, text, old, new: current });
        if (mark !== '+')
            old += 1;
        if (mark !== '-')
            current += 1;
    };
    while (old < before.length || current < after.length) {
        if (before[old] === after[current]) {
            take(' ', before[old]);
            continue;
        }
        const [gone, come] = nextEqual(before, after, old, current);
        for (let count = 0; count < gone; count++)
            take('-', before[old]);
        for (let count = 0; count < come; count++)
            take('+', after[current]);
    }
    return lines;
}
/** How many lines go and come until both texts have the same line again, or end. */
function nextEqual(before, after, old, current) {
    for (let distance = 1; distance <= FARTHEST; distance++) {
        for (let gone = 0; gone <= distance; gone++) {
            const come = distance - gone;
            const line = before[old + gone];
            if (line !== undefined && line === after[current + come])
                return [gone, come];
        }
    }
    return [before.length - old, after.length - current];
}
/** Changes with their context; those that are near to each other in one piece. */
function hunksOf(lines) {
    const hunks = [];
    let end = -1;
    lines.forEach(({ mark }, index) => {
        if (mark === ' ')
            return;
        const from = Math.max(index - CONTEXT, end, 0);
        const until = Math.min(index + CONTEXT + 1, lines.length);
        const hunk = hunks.at(-1);
        if (hunk && index - CONTEXT <= end)
            hunk.push(...lines.slice(end, until));
        else
            hunks.push(lines.slice(from, until));
        end = Math.max(end, until);
    });
    return hunks;
}
function hunkText(hunk) {
    const [first] = hunk;
    const side = (start, without) => {
        const count = hunk.filter(({ mark }) => mark !== without).length;
        return `${String(count === 0 ? start : start + 1)},${String(count)}`;
    };
    const head = `@@ -${side(first?.old ?? 0, '+')} +${side(first?.new ?? 0, '-')} @@\n`;
    return head + hunk.map(lineText).join('');
}
/** A patch has to be exact, but a log is read by machines too: of lines that are harmless nothing is changed. */
function lineText({ mark, text }) {
    const [, content = '', end = ''] = /^([^]*?)(\r?\n|)$/.exec(text) ?? [];
    const safe = content.split('\t').map(safe_text/* safeText */.Hk).join('\t');
    return `${mark}${safe}${end === '' ? '\n\\ No newline at end of file\n' : end}`;
}

// EXTERNAL MODULE: ./build/src/cli/judge.js + 1 modules
var judge = __webpack_require__(8085);
// EXTERNAL MODULE: ./build/src/cli/output.js
var output = __webpack_require__(3135);
;// CONCATENATED MODULE: ./build/src/cli/fix-options.js






/** Options that mend what can be mended for certain. */
const fixOptions = {
    fix: { type: 'boolean' },
    'fix-dry-run': { type: 'boolean' },
};
const fixHelp = [
    { term: '--fix', text: 'mend what can be mended for certain, then report what is left' },
    { term: '--fix-dry-run', text: 'write the same as a unified diff to standard output' },
];
/** @throws UserError for options that exclude each other. */
function fixOptionsOf(values) {
    const dryRun = values['fix-dry-run'] === true;
    if (values['fix'] !== true)
        return dryRun ? 'dry-run' : undefined;
    if (dryRun)
        throw new errors/* UserError */.y('--fix writes and --fix-dry-run does not: give one of them');
    return 'write';
}
/**
 * Makes the fixes of the findings that are chosen, or shows them. What is to report: what is left, or in a dry run everything.
 */
async function lintFixed(mode, values, paths, io, choose) {
    const { before, after, files, made } = await fix((0,judge/* inspectOptions */.hZ)(values, paths, io), choose);
    if (mode === 'dry-run') {
        const diff = files.map((one) => unifiedDiff(one.file, one.before, one.after)).join('');
        await (0,output/* writeOutput */.z)({ format: 'diff', file: undefined }, diff, io);
        return before;
    }
    for (const file of files)
        await (0,write_fixed/* writeFixed */.y)(io.cwd, file);
    if (values['quiet'] !== true) {
        const what = made === 1 ? '1 finding' : `${String(made)} findings`;
        const where = files.length === 1 ? '1 file' : `${String(files.length)} files`;
        io.stderr.write(`mesh-failover: fixed ${what} in ${where}\n`);
    }
    return after;
}

;// CONCATENATED MODULE: ./build/src/cli/commands/lint.js











const lint = {
    formats: formats/* formatNames */.E,
    options: { ...common_options/* judgeOptions */.SR, ...fixOptions, ...baseline_options/* baselineOptions */.Ki, ...changed_since/* changeOptions */.D$ },
    help: [...common_options/* judgeHelp */.JB, ...fixHelp, ...baseline_options/* baselineHelp */.H1, ...changed_since/* changeHelp */.GP],
    examples: [
        'mesh-failover lint mesh/',
        'mesh-failover lint --format text --format json=lint.json',
        'mesh-failover lint --fix-dry-run mesh/ > fixes.patch',
    ],
    async run(values, operands, io) {
        const start = performance.now();
        const mode = fixOptionsOf(values);
        const asked = (0,output/* outputsOf */.Y)(values, formats/* formatNames */.E, mode === 'dry-run' ? [] : undefined);
        const level = (0,common_options/* failLevel */.h0)(values);
        const baseline = (0,baseline_options/* baselineStep */.IL)(values, io);
        const earlier = await (0,changed_since/* inspectionBefore */.SS)(values, operands, io);
        const before = earlier?.before;
        const known = before
            ? (0,new_findings/* knownFindings */.M)(before.result.findings, (file) => before.manifests.text(file))
            : [];
        const newIn = (findings, { manifests }) => earlier ? (0,new_findings/* newFindings */.F)(findings, known, (file) => manifests.text(file)) : [...findings];
        const reported = (looked) => newIn(baseline.reported(looked.result.findings, looked), looked);
        const inspection = mode
            ? await lintFixed(mode, values, operands, io, reported)
            : await (0,judge/* inspectFor */.GX)(values, operands, io);
        const notRun = table_findings/* tableRules */.a.map(({ name }) => name);
        const notKnown = await baseline.conclude(inspection.result, inspection, notRun);
        const result = earlier ? (0,changed_since/* onlyNew */.$y)(notKnown, newIn(notKnown.findings, inspection)) : notKnown;
        const seconds = (performance.now() - start) / 1000;
        const results = { lint: result, predictions: undefined };
        await (0,judge/* report */.z8)(asked, values, io, inspection, results, seconds);
        return (0,is_failure/* isFailure */.N)(result.findings, level) ? exit_code/* ExitCode */.y.failed : exit_code/* ExitCode */.y.fine;
    },
};


/***/ }),

/***/ 2203:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ writeFixed)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1400);
/* harmony import */ var _manifest_read_file_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9570);





const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/**
 * Writes a fixed file, with the byte order mark that it had. Never through a symbolic link.
 *
 * @throws UserError where the file cannot be written, or is no longer what was fixed.
 */
async function writeFixed(cwd, { file, before, after }) {
    try {
        const handle = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(cwd, file), node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDWR | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW);
        try {
            const bytes = await handle.readFile();
            const read = (0,_manifest_read_file_js__WEBPACK_IMPORTED_MODULE_3__/* .decodeText */ .g7)(bytes);
            if (!('text' in read) || read.text !== before) {
                throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y(`${file}: was changed meanwhile, so it is not fixed; run again`);
            }
            const hasMark = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte);
            const text = Buffer.from(after);
            const all = hasMark ? Buffer.concat([Buffer.from(BYTE_ORDER_MARK), text]) : text;
            await handle.truncate(0);
            await handle.write(all, 0, all.length, 0);
        }
        finally {
            await handle.close();
        }
    }
    catch (error) {
        if (error instanceof _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y)
            throw error;
        const { code } = error;
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .y(`${file}: cannot be written (${code ?? 'unknown error'})`);
    }
}


/***/ })

};
