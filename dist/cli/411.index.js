export const id = 411;
export const ids = [411];
export const modules = {

/***/ 9851:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H1: () => (/* binding */ baselineHelp),
  Ki: () => (/* binding */ baselineOptions),
  IL: () => (/* binding */ baselineStep)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/manifest/parse.js + 16 modules
var parse = __webpack_require__(7724);
// EXTERNAL MODULE: ./build/src/rules/valid-ignore.js
var valid_ignore = __webpack_require__(3686);
// EXTERNAL MODULE: ./build/src/lint/finding-at.js
var finding_at = __webpack_require__(5570);
// EXTERNAL MODULE: ./build/src/lint/fingerprint.js
var fingerprint = __webpack_require__(4615);
;// CONCATENATED MODULE: ./build/src/lint/baseline.js





/** The text of the baseline file for findings: sorted, so that versions can be compared. */
function baselineText(findings, textOf) {
    const identify = (0,fingerprint/* identifier */.Cv)(textOf);
    const entries = new Map();
    for (const finding of findings) {
        const identity = identify(finding);
        const key = (0,fingerprint/* keyOf */.TN)(identity);
        entries.set(key, { ...identity, count: (entries.get(key)?.count ?? 0) + 1 });
    }
    const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
    return `${JSON.stringify({ version: 1, findings: sorted }, null, 2)}\n`;
}
/** @throws UserError for what is no baseline. */
function parseBaseline(file, text) {
    const { documents, problems } = (0,parse/* parseMappings */.F)({ file, text, named: true });
    const [document] = documents;
    const { version, findings } = document?.value ?? {};
    if (!document || problems.length > 0 || version !== 1 || !Array.isArray(findings)) {
        throw new errors/* UserError */.y(`${file}: no baseline of version 1; write one with --write-baseline`);
    }
    const entries = findings.map((entry, index) => {
        if (isEntry(entry))
            return entry;
        const { line, column } = document.locate(['findings', index]);
        throw new errors/* UserError */.y(`${file}:${String(line)}:${String(column)}: an entry has rule, file, resource, place and count; ` +
            'write the file again with --write-baseline');
    });
    return { file, entries, document };
}
function isEntry(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const { rule, file, resource, place, count } = value;
    const isText = [rule, file, resource, place].every((part) => typeof part === 'string');
    return isText && Number.isInteger(count) && Number(count) > 0;
}
/** Takes out the findings that a baseline knows, each as often as it says. */
function compareWith({ entries }, findings, textOf) {
    const identify = (0,fingerprint/* identifier */.Cv)(textOf);
    const left = new Map();
    for (const entry of entries) {
        left.set((0,fingerprint/* keyOf */.TN)(entry), (left.get((0,fingerprint/* keyOf */.TN)(entry)) ?? 0) + entry.count);
    }
    const kept = findings.filter((finding) => {
        const key = (0,fingerprint/* keyOf */.TN)(identify(finding));
        const count = left.get(key) ?? 0;
        if (count > 0)
            left.set(key, count - 1);
        return count === 0;
    });
    const stale = entries.flatMap((entry, index) => (left.get((0,fingerprint/* keyOf */.TN)(entry)) ?? 0) > 0 ? [index] : []);
    return { kept, baselined: findings.length - kept.length, stale };
}
/** A notice for each entry that is no longer needed: it would hide the same mistake made again. */
function staleFindings({ file, entries, document }, stale) {
    return stale.map((index) => {
        const { rule, file: where } = entries[index] ?? { rule: '', file: '' };
        return (0,finding_at/* findingAt */.d)(valid_ignore/* rule */.H, {
            severity: 'notice',
            message: `The baseline knows more of ${rule} in ${where} than there is: what was mended would be hidden ` +
                'if it came back. Write it again with --write-baseline.',
            file,
            range: document.locate(['findings', index, 'rule']),
        });
    });
}

// EXTERNAL MODULE: ./build/src/lint/finish.js
var finish = __webpack_require__(2632);
// EXTERNAL MODULE: ./build/src/lint/rule-settings.js
var rule_settings = __webpack_require__(4935);
// EXTERNAL MODULE: ./build/src/manifest/find-files.js
var find_files = __webpack_require__(2706);
// EXTERNAL MODULE: ./build/src/manifest/read-file.js
var read_file = __webpack_require__(9570);
// EXTERNAL MODULE: ./build/src/rules/index.js + 148 modules
var rules = __webpack_require__(4020);
// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
// EXTERNAL MODULE: ./build/src/cli/output.js
var output = __webpack_require__(3135);
;// CONCATENATED MODULE: ./build/src/cli/baseline-options.js











/** Options that set the findings of an old repository aside. */
const baselineOptions = {
    baseline: { type: 'string' },
    'write-baseline': { type: 'string' },
};
const baselineHelp = [
    { term: '--baseline FILE', text: 'report only what is not in this file' },
    { term: '--write-baseline FILE', text: 'write what is found to this file, and report nothing' },
];
/** @throws UserError for a file that cannot be read or is no baseline. */
function baselineStep(values, io) {
    const file = (0,common_options/* textOption */.vU)(values, 'baseline');
    const target = (0,common_options/* textOption */.vU)(values, 'write-baseline');
    if (file !== undefined && target !== undefined) {
        throw new errors/* UserError */.y('--baseline reads and --write-baseline writes: give one of them');
    }
    if (target !== undefined)
        return writer(target, values, io);
    if (file !== undefined)
        return reader(readBaseline(file, io), io);
    return {
        reported: (findings) => [...findings],
        conclude: (lint) => Promise.resolve(lint),
    };
}
function readBaseline(file, io) {
    const path = (0,external_node_path_.resolve)(io.cwd, file);
    const read = (0,read_file/* readTextFile */.Gu)(path);
    if ('problem' in read)
        throw new errors/* UserError */.y(`${file}: ${read.problem}`);
    return parseBaseline((0,find_files/* displayName */.QC)(path, io.cwd), read.text);
}
function writer(file, values, io) {
    return {
        reported: () => [],
        async conclude(lint, { manifests }) {
            const { findings, summary } = lint;
            const text = baselineText(findings, (name) => manifests.text(name));
            await (0,output/* writeOutput */.z)({ format: 'baseline', file }, text, io);
            if (values['quiet'] !== true) {
                const what = findings.length === 1 ? '1 finding' : `${String(findings.length)} findings`;
                io.stderr.write(`mesh-failover: wrote ${what} to the baseline\n`);
            }
            return (0,finish/* finish */.O)({
                version: 1,
                findings: [],
                summary: { ...summary, baselined: findings.length },
            });
        },
    };
}
function reader(baseline, io) {
    const compare = (findings, { manifests }) => compareWith(baseline, findings, (file) => manifests.text(file));
    return {
        reported: (findings, looked) => compare(findings, looked).kept,
        async conclude(lint, looked, notRun) {
            const { kept, baselined, stale } = compare(lint.findings, looked);
            const settings = new rule_settings/* RuleSettings */.K(looked.mesh.config);
            const isOff = (name) => notRun.includes(name) || rules/* rules */.a.some((rule) => rule.name === name && !settings.isOn(rule));
            const mended = [];
            for (const index of stale) {
                const entry = baseline.entries[index];
                if (!entry || isOff(entry.rule))
                    continue;
                // A file that was not read this time may be as it was.
                const wasRead = looked.manifests.text(entry.file) !== undefined;
                if (wasRead || !(await exists((0,external_node_path_.resolve)(io.cwd, entry.file))))
                    mended.push(index);
            }
            const findings = [...kept, ...(0,finish/* withSettings */.G)(staleFindings(baseline, mended), settings)];
            return (0,finish/* finish */.O)({ version: 1, findings, summary: { ...lint.summary, baselined } });
        },
    };
}
function exists(path) {
    return (0,promises_.access)(path).then(() => true, () => false);
}


/***/ }),

/***/ 9340:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  GP: () => (/* binding */ changeHelp),
  D$: () => (/* binding */ changeOptions),
  SS: () => (/* binding */ inspectionBefore),
  $y: () => (/* binding */ onlyNew)
});

// EXTERNAL MODULE: ./build/src/lint/finish.js
var finish = __webpack_require__(2632);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/manifest/find-files.js
var find_files = __webpack_require__(2706);
// EXTERNAL MODULE: ./build/src/lint/inspect.js + 5 modules
var inspect = __webpack_require__(6928);
// EXTERNAL MODULE: ./build/src/lint/base/git.js
var git = __webpack_require__(2189);
;// CONCATENATED MODULE: ./build/src/lint/base/base-commit.js


/**
 * The full id of the commit where the current one left `ref` (their merge base), or of `ref` itself where git knows none.
 *
 * @param ref A commit, branch or tag.
 * @throws UserError where there is no git, no repository or no such commit.
 */
async function baseCommit(cwd, env, ref) {
    // It would be an option of git's.
    if (!/^[^-\s][^\s]*$/.test(ref)) {
        throw new errors/* UserError */.y(`a commit, branch or tag is needed, not "${ref}"`);
    }
    const run = (args) => (0,git/* git */.$Y)(cwd, env, args).then(git/* lineOf */.cA);
    const shallow = await run(['rev-parse', '--is-shallow-repository']).catch((error) => {
        if (!(error instanceof git/* GitFailure */.Xi))
            throw error;
        throw new errors/* UserError */.y(`this needs a git repository (${error.message})`);
    });
    const id = await run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]).catch(git/* refused */.J5);
    if (id === undefined) {
        throw new errors/* UserError */.y(`there is no commit "${ref}" here` +
            (shallow === 'true'
                ? '; this clone is shallow: fetch it too (git fetch --depth=1 origin COMMIT, or fetch-depth: 0 of actions/checkout)'
                : '; fetch it, or check the name'));
    }
    return (await run(['merge-base', id, 'HEAD']).catch(git/* refused */.J5)) ?? id;
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./build/src/lint/base/base-tree.js




/**
 * Writes the manifests of an earlier commit to a folder of their own for as long as `use` takes. Only regular files are
 * written, by name those that may be manifests or configuration.
 *
 * @param use Gets the folder that stands for the working folder.
 */
async function withBaseTree({ cwd, env, commit, named }, use) {
    const run = (args, input) => (0,git/* git */.$Y)(cwd, env, args, input);
    const top = (0,git/* lineOf */.cA)(await run(['rev-parse', '--show-toplevel']));
    const prefix = (0,git/* lineOf */.cA)(await run(['rev-parse', '--show-prefix']));
    const wanted = new Set(named.map((path) => (0,external_node_path_.relative)(top, (0,external_node_path_.resolve)(top, prefix, path))
        .split(external_node_path_.sep)
        .join('/')));
    const folder = await (0,promises_.realpath)(await (0,promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), 'mesh-failover-base-')));
    try {
        const listing = await run(['ls-tree', '-r', '-z', '--full-tree', commit]);
        const blobs = blobsIn(listing.toString(), (path) => mayMatter(path) || wanted.has(path));
        const input = blobs.map(({ id }) => `${id}\n`).join('');
        const contents = contentsIn(blobs.length ? await run(['cat-file', '--batch'], input) : null);
        const base = (0,external_node_path_.join)(folder, prefix);
        await (0,promises_.mkdir)(base, { recursive: true });
        for (const { path } of blobs) {
            const content = contents.next().value;
            if (!content)
                continue;
            await (0,promises_.mkdir)((0,external_node_path_.dirname)((0,external_node_path_.join)(folder, path)), { recursive: true });
            await (0,promises_.writeFile)((0,external_node_path_.join)(folder, path), content, { flag: 'wx' });
        }
        return await use(base);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}
/** The regular files of a listing; no name of them leads out of the folder. */
function blobsIn(listing, isWanted) {
    return listing.split('\0').flatMap((entry) => {
        const [, id, path] = /^100\d{3} blob ([0-9a-f]+)\t([^]+)$/.exec(entry) ?? [];
        if (id === undefined || path === undefined || !isWanted(path))
            return [];
        const isSafe = path.split('/').every((part) => !['', '.', '..'].includes(part));
        return isSafe && !path.includes('\\') ? [{ id, path }] : [];
    });
}
function mayMatter(path) {
    return /\.(?:ya?ml|json)$/i.test(path) || /(?:^|\/)\.gitignore$/.test(path);
}
/** The contents that `cat-file --batch` writes one behind the other; undefined for one that is not there. */
function* contentsIn(output) {
    let at = 0;
    while (output && at < output.length) {
        const end = output.indexOf('\n', at);
        const size = / blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1];
        at = end + 1;
        if (size === undefined) {
            yield undefined;
            continue;
        }
        yield output.subarray(at, at + Number(size));
        at += Number(size) + 1;
    }
}

;// CONCATENATED MODULE: ./build/src/lint/base/inspect-base.js






/**
 * Looks at the files as they were where the current commit left `ref`.
 *
 * @throws UserError where git, the repository or the commit is missing, and says what to do.
 */
async function inspectBase(all, { ref, env }) {
    // An absolute path would lead to the files as they are now.
    const below = (path) => ((0,external_node_path_.isAbsolute)(path) ? (0,external_node_path_.relative)(all.cwd, path) || '.' : path);
    const configFile = all.configFile === undefined ? undefined : below(all.configFile);
    const options = { ...all, configFile, paths: all.paths.map(below) };
    const named = [...options.paths, ...(configFile === undefined ? [] : [configFile])];
    const commit = await baseCommit(all.cwd, env, ref);
    const before = await withBaseTree({ cwd: all.cwd, env, commit, named }, (cwd) => inspectIn({ ...options, cwd }));
    return { ...before, commit };
}
/** A path that was not there yet held nothing; a configuration that was wrong says nothing. */
async function inspectIn(options) {
    const paths = [];
    for (const path of options.paths)
        if (await isThere(path, options.cwd))
            paths.push(path);
    if (options.paths.length > 0 && paths.length === 0) {
        return { inspection: undefined, problem: undefined };
    }
    try {
        const inspection = await (0,inspect/* inspect */.N)({ ...options, paths, allowEmpty: true });
        return { inspection, problem: undefined };
    }
    catch (error) {
        if (!(error instanceof errors/* UserError */.y))
            throw error;
        return { inspection: undefined, problem: error.message };
    }
}
function isThere(path, cwd) {
    return (0,find_files/* findFiles */.lY)([path], cwd).then(() => true, (error) => {
        if (!(error instanceof errors/* UserError */.y))
            throw error;
        return false;
    });
}

// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
// EXTERNAL MODULE: ./build/src/cli/judge.js + 1 modules
var judge = __webpack_require__(8085);
;// CONCATENATED MODULE: ./build/src/cli/changed-since.js






/** The option that leaves out what is no fault of a change. */
const changeOptions = {
    'changed-since': { type: 'string' },
};
const changeHelp = [
    {
        term: '--changed-since REF',
        text: 'report only what was not found where the current commit left REF (git)',
    },
];
/**
 * The files as they were before the change; undefined where nobody asked, or where there was nothing to judge.
 *
 * @throws UserError where git does not know the commit.
 */
async function inspectionBefore(values, paths, io) {
    const ref = (0,common_options/* textOption */.vU)(values, 'changed-since');
    if (ref === undefined)
        return undefined;
    if (paths.includes('-')) {
        throw new errors/* UserError */.y('--changed-since cannot look at standard input; name a file or a folder');
    }
    const options = (0,judge/* inspectOptions */.hZ)(values, paths, io);
    const { inspection, problem } = await inspectBase(options, { ref, env: io.env }).catch(ofOption);
    if (problem !== undefined) {
        io.stderr.write(`mesh-failover: the files cannot be judged as they were at ${ref}, so everything is new: ${(0,safe_text/* safeLines */.Bv)(problem)}\n`);
    }
    return { before: inspection };
}
function ofOption(error) {
    if (!(error instanceof errors/* UserError */.y))
        throw error;
    throw new errors/* UserError */.y(`--changed-since: ${error.message}`);
}
/** A result with only what the change brings; the rest is counted. */
function onlyNew(lint, findings) {
    const unchanged = lint.findings.length - findings.length;
    return (0,finish/* finish */.O)({ version: 1, findings, summary: { ...lint.summary, unchanged } });
}


/***/ }),

/***/ 2189:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $Y: () => (/* binding */ git),
/* harmony export */   J5: () => (/* binding */ refused),
/* harmony export */   Xi: () => (/* binding */ GitFailure),
/* harmony export */   cA: () => (/* binding */ lineOf)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var _manifest_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1400);


/** More than this of one answer would be no repository of manifests. */
const LARGEST_ANSWER = 1024 * 1024 * 1024;
/** A call of git that ended with an error; the message is git's own. */
class GitFailure extends Error {
    name = 'GitFailure';
}
/**
 * Only what is here is read: nothing is fetched, nothing that a repository names is started, and a repository inside the
 * files under review is not taken for the one they are in. Whose folder it is says nothing: in a container job it is
 * another user's.
 */
const GUARDS = [
    'safe.directory=*',
    'safe.bareRepository=explicit',
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.quotePath=false',
    'protocol.allow=never',
].flatMap((setting) => ['-c', setting]);
/**
 * Runs git in a folder, without a shell; the result is what it writes.
 *
 * @throws GitFailure where git refuses; UserError where there is no git.
 */
function git(cwd, env, args, input = '') {
    const options = {
        cwd,
        // Messages in one language, and nobody is asked for a password.
        env: {
            ...env,
            LC_ALL: 'C',
            GIT_OPTIONAL_LOCKS: '0',
            GIT_TERMINAL_PROMPT: '0',
            GIT_NO_LAZY_FETCH: '1',
        },
        encoding: 'buffer',
        maxBuffer: LARGEST_ANSWER,
    };
    return new Promise((resolve, reject) => {
        const child = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.execFile)('git', [...GUARDS, ...args], options, (error, stdout, stderr) => {
            if (!error)
                resolve(stdout);
            else if (error.code === 'ENOENT') {
                reject(new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y('this needs git, and there is none in PATH'));
            }
            else {
                const [first = ''] = stderr.toString().trim().split('\n');
                reject(new GitFailure(first.replace(/^fatal: /, '') || error.message));
            }
        });
        // Git may end before it has read everything; what is wrong is then told by how it ends.
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(input);
    });
}
/** The one line that git answers. */
function lineOf(output) {
    return output.toString().replace(/\n$/, '');
}
/** For `catch`: undefined where git refuses; other errors go on. */
function refused(error) {
    if (!(error instanceof GitFailure))
        throw error;
}


/***/ }),

/***/ 9826:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ newFindings),
/* harmony export */   M: () => (/* binding */ knownFindings)
/* harmony export */ });
/* harmony import */ var _fingerprint_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4615);

const RANK = { notice: 0, warning: 1, error: 2 };
/** The findings of a state of the files, to compare with. */
function knownFindings(findings, textOf) {
    const identify = (0,_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(textOf);
    return findings.map((finding) => ({
        identity: identify(finding),
        rank: RANK[finding.severity],
    }));
}
/**
 * The findings that were not there before, or were less grave. A file that is gone may have been moved: its findings
 * are looked for by their objects.
 */
function newFindings(findings, known, textOf) {
    const identify = (0,_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(textOf);
    const left = take(findings, known, (finding) => (0,_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .keyOf */ .TN)(identify(finding)), _fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .keyOf */ .TN);
    const moved = known.filter(({ identity }) => textOf(identity.file) === undefined);
    const withoutFile = (identity) => identity.resource === '' ? undefined : (0,_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .keyOf */ .TN)({ ...identity, file: '' });
    return take(left, moved, (finding) => withoutFile(identify(finding)), withoutFile);
}
/** What is left when each finding that is known, and no less grave there, is taken out once. */
function take(findings, known, keyOfFinding, keyOfKnown) {
    const ranks = new Map();
    for (const { identity, rank } of known) {
        const key = keyOfKnown(identity);
        if (key !== undefined)
            ranks.set(key, [...(ranks.get(key) ?? []), rank]);
    }
    return findings.filter((finding) => {
        const key = keyOfFinding(finding);
        const candidates = key === undefined ? undefined : ranks.get(key);
        const index = candidates?.findIndex((rank) => rank >= RANK[finding.severity]) ?? -1;
        if (index >= 0)
            candidates?.splice(index, 1);
        return index < 0;
    });
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


/***/ })

};
