export const id = 85;
export const ids = [85];
export const modules = {

/***/ 8085:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  GX: () => (/* binding */ inspectFor),
  hZ: () => (/* binding */ inspectOptions),
  z8: () => (/* binding */ report)
});

// EXTERNAL MODULE: ./build/src/lint/inspect.js + 5 modules
var inspect = __webpack_require__(6928);
// EXTERNAL MODULE: ./build/src/mesh/topology.js
var mesh_topology = __webpack_require__(6834);
;// CONCATENATED MODULE: ./build/src/report/basis.js

/**
 * What the numbers rest on, so that nobody takes an assumption for a measurement.
 *
 * @param now What the age of an inventory counts to.
 */
function basisOf(mesh, now) {
    const { config, documents, topology } = mesh;
    const regions = (0,mesh_topology/* regionsOf */.N)(topology.clusters);
    const hosts = [...new Set(mesh.targets().map(({ host }) => host))];
    const assumed = hosts.filter((host) => topology.endpoints(host).some((group) => group.assumed));
    const istio = documents.filter(({ value }) => value['kind'] !== 'Service').length;
    const lines = [
        plural(istio, 'manifest'),
        `${plural(regions.length, 'region')} (from ${config.clusters ? (config.file ?? 'the configuration') : 'the manifests'})`,
        `profile ${config.profile}`,
    ];
    if (assumed.length && regions.length) {
        lines.push(`one endpoint per cluster assumed for ${assumed.length === hosts.length ? 'every host' : plural(assumed.length, 'host')}`);
    }
    const read = inventoryAge(mesh, hosts, now);
    if (read !== undefined)
        lines.push(read);
    if (hosts.length === 0) {
        lines.push('no host has a route or a policy: nothing to predict');
    }
    else if (regions.length === 0) {
        lines.push('no regions known, so nothing is predicted: declare clusters in mesh-failover.yaml');
    }
    return lines;
}
/** How old the oldest endpoints are that were read from clusters. */
function inventoryAge({ config }, hosts, now) {
    const times = config.workloads
        .filter(({ host }) => hosts.includes(host))
        .flatMap(({ readAt }) => (readAt === undefined ? [] : [Date.parse(readAt)]));
    if (times.length === 0)
        return undefined;
    const age = ageText(now.getTime() - Math.min(...times));
    const which = times.length === hosts.length ? '' : ` for ${plural(times.length, 'host')}`;
    return `inventory of ${age}${which}`;
}
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
function ageText(ms) {
    if (ms < MINUTE)
        return 'just now';
    if (ms < HOUR)
        return `${plural(Math.floor(ms / MINUTE), 'minute')} ago`;
    if (ms < 2 * DAY)
        return `${plural(Math.floor(ms / HOUR), 'hour')} ago`;
    return `${plural(Math.floor(ms / DAY), 'day')} ago`;
}
function plural(count, word) {
    return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}

// EXTERNAL MODULE: ./build/src/report/formats.js + 20 modules
var formats = __webpack_require__(1426);
// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __webpack_require__(6914);
// EXTERNAL MODULE: ./build/src/cli/output.js
var cli_output = __webpack_require__(3135);
;// CONCATENATED MODULE: ./build/src/cli/judge.js





/** What the options and operands ask to look at. */
function inspectOptions(values, paths, io) {
    return {
        cwd: io.cwd,
        configFile: (0,common_options/* textOption */.vU)(values, 'config'),
        paths,
        stdin: io.stdin,
        allowEmpty: values['allow-empty'] === true,
        preset: (0,common_options/* presetOption */.dj)(values),
        now: io.now?.(),
    };
}
/** Reads what the options and operands name. */
function inspectFor(values, paths, io) {
    return (0,inspect/* inspect */.N)(inspectOptions(values, paths, io));
}
/** Writes the results to every output. */
async function report(outputs, values, io, { mesh, manifests }, results, seconds) {
    const basis = basisOf(mesh, io.now?.() ?? new Date());
    const all = { ...results, basis, text: (file) => manifests.text(file) };
    for (const output of outputs) {
        const color = output.file === undefined && (0,common_options/* hasColor */.cE)(values, io);
        const quiet = values['quiet'] === true;
        const width = output.file === undefined ? widthOf(io) : undefined;
        await (0,cli_output/* writeOutput */.z)(output, formats/* formats */.F[output.format](all, {
            color,
            quiet,
            seconds,
            ...(width === undefined ? {} : { width }),
        }), io);
    }
}
/** Fewer characters on a line would help nobody. */
const NARROWEST = 40;
/** Of a terminal; undefined where the output goes elsewhere. */
function widthOf({ stdout }) {
    if (stdout.isTTY !== true || !stdout.columns)
        return undefined;
    return Math.max(NARROWEST, stdout.columns);
}


/***/ }),

/***/ 5570:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ findingAt)
/* harmony export */ });
/** A finding of a rule at a place in a file. */
function findingAt({ name, code, category, severity }, at) {
    const { line, column, endLine, endColumn } = at.range;
    return {
        rule: name,
        code,
        category,
        severity: at.severity ?? severity,
        message: at.message,
        file: at.file,
        line,
        column,
        endLine,
        endColumn,
        resource: at.resource ?? null,
        related: at.related ?? [],
        ...(at.fix ? { fix: at.fix } : {}),
        help: `docs/rules/${name}.md`,
    };
}


/***/ }),

/***/ 4615:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cv: () => (/* binding */ identifier),
/* harmony export */   TN: () => (/* binding */ keyOf),
/* harmony export */   WS: () => (/* binding */ fingerprints)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** The identity of findings; the lines of a file are taken apart once. */
function identifier(textOf) {
    const files = new Map();
    return (finding) => {
        const { rule, file, resource } = finding;
        if (!files.has(file))
            files.set(file, textOf(file)?.split(/\r\n|\n|\r/));
        return {
            rule,
            file,
            resource: resource ? `${resource.kind} ${resource.namespace}/${resource.name}` : '',
            place: hash(placeText(finding, files.get(file))),
        };
    };
}
/**
 * A short text for each finding, that stays when lines move: the same for none of the others. Findings with one
 * identity are told apart by their order.
 */
function fingerprints(findings, textOf) {
    const identify = identifier(textOf);
    const seen = new Map();
    return findings.map((finding) => {
        const key = hash(keyOf(identify(finding)));
        const count = (seen.get(key) ?? 0) + 1;
        seen.set(key, count);
        return `${key}:${String(count)}`;
    });
}
/** An identity as the key of a map. */
function keyOf({ rule, file, resource, place }) {
    return JSON.stringify([rule, file, resource, place]);
}
/** Where the text was not kept, the message is all there is to tell places apart. */
function placeText(finding, lines) {
    if (!lines)
        return finding.message;
    const { line, column, endLine, endColumn } = finding;
    const text = line === endLine
        ? (lines[line - 1] ?? '').slice(column - 1, endColumn - 1)
        : [
            (lines[line - 1] ?? '').slice(column - 1),
            ...lines.slice(line, endLine - 1),
            (lines[endLine - 1] ?? '').slice(0, endColumn - 1),
        ].join('\n');
    return text.replace(/\s+/g, ' ').trim();
}
function hash(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex').slice(0, 16);
}


/***/ }),

/***/ 2632:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ withSettings),
/* harmony export */   O: () => (/* binding */ finish)
/* harmony export */ });
/* harmony import */ var _rules_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3697);

/** A result with its findings sorted and counted. */
function finish({ findings, summary }) {
    const sorted = findings.toSorted(byPlace);
    const count = (level) => sorted.filter(({ severity }) => severity === level).length;
    return {
        version: 1,
        findings: sorted,
        summary: {
            ...summary,
            errors: count('error'),
            warnings: count('warning'),
            notices: count('notice'),
        },
    };
}
/** The findings in the severity that the configuration gives them; without those that it switches off. */
function withSettings(findings, settings) {
    const byName = new Map(_rules_index_js__WEBPACK_IMPORTED_MODULE_0__/* .rules */ .a.map((rule) => [rule.name, rule]));
    return findings.flatMap((finding) => {
        const rule = byName.get(finding.rule);
        const severity = rule && settings.in(finding.file, rule);
        if (severity === 'off')
            return [];
        return [severity ? { ...finding, severity } : finding];
    });
}
function byPlace(a, b) {
    const compare = (x, y) => (x < y ? -1 : x > y ? 1 : 0);
    return (compare(a.file, b.file) ||
        a.line - b.line ||
        a.column - b.column ||
        compare(a.rule, b.rule) ||
        compare(a.message, b.message));
}


/***/ }),

/***/ 6928:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ inspect)
});

// EXTERNAL MODULE: ./build/src/config/load-config.js + 7 modules
var load_config = __webpack_require__(9353);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/manifest/find-files.js
var find_files = __webpack_require__(2706);
// EXTERNAL MODULE: ./build/src/manifest/parse.js + 16 modules
var parse = __webpack_require__(7724);
// EXTERNAL MODULE: ./build/src/manifest/read-file.js
var read_file = __webpack_require__(9570);
// EXTERNAL MODULE: ./build/src/manifest/walk.js + 1 modules
var walk = __webpack_require__(6650);
;// CONCATENATED MODULE: ./build/src/manifest/manifests.js





/** Files that are read at the same time; more only keeps more texts in memory. */
const concurrency = 16;
/**
 * Reads the manifests behind PATHs (see `findFiles`). The order of everything returned depends on
 * the names of the files alone. Throws `UserError` for a path that is not there; what cannot be
 * read becomes a problem.
 */
async function readManifests(paths, options) {
    const found = await (0,find_files/* findFiles */.lY)(paths, options.cwd);
    const collector = new Collector(found.problems);
    for (let start = 0; start < found.files.length; start += concurrency) {
        const batch = found.files.slice(start, start + concurrency);
        const texts = await Promise.all(batch.map((file) => readText(file, options)));
        batch.forEach((file, index) => {
            const text = texts[index];
            if (text)
                collector.add(file, text);
        });
    }
    return collector.manifests();
}
async function readText({ path, file }, { stdin, replaced }) {
    const text = replaced?.get(file);
    if (text !== undefined)
        return { text };
    if (path !== undefined)
        return (0,read_file/* readTextFile */.Gu)(path);
    if (!stdin)
        throw new errors/* UserError */.y('-: there is no standard input; name a file');
    return (0,read_file/* readTextStream */.aV)(stdin);
}
class Collector {
    #problems;
    #parsed = [];
    #texts = new Map();
    #files = 0;
    constructor(problems) {
        this.#problems = [...problems];
    }
    add({ file, named }, read) {
        this.#files += 1;
        if ('problem' in read) {
            const { problem: message, range, istio } = read;
            this.#problems.push({ kind: 'unreadable', file, range, message, named, istio });
            return;
        }
        const parsed = (0,parse/* parseManifest */.N)({ file, named, text: read.text });
        this.#parsed.push(parsed);
        if (parsed.documents.length > 0 || parsed.problems.length > 0)
            this.#texts.set(file, read.text);
    }
    manifests() {
        const total = (count) => this.#parsed.reduce((sum, parsed) => sum + count(parsed), 0);
        return {
            documents: this.#parsed.flatMap(({ documents }) => documents),
            problems: [...this.#problems, ...this.#parsed.flatMap(({ problems }) => problems)].sort(byPlace),
            files: this.#files,
            count: total(({ count }) => count),
            skipped: total(({ skipped }) => skipped),
            text: (file) => this.#texts.get(file),
        };
    }
}
function byPlace(a, b) {
    return (0,walk/* compare */.UD)(a.file, b.file) || a.range.line - b.range.line || a.range.column - b.range.column;
}

// EXTERNAL MODULE: ./build/src/rules/index.js + 142 modules
var rules = __webpack_require__(3697);
// EXTERNAL MODULE: ./build/src/mesh/mesh.js + 5 modules
var mesh_mesh = __webpack_require__(6907);
// EXTERNAL MODULE: ./build/src/rules/no-duplicate-keys.js
var no_duplicate_keys = __webpack_require__(1295);
// EXTERNAL MODULE: ./build/src/rules/readable-manifest.js
var readable_manifest = __webpack_require__(4587);
// EXTERNAL MODULE: ./build/src/lint/finding-at.js
var finding_at = __webpack_require__(5570);
// EXTERNAL MODULE: ./build/src/mesh/did-you-mean.js
var did_you_mean = __webpack_require__(3092);
// EXTERNAL MODULE: ./build/src/rules/valid-ignore.js
var valid_ignore = __webpack_require__(3686);
;// CONCATENATED MODULE: ./build/src/lint/apply-ignores.js



/**
 * Takes out the findings that an ignore covers, and reports ignores that are wrong or in vain.
 *
 * @param today `YYYY-MM-DD`: an ignore that ended before ignores nothing, and is reported.
 * @param notRun Rules that have had no chance to find anything: an ignore of theirs may be needed.
 */
function applyIgnores(findings, ignores, rules, notRun, today) {
    const names = rules.map(({ name }) => name);
    const misused = [];
    const complain = ({ file, comment: { range } }, message) => {
        misused.push((0,finding_at/* findingAt */.d)(valid_ignore/* rule */.H, { message, file, range }));
    };
    const valid = ignores.filter((ignore) => {
        const problem = problemOf(ignore, names, today);
        if (problem !== undefined)
            complain(ignore, problem);
        return problem === undefined;
    });
    const used = new Set();
    const kept = findings.filter((finding) => {
        const ignore = valid.find(({ rule: name, file, first, last }) => name === finding.rule &&
            file === finding.file &&
            first <= finding.line &&
            finding.line <= last);
        if (ignore)
            used.add(ignore);
        return ignore === undefined;
    });
    for (const ignore of valid) {
        if (!used.has(ignore) && !notRun.some(({ name }) => name === ignore.rule)) {
            complain(ignore, `${ignore.rule} finds nothing here: remove this ignore.`);
        }
    }
    return { kept, ignored: findings.length - kept.length, misused };
}
function problemOf({ rule, until, reason }, names, today) {
    const form = 'Write "mesh-failover-ignore: rule-name reason".';
    if (rule === '')
        return `This ignore names no rule. ${form}`;
    if (!names.includes(rule)) {
        const near = (0,did_you_mean/* didYouMean */.a)(rule, names);
        return `There is no rule "${rule}"${near ? `; did you mean "${near}"?` : '.'} See mesh-failover rules.`;
    }
    if (reason === '')
        return `This ignore gives no reason. ${form}`;
    if (until === undefined)
        return undefined;
    if (!isDate(until)) {
        return `"${until}" is no day, so this ignore counts for nothing. Write until=YYYY-MM-DD.`;
    }
    return until < today
        ? `This ignore ended with ${until}: mend what ${rule} finds here, or give a later day and why.`
        : undefined;
}
/** A day that there is, as `YYYY-MM-DD`. */
function isDate(text) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text))
        return false;
    const date = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

// EXTERNAL MODULE: ./build/src/lint/finish.js
var finish = __webpack_require__(2632);
;// CONCATENATED MODULE: ./build/src/lint/ignores.js
const NAME = 'mesh-failover-ignore';
const MARK = /^\s*mesh-failover-ignore(?::\s*|\s+|$)(\S*)\s*([^]*)$/;
/**
 * The ignores of a document. Behind a value, one covers its line; on a line of its own, the next line that
 * has a value, with everything that is indented below it.
 */
function ignoresIn(document, text) {
    // Few files have any: to look for comments takes longer than to read the values.
    if (text?.includes(NAME) === false)
        return [];
    const comments = document.comments().filter((comment) => MARK.test(comment.text));
    if (comments.length === 0)
        return [];
    const lines = (text ?? '').split(/\r\n|\n|\r/);
    return comments.map((comment) => {
        const [, rule = '', rest = ''] = MARK.exec(comment.text) ?? [];
        const { until, reason } = withoutEnd(rest);
        const { line } = comment.range;
        const [first, last] = comment.trailing ? [line, line] : blockBelow(lines, line);
        return { file: document.file, comment, rule, until, reason, first, last };
    });
}
/** `until=2026-12-31` may stand anywhere behind the rule. */
function withoutEnd(text) {
    const [mark, until] = /(?<!\S)until=(\S*)/.exec(text) ?? [];
    const reason = mark === undefined ? text : text.replace(mark, '');
    return { until, reason: reason.trim() };
}
/** The block that begins below a line: its first line with a value, and all that is indented deeper. */
function blockBelow(lines, line) {
    const isValue = (text) => /\S/.test(text) && !/^\s*#/.test(text);
    let first = line;
    while (first < lines.length && !isValue(lines[first] ?? ''))
        first++;
    const indent = indentOf(lines[first] ?? '');
    let last = first + 1;
    while (last < lines.length) {
        const text = lines[last] ?? '';
        if (isValue(text) && (indentOf(text) <= indent || text.startsWith('---')))
            break;
        last++;
    }
    return [first + 1, last];
}
function indentOf(text) {
    return text.length - text.trimStart().length;
}

;// CONCATENATED MODULE: ./build/src/lint/read-problems.js

/** What could not be read becomes a finding of the rule for its kind. */
function readFindings(problems, rules) {
    return problems.map((problem) => {
        // A file that was found by chance and has nothing of Istio may well be none of our business.
        const severity = problem.named || problem.istio ? 'error' : 'notice';
        return (0,finding_at/* findingAt */.d)(rules[problem.kind], {
            severity,
            message: problem.message,
            file: problem.file,
            range: problem.range,
        });
    });
}

// EXTERNAL MODULE: ./build/src/lint/rule-settings.js
var rule_settings = __webpack_require__(4935);
// EXTERNAL MODULE: ./build/src/lint/table-findings.js
var table_findings = __webpack_require__(7982);
;// CONCATENATED MODULE: ./build/src/lint/lint.js











/**
 * Runs every rule that the configuration does not switch off.
 *
 * @param now Ignores that ended before this day (UTC) count for nothing.
 */
function lint(manifests, config, now = new Date()) {
    const mesh = (0,mesh_mesh/* buildMesh */.G)(config, manifests.documents);
    const settings = new rule_settings/* RuleSettings */.K(config);
    const found = distinct([
        ...readFindings(manifests.problems, { 'duplicate-key': no_duplicate_keys/* rule */.H, unreadable: readable_manifest/* rule */.H }),
        ...rules/* rules */.a.filter((rule) => settings.isOn(rule)).flatMap((rule) => run(rule, mesh)),
    ]);
    const ignores = mesh.documents.flatMap((document) => ignoresIn(document, manifests.text(document.file)));
    const { files, count: documents, skipped } = manifests;
    const today = now.toISOString().slice(0, 10);
    const leftOut = rules/* rules */.a.filter((rule) => settings.isLeftOut(rule));
    const conclude = (all, notRun) => {
        const reported = (0,finish/* withSettings */.G)(all, settings);
        const silent = [...notRun, ...leftOut];
        const { kept, ignored, misused } = applyIgnores(reported, ignores, rules/* rules */.a, silent, today);
        const nothing = { errors: 0, warnings: 0, notices: 0 };
        const summary = { files, documents, ...nothing, ignored, skipped };
        const findings = [...kept, ...(0,finish/* withSettings */.G)(misused, settings)];
        return (0,finish/* finish */.O)({ version: 1, findings, summary });
    };
    return {
        result: conclude(found, table_findings/* tableRules */.a),
        mesh,
        // What an ignore silences still explains the numbers of the table.
        withTable: (rows) => conclude([...found, ...(0,table_findings/* tableFindings */.L)(rows, mesh, found)], []),
    };
}
function run(rule, mesh) {
    const findings = [];
    rule.check(mesh, (report) => {
        const isGuess = rule.category !== 'admission' && report.at.resource.dropped.length > 0;
        // Fields of a wrong type were left out of the model; what follows from that would only mislead.
        if (!isGuess)
            findings.push(findingOf(rule, report));
    });
    return findings;
}
function findingOf(rule, { at, message, severity, related = [], fix }) {
    const { kind, namespace, name, document } = at.resource;
    return (0,finding_at/* findingAt */.d)(rule, {
        severity,
        message,
        file: document.file,
        range: rangeOf(at),
        resource: { kind, namespace, name },
        related: related.map(({ at: place, message: text }) => ({
            file: place.resource.document.file,
            ...rangeOf(place),
            message: text,
        })),
        ...(fix ? { fix } : {}),
    });
}
function rangeOf({ resource, path, part }) {
    return resource.document.locate(path, part);
}
/** Several clients, ports or subsets lead to one place: it is said once, for the first. */
function distinct(findings) {
    const seen = new Set();
    return findings.filter(({ rule, file, line, column, resource, message, category }) => {
        const what = category === 'admission' ? message : '';
        const key = JSON.stringify([rule, file, line, column, resource, what]);
        return !seen.has(key) && seen.add(key);
    });
}

;// CONCATENATED MODULE: ./build/src/lint/inspect.js





/**
 * Reads the configuration and the manifests, builds the model and runs the rules.
 *
 * @throws UserError for a wrong configuration, a path that is not there, and, unless `allowEmpty`, where
 *   there is no Istio manifest to judge.
 */
async function inspect(options) {
    const { cwd, configFile, paths, stdin, allowEmpty = false, replaced, preset, now } = options;
    const ruleNames = rules/* rules */.a.map(({ name }) => name);
    const loaded = await (0,load_config/* loadConfig */.Z9)({ cwd, ruleNames, ...(configFile ? { file: configFile } : {}) });
    const config = preset ? { ...loaded, preset } : loaded;
    const all = paths.length ? paths : pathsOf(config);
    const manifests = await readManifests(all, {
        cwd,
        ...(stdin ? { stdin } : {}),
        ...(replaced ? { replaced } : {}),
    });
    if (!allowEmpty && !hasIstio(manifests)) {
        throw new errors/* UserError */.y(`No Istio manifest in ${all.join(', ')} (${plural(manifests.count, 'document')} in ` +
            `${plural(manifests.files, 'file')}). Name the folder that holds your Gateway, VirtualService and ` +
            'DestinationRule, or pass --allow-empty.');
    }
    return { config, manifests, ...lint(manifests, config, now) };
}
function pathsOf({ paths, clusters = [] }) {
    return [...new Set([...paths, ...clusters.flatMap((cluster) => cluster.paths ?? [])])];
}
/** A file that could not be read may well be the one that matters. */
function hasIstio({ documents, problems }) {
    return (problems.some(({ istio, named }) => istio || named) ||
        documents.some(({ value }) => String(value['apiVersion']).startsWith('networking.istio.io/')));
}
function plural(count, word) {
    return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}


/***/ }),

/***/ 7192:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ objectsBehind)
/* harmony export */ });
/** The objects that decide about the requests to a target: its policies, and the route and gateway that lead there. */
function objectsBehind({ policies, route, place }) {
    return [
        ...policies.flatMap(({ merged }) => merged.rules),
        ...(route ? [route.virtualService, route.root, route.gateway] : []),
        ...(place ? [place.resource] : []),
    ];
}


/***/ }),

/***/ 4935:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ RuleSettings)
/* harmony export */ });
/* harmony import */ var picomatch__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4006);
/* harmony import */ var _rules_expectation_failed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1573);


/** What the configuration makes of a rule: `off`, a severity, or undefined for the finding's own. */
class RuleSettings {
    #config;
    #overrides;
    constructor(config) {
        this.#config = config;
        this.#overrides = config.overrides.map(({ paths, rules }) => {
            const matchers = paths.map(matcherOf);
            return { matches: (file) => matchers.some((matches) => matches(file)), rules };
        });
    }
    /** In one file: the last override that names the rule, else the entry for all files, else the preset. */
    in(file, rule) {
        const override = this.#overrides.findLast(({ matches, rules }) => Object.hasOwn(rules, rule.name) && matches(file));
        return override ? override.rules[rule.name]?.severity : this.#everywhere(rule);
    }
    /** Whether the rule has to run at all. */
    isOn(rule) {
        const settings = this.#overrides
            .filter(({ rules }) => Object.hasOwn(rules, rule.name))
            .map(({ rules }) => rules[rule.name]?.severity);
        return [this.#everywhere(rule), ...settings].some((setting) => setting !== 'off');
    }
    /** Whether it is the preset, and nobody who knows of the rule, that leaves it out. */
    isLeftOut(rule) {
        return !this.isOn(rule) && !Object.hasOwn(this.#config.rules, rule.name);
    }
    #everywhere(rule) {
        const { rules, preset } = this.#config;
        if (Object.hasOwn(rules, rule.name))
            return rules[rule.name]?.severity;
        return isInPreset(rule, preset) ? undefined : 'off';
    }
}
function isInPreset(rule, preset) {
    if (preset === 'strict')
        return true;
    if (rule.strictOnly)
        return false;
    // Whoever writes an expectation wants to know.
    const isAsked = rule.name === _rules_expectation_failed_js__WEBPACK_IMPORTED_MODULE_0__/* .rule */ .H.name;
    return preset === 'recommended' || rule.category !== 'semantics' || isAsked;
}
/** A folder names everything below it. */
function matcherOf(path) {
    if (path === '.')
        return (file) => !file.startsWith('../');
    if (picomatch__WEBPACK_IMPORTED_MODULE_1__.scan(path).isGlob)
        return picomatch__WEBPACK_IMPORTED_MODULE_1__(path);
    return (file) => file === path || file.startsWith(`${path}/`);
}


/***/ }),

/***/ 7982:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ tableFindings),
/* harmony export */   a: () => (/* binding */ tableRules)
/* harmony export */ });
/* harmony import */ var _mesh_host_name_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2037);
/* harmony import */ var _rules_expectation_failed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1573);
/* harmony import */ var _rules_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3697);
/* harmony import */ var _rules_no_errors_in_single_outage_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3639);
/* harmony import */ var _traffic_expectations_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8368);
/* harmony import */ var _traffic_placed_steps_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(8940);
/* harmony import */ var _traffic_predict_target_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5386);
/* harmony import */ var _finding_at_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5570);
/* harmony import */ var _objects_behind_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7192);
/* harmony import */ var _traffic_percent_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5962);










/** The rules that only the table gives reason for. */
const tableRules = [_rules_expectation_failed_js__WEBPACK_IMPORTED_MODULE_0__/* .rule */ .H, _rules_no_errors_in_single_outage_js__WEBPACK_IMPORTED_MODULE_2__/* .rule */ .H];
/** Smaller shares of errors are rounding. */
const NOTICEABLE = 0.0005;
/**
 * What the predicted table gives reason to say: expectations that are not met, and single outages that
 * leave errors behind.
 *
 * @param known What the rules found: where an error has its cause named already, its effect is not said again.
 */
function tableFindings(rows, mesh, known) {
    return [...expectationFindings(rows, mesh), ...errorFindings(rows, mesh, known)];
}
function expectationFindings(rows, mesh) {
    const { config } = mesh;
    const { document, file } = config;
    if (!document || file === undefined)
        return [];
    return (0,_traffic_expectations_js__WEBPACK_IMPORTED_MODULE_3__/* .brokenExpectations */ .R)(rows).map(({ scenario, message, row }) => {
        const index = config.scenarios.findIndex(({ name }) => name === scenario);
        return (0,_finding_at_js__WEBPACK_IMPORTED_MODULE_5__/* .findingAt */ .d)(_rules_expectation_failed_js__WEBPACK_IMPORTED_MODULE_0__/* .rule */ .H, {
            message: `Scenario ${scenario}: ${message}. Mend the policy, or change what is expected.`,
            file,
            range: document.locate(['scenarios', index, 'expect'], 'key'),
            related: row ? relatedTo(row, mesh) : [],
        });
    });
}
function errorFindings(rows, mesh, known) {
    const worst = new Map();
    for (const row of rows) {
        const errors = row.prediction.errorsMax ?? row.prediction.errors ?? 0;
        const place = responsiblePlace(row.target);
        if (errors < NOTICEABLE || !place)
            continue;
        if (!isSingleOutage(row, mesh) || isExplained(row.target, known))
            continue;
        const key = JSON.stringify([place.resource.kind, place.resource.name, place.path]);
        const other = worst.get(key);
        if (!other || other.errors < errors)
            worst.set(key, { row, errors, place });
    }
    return [...worst.values()].map(({ row, errors, place }) => {
        const { prediction } = row;
        const share = (0,_traffic_percent_js__WEBPACK_IMPORTED_MODULE_6__/* .percent */ .K)(errors);
        const { kind, namespace, name, document } = place.resource;
        return (0,_finding_at_js__WEBPACK_IMPORTED_MODULE_5__/* .findingAt */ .d)(_rules_no_errors_in_single_outage_js__WEBPACK_IMPORTED_MODULE_2__/* .rule */ .H, {
            message: `In the outage ${prediction.scenario}, ${share} of the requests to ${(0,_mesh_host_name_js__WEBPACK_IMPORTED_MODULE_7__/* .shortHost */ .bA)(prediction.host)} that enter in ` +
                `${prediction.clientLocality} fail for as long as it lasts` +
                `${prediction.reason === undefined ? '' : ` (${prediction.reason})`}. ` +
                'See the table, or mesh-failover simulate --explain, for the reason.',
            file: document.file,
            range: document.locate(place.path, place.part),
            resource: { kind, namespace, name },
            related: relatedTo(row, mesh),
        });
    });
}
/** One built-in outage of a place of which others are left; who has lost the gateway itself is not meant. */
function isSingleOutage({ scenario, target }, { topology }) {
    const [outage, second] = scenario.outages;
    if (scenario.configured || !outage || second)
        return false;
    if (outage.kind === 'cluster-lost') {
        const isLeft = topology
            .endpoints(target.host)
            .some(({ cluster }) => cluster !== outage.cluster);
        return isLeft && outage.cluster !== target.client.cluster;
    }
    return target.regions.some((region) => region !== outage.locality?.split('/')[0]);
}
const causes = new Set(_rules_index_js__WEBPACK_IMPORTED_MODULE_1__/* .rules */ .a.filter((rule) => rule.explainsErrors).map(({ name }) => name));
/**
 * Whether what is wrong with the same policy or route has been reported. Warnings of other kinds, such as how it
 * takes errors in the background, do not explain an outage.
 */
function isExplained(target, known) {
    const objects = (0,_objects_behind_js__WEBPACK_IMPORTED_MODULE_8__/* .objectsBehind */ .l)(target);
    return known.some(({ rule, severity, category, resource }) => (severity === 'error' ||
        (severity === 'warning' && (category !== 'semantics' || causes.has(rule)))) &&
        objects.some(({ kind, namespace, name }) => resource?.kind === kind && resource.namespace === namespace && resource.name === name));
}
function responsiblePlace({ policies, place }) {
    return policies[0]?.policy.levels.loadBalancer.place ?? place;
}
/**
 * Which steps of the prediction say most about a row, the most telling first: what keeps failing endpoints in
 * use, then what decides about the localities.
 */
const TELLING = [
    'ejection-cap',
    'panic-threshold',
    'distribute',
    'failover-priority',
    'failover',
    'no-failover',
    'locality-disabled',
    'outlier-detection',
];
/** The manifest line that is responsible for a row, with what the mesh makes of it. */
function relatedTo({ target, scenario }, mesh) {
    const { steps } = (0,_traffic_predict_target_js__WEBPACK_IMPORTED_MODULE_4__/* .predictTarget */ .hN)(mesh, target, scenario.outages, true);
    const placed = steps.flatMap((step) => {
        const place = (0,_traffic_placed_steps_js__WEBPACK_IMPORTED_MODULE_9__/* .placeOfStep */ .V)(mesh, target, step);
        const rank = TELLING.indexOf(step.rule);
        return place && rank >= 0 ? [{ rank, message: step.text, place }] : [];
    });
    const [first] = placed.sort((one, other) => one.rank - other.rank);
    const place = first?.place ?? responsiblePlace(target);
    if (!place)
        return [];
    const { document } = place.resource;
    return [
        {
            file: document.file,
            ...document.locate(place.path, place.part),
            message: first?.message ?? 'the policy that leads to it',
        },
    ];
}


/***/ }),

/***/ 8045:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ ingressOf),
/* harmony export */   g: () => (/* binding */ buildTopology)
/* harmony export */ });
/* harmony import */ var _inventory_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4951);
/* harmony import */ var _locality_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7562);


const DEFAULT_REQUESTS_PER_SECOND = 50;
/** Where Istio's own installation puts the ingress gateway. */
const INGRESS_NAMESPACE = 'istio-system';
/** Where no region is known, there is still a gateway somewhere, with routes of which some may be wrong. */
const SOMEWHERE = {
    name: '',
    locality: (0,_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLocality */ .ho)(''),
    network: '',
    eastWestGateways: 0,
};
/**
 * The topology that the configuration declares; where it declares no clusters, one for each region
 * that the manifests name, and where nothing says where a host runs, one endpoint in each cluster.
 */
function buildTopology(config, resources, services) {
    const named = namedLocalities(config, resources);
    const clusters = config.clusters?.map(declared) ?? clustersFrom(named);
    const sites = clusters.length ? clusters : [SOMEWHERE];
    const clients = config.clients?.map((client) => clientOf(client, clusters)) ?? sites.map(ingressOf);
    const found = new Map();
    return {
        clusters,
        clients,
        endpoints: (host) => {
            let endpoints = found.get(host);
            if (!endpoints) {
                endpoints =
                    (0,_inventory_js__WEBPACK_IMPORTED_MODULE_1__/* .inventoryOf */ .o8)(host, config, clusters, services, resources) ??
                        assumedEndpoints(clusters, config.clusters ? [] : named);
                found.set(host, endpoints);
            }
            return endpoints;
        },
    };
}
function declared(cluster) {
    return {
        name: cluster.name,
        locality: (0,_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLocality */ .ho)(cluster.locality),
        network: cluster.network ?? '',
        eastWestGateways: cluster.eastWestGateways ?? (cluster.network === undefined ? 0 : 1),
    };
}
/** One per region; in a region of which only zones are named, in the first of them. */
function clustersFrom(named) {
    const regions = new Set(named.map((text) => (0,_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLocality */ .ho)(text).region));
    return [...regions].sort().map((region) => ({
        name: region,
        locality: (0,_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLocality */ .ho)(named.find((text) => (0,_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLocality */ .ho)(text).region === region) ?? region),
        network: '',
        eastWestGateways: 0,
    }));
}
/** One endpoint in each cluster; where the manifests name zones of its region, one in each of them. */
function assumedEndpoints(clusters, named) {
    return clusters.flatMap((cluster) => {
        const { region } = cluster.locality;
        const inRegion = named.map(_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLocality */ .ho).filter((locality) => locality.region === region);
        const zones = inRegion.filter(({ zone }) => zone !== '');
        return (zones.length ? zones : [cluster.locality]).map((locality) => ({
            cluster: cluster.name,
            locality,
            network: cluster.network,
            count: 1,
            weight: 1,
            labels: undefined,
            address: undefined,
            assumed: true,
        }));
    });
}
function clientOf(client, clusters) {
    const locality = (0,_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLocality */ .ho)(client.locality);
    const cluster = clusters.find(({ name }) => name === client.cluster) ?? (0,_inventory_js__WEBPACK_IMPORTED_MODULE_1__/* .nearestCluster */ .hM)(locality, clusters);
    return {
        name: client.name,
        cluster: client.cluster ?? cluster?.name ?? '',
        locality,
        namespace: client.namespace ?? INGRESS_NAMESPACE,
        network: client.network ?? cluster?.network ?? '',
        labels: client.labels,
        rps: client.rps ?? DEFAULT_REQUESTS_PER_SECOND,
    };
}
/** The ingress gateway of a cluster, as Istio installs it. */
function ingressOf({ name, locality, network }) {
    return {
        name,
        cluster: name,
        locality,
        network,
        namespace: INGRESS_NAMESPACE,
        labels: undefined,
        rps: DEFAULT_REQUESTS_PER_SECOND,
    };
}
/** Every locality that the manifests and the mesh configuration name, without wildcards, sorted. */
function namedLocalities(config, resources) {
    const texts = [
        ...resources.DestinationRule.flatMap(({ spec }) => [
            ...policyLocalities(spec.trafficPolicy),
            ...(spec.subsets ?? []).flatMap(({ trafficPolicy }) => policyLocalities(trafficPolicy)),
        ]),
        ...settingLocalities(config.meshConfig?.localityLbSetting),
        ...resources.WorkloadEntry.map(({ spec }) => spec.locality),
        ...resources.ServiceEntry.flatMap(({ spec }) => (spec.endpoints ?? []).map((e) => e.locality)),
        ...config.workloads.flatMap(({ endpoints }) => endpoints.map(({ locality }) => locality)),
        ...(config.clients ?? []).map(({ locality }) => locality),
    ];
    const plain = texts
        .filter((text) => typeof text === 'string')
        .map((text) => text.replace(/(\/\*?)+$/, ''))
        .filter((text) => text !== '' && !text.includes('*'));
    return [...new Set(plain)].sort();
}
function policyLocalities(policy) {
    if (!policy)
        return [];
    return [policy, ...(policy.portLevelSettings ?? [])].flatMap(({ loadBalancer }) => settingLocalities(loadBalancer?.localityLbSetting));
}
function settingLocalities(setting) {
    return [
        ...(setting?.distribute ?? []).flatMap(({ from, to }) => [from, ...Object.keys(to ?? {})]),
        ...(setting?.failover ?? []).flatMap(({ from, to }) => [from, to]),
    ];
}


/***/ }),

/***/ 4951:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C4: () => (/* binding */ endpointGroups),
/* harmony export */   hM: () => (/* binding */ nearestCluster),
/* harmony export */   o8: () => (/* binding */ inventoryOf)
/* harmony export */ });
/* harmony import */ var _locality_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7562);

const TLS_MODE_LABEL = 'security.istio.io/tlsMode';
/**
 * Where a host runs: what the configuration's `workloads` say, else the endpoints of its ServiceEntry
 * and the WorkloadEntries that its Service or ServiceEntry selects; undefined where nothing says it.
 */
function inventoryOf(host, config, clusters, services, resources) {
    const listed = config.workloads.find((workload) => workload.host === host);
    if (listed)
        return endpointGroups(listed.endpoints, clusters);
    const service = services.find(host);
    if (!service)
        return undefined;
    const groups = [
        ...inlineEndpoints(service).map((endpoint) => fromEntry(endpoint, service.resource.cluster, clusters)),
        ...selectedEntries(service, resources).map(({ spec, labels, cluster }) => fromEntry({ ...spec, labels: { ...spec.labels, ...labels } }, cluster, clusters)),
    ];
    return groups.length ? groups : undefined;
}
/**
 * The endpoints that the configuration lists for a host, in its order. Labels that nobody wrote down are unknown; where
 * some endpoints have them, the others have none.
 */
function endpointGroups(endpoints, clusters) {
    const known = endpoints.some(({ labels }) => labels !== undefined);
    return endpoints.map((endpoint) => {
        const { workloadEntry = false, mtls } = endpoint;
        const locality = (0,_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLocality */ .ho)(endpoint.locality);
        const cluster = endpoint.cluster ?? nearestCluster(locality, clusters)?.name ?? '';
        const home = networkOf(cluster, clusters);
        return {
            cluster,
            locality,
            // Unlike pods, entries are not in the network of their cluster unless they say so.
            network: endpoint.network ?? (workloadEntry ? '' : home),
            count: endpoint.count ?? 1,
            weight: endpoint.weight ?? 1,
            labels: known ? (endpoint.labels ?? {}) : undefined,
            address: undefined,
            ...(workloadEntry && {
                entry: {
                    isShared: false,
                    locality: endpoint.locality,
                    mtls: mtls ?? false,
                    networkLabel: home,
                },
            }),
            ...(mtls === false && !workloadEntry && { mtls }),
            assumed: false,
        };
    });
}
/** Source: istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go convertWorkloadEntryToWorkloadInstance. */
function fromEntry(entry, only, clusters) {
    const { labels = {}, serviceAccount = '' } = entry;
    const text = entry.locality || localityLabel(labels);
    const locality = (0,_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLocality */ .ho)(text);
    const cluster = only ?? nearestCluster(locality, clusters)?.name ?? '';
    const isShared = only === undefined;
    const tlsMode = labels[TLS_MODE_LABEL] ?? (serviceAccount === '' ? 'disabled' : 'istio');
    return {
        cluster,
        locality,
        // Unlike pods, entries are not in the network of their cluster unless they say so.
        network: entry.network ?? '',
        count: 1,
        weight: weightOf(entry.weight),
        labels,
        address: entry.address,
        entry: {
            isShared,
            locality: text,
            mtls: tlsMode === 'istio',
            networkLabel: isShared ? '' : networkOf(cluster, clusters),
        },
        assumed: false,
    };
}
/** Label values hold no slashes: there dots stand for them. */
function localityLabel(labels) {
    const label = labels['topology.istio.io/locality'] || labels['istio-locality'] || '';
    return label.includes('/') ? label : label.replaceAll('.', '/');
}
function inlineEndpoints({ resource }) {
    return resource.kind === 'ServiceEntry' ? (resource.spec.endpoints ?? []) : [];
}
function selectedEntries({ resource }, { WorkloadEntry }) {
    const selector = resource.kind === 'ServiceEntry'
        ? resource.spec.workloadSelector?.labels
        : resource.spec.selector;
    if (!selector || Object.keys(selector).length === 0)
        return [];
    return WorkloadEntry.filter(({ namespace, spec, labels: own }) => {
        const labels = { ...spec.labels, ...own };
        return (namespace === resource.namespace &&
            Object.entries(selector).every(([key, value]) => labels[key] === value));
    });
}
/** The cluster whose locality shares most with it: subzone, zone, region; the first of equals. */
function nearestCluster({ region, zone, subzone }, clusters) {
    const score = ({ locality }) => {
        if (locality.region !== region)
            return 0;
        if (locality.zone !== zone)
            return locality.zone === '' ? 2 : 1;
        return locality.subzone === subzone ? 4 : 3;
    };
    const best = Math.max(0, ...clusters.map(score));
    return best === 0 ? undefined : clusters.find((cluster) => score(cluster) === best);
}
function networkOf(cluster, clusters) {
    return clusters.find(({ name }) => name === cluster)?.network ?? '';
}
/** A uint32, of which 0 is the default; nobody checked it. */
function weightOf(weight) {
    const isWeight = weight !== undefined && Number.isInteger(weight) && weight > 0;
    return isWeight && weight < 2 ** 32 ? weight : 1;
}


/***/ }),

/***/ 6907:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ buildMesh)
});

// EXTERNAL MODULE: ./node_modules/picomatch/index.js
var picomatch = __webpack_require__(4006);
// EXTERNAL MODULE: ./build/src/mesh/build-topology.js
var build_topology = __webpack_require__(8045);
// EXTERNAL MODULE: ./build/src/mesh/bindings.js
var mesh_bindings = __webpack_require__(8669);
// EXTERNAL MODULE: ./build/src/mesh/merge-destination-rules.js
var merge_destination_rules = __webpack_require__(5188);
// EXTERNAL MODULE: ./build/src/mesh/host-name.js
var host_name = __webpack_require__(2037);
// EXTERNAL MODULE: ./build/src/mesh/visibility.js
var visibility = __webpack_require__(3215);
;// CONCATENATED MODULE: ./build/src/mesh/destination-rules.js




/**
 * The DestinationRule that a client's proxy uses for a host: the first of client namespace,
 * service namespace and root namespace with any match counts, without merging across them.
 * Source: istio/istio pilot/pkg/model/push_context.go setDestinationRules and destinationRule.
 *
 * @param serviceNamespace Where the host's Service or ServiceEntry is; undefined: read from its name.
 */
function findDestinationRule(view, client, host, serviceNamespace, defaults) {
    const { rootNamespace } = defaults;
    const isOwn = (rule) => (0,visibility/* isPrivate */.G)(rule.namespace, (0,merge_destination_rules/* exportToOf */.NX)(rule), defaults.exportTo);
    const isHere = (rule) => (0,visibility/* isExportedTo */.P)(rule.namespace, rule.namespace, (0,merge_destination_rules/* exportToOf */.NX)(rule), []);
    // The client's own namespace: everything it can see; of the root namespace only what is private to it.
    const isLocal = client.namespace === rootNamespace ? isOwn : isHere;
    const local = groupsFor(view, client.namespace, host, isLocal);
    if (local.length)
        return lookup(local, client);
    // The best host is chosen before visibility: a rule that is not exported hides a less specific one.
    const home = serviceNamespace ?? (0,host_name/* namespaceOfHost */.lj)(host);
    for (const namespace of new Set([home, rootNamespace])) {
        if (namespace === undefined)
            continue;
        const exported = groupsFor(view, namespace, host, (rule) => !isOwn(rule)).filter(({ exportTo }) => isVisible(exportTo, client.namespace));
        if (exported.length)
            return lookup(exported, client);
    }
    return { possible: [] };
}
/** The mesh's default is about privacy alone: what is not private and says nothing is for everybody. */
function isVisible(exportTo, namespace) {
    return exportTo.size === 0 || exportTo.has('*') || exportTo.has(namespace);
}
/**
 * The rules of a namespace with the host that suits best, in the groups that istiod takes together.
 * Source: istio/istio pilot/pkg/model/config.go MostSpecificHostMatch.
 */
function groupsFor({ destinationRules }, namespace, host, isCandidate) {
    const hosts = destinationRules.get(namespace);
    if (!hosts)
        return [];
    for (const pattern of hosts.patternsCovering(host)) {
        const candidates = hosts.at(pattern).filter(isCandidate);
        if (candidates.length)
            return (0,merge_destination_rules/* groupRules */.dr)(candidates);
    }
    return [];
}
/**
 * The first group with a selector that matches counts, else the last without one.
 * Source: istio/istio pilot/pkg/model/sidecar.go SidecarScope.DestinationRule.
 */
function lookup(groups, { labels = {} }) {
    const selected = groups.find(({ selector }) => selector && Object.entries(selector).every(([key, value]) => labels[key] === value));
    const chosen = selected ?? groups.filter(({ selector }) => !selector).at(-1);
    return { possible: chosen ? (0,merge_destination_rules/* mergeGroup */.qF)(chosen) : [] };
}

// EXTERNAL MODULE: ./build/src/mesh/conform.js
var conform = __webpack_require__(5921);
;// CONCATENATED MODULE: ./build/src/mesh/shapes.js
/** The types of the fields in istio.ts, for objects that no schema was checked against. */
const localityLbSetting = {
    enabled: 'boolean',
    distribute: [{ from: 'text', to: 'numbers' }],
    failover: [{ from: 'text', to: 'text' }],
    failoverPriority: ['text'],
};
const outlierDetection = {
    consecutiveErrors: 'number',
    consecutive5xxErrors: 'number',
    consecutiveGatewayErrors: 'number',
    consecutiveLocalOriginFailures: 'number',
    splitExternalLocalOriginErrors: 'boolean',
    interval: 'text',
    baseEjectionTime: 'text',
    maxEjectionPercent: 'number',
    minHealthPercent: 'number',
};
const portPolicy = {
    connectionPool: {
        tcp: { maxConnections: 'number', connectTimeout: 'text' },
        http: {
            http1MaxPendingRequests: 'number',
            http2MaxRequests: 'number',
            maxRetries: 'number',
            maxRequestsPerConnection: 'number',
        },
    },
    loadBalancer: {
        simple: 'text',
        consistentHash: {
            httpHeaderName: 'text',
            httpCookie: 'anything',
            useSourceIp: 'boolean',
            httpQueryParameterName: 'text',
        },
        localityLbSetting,
    },
    outlierDetection,
    tls: { mode: 'text' },
};
const trafficPolicy = {
    ...portPolicy,
    portLevelSettings: [{ ...portPolicy, port: { number: 'number' } }],
};
const destination = { host: 'text', subset: 'text', port: { number: 'number' } };
const route = [{ destination, weight: 'number' }];
const percentage = { value: 'number' };
const stringMatch = { exact: 'text', prefix: 'text', regex: 'text' };
const workload = {
    address: 'text',
    ports: 'numbers',
    labels: 'texts',
    network: 'text',
    locality: 'text',
    weight: 'number',
};
const shapes = {
    DestinationRule: {
        host: 'text',
        trafficPolicy,
        subsets: [{ name: 'text', labels: 'texts', trafficPolicy }],
        exportTo: ['text'],
        workloadSelector: { matchLabels: 'texts' },
    },
    Gateway: {
        selector: 'texts',
        servers: [
            {
                port: { number: 'number', name: 'text', protocol: 'text' },
                hosts: ['text'],
                bind: 'text',
                name: 'text',
                tls: { httpsRedirect: 'boolean', mode: 'text', credentialName: 'text' },
            },
        ],
    },
    VirtualService: {
        hosts: ['text'],
        gateways: ['text'],
        exportTo: ['text'],
        http: [
            {
                name: 'text',
                match: [
                    {
                        name: 'text',
                        uri: stringMatch,
                        scheme: stringMatch,
                        method: stringMatch,
                        authority: stringMatch,
                        headers: 'anything',
                        withoutHeaders: 'anything',
                        queryParams: 'anything',
                        port: 'number',
                        gateways: ['text'],
                        sourceLabels: 'texts',
                        sourceNamespace: 'text',
                        ignoreUriCase: 'boolean',
                    },
                ],
                route,
                redirect: { uri: 'text', authority: 'text', scheme: 'text', redirectCode: 'number' },
                directResponse: { status: 'number' },
                delegate: { name: 'text', namespace: 'text' },
                timeout: 'text',
                retries: {
                    attempts: 'number',
                    perTryTimeout: 'text',
                    retryOn: 'text',
                    retryRemoteLocalities: 'boolean',
                },
                fault: {
                    abort: { httpStatus: 'number', grpcStatus: 'text', percentage },
                    delay: { fixedDelay: 'text', percentage },
                },
                mirror: destination,
                mirrorPercentage: percentage,
                mirrors: [{ destination, percentage }],
            },
        ],
        tls: [{ match: [{ sniHosts: ['text'], port: 'number', gateways: ['text'] }], route }],
        tcp: [{ match: [{ port: 'number', gateways: ['text'] }], route }],
    },
    Service: {
        type: 'text',
        clusterIP: 'text',
        selector: 'texts',
        ports: [{ name: 'text', port: 'number' }],
        trafficDistribution: 'text',
        internalTrafficPolicy: 'text',
    },
    ServiceEntry: {
        hosts: ['text'],
        location: 'text',
        resolution: 'text',
        ports: [{ number: 'number', name: 'text', protocol: 'text' }],
        endpoints: [workload],
        workloadSelector: { labels: 'texts' },
        exportTo: ['text'],
    },
    WorkloadEntry: workload,
};

;// CONCATENATED MODULE: ./build/src/mesh/resources.js


const GROUPS = {
    Gateway: 'networking.istio.io/',
    VirtualService: 'networking.istio.io/',
    DestinationRule: 'networking.istio.io/',
    ServiceEntry: 'networking.istio.io/',
    WorkloadEntry: 'networking.istio.io/',
    Service: 'v1',
};
function isKind(kind) {
    return typeof kind === 'string' && Object.hasOwn(GROUPS, kind);
}
/**
 * The object that a document holds; undefined for a kind that the model does not read, and for one
 * without a name or a spec.
 *
 * @param cluster The one cluster whose folder the document lies in; undefined: every cluster.
 */
function resourceOf(document, cluster) {
    const { kind, apiVersion, spec } = document.value;
    if (!isKind(kind) || typeof apiVersion !== 'string')
        return undefined;
    if (!apiVersion.startsWith(GROUPS[kind]) || !(0,conform/* isMapping */.p)(spec))
        return undefined;
    const metadata = (0,conform/* isMapping */.p)(document.value['metadata']) ? document.value['metadata'] : {};
    const { name, namespace, creationTimestamp } = metadata;
    if (typeof name !== 'string' || name === '')
        return undefined;
    const conformed = (0,conform/* conform */.f)(spec, shapes[kind], ['spec']);
    return {
        kind,
        apiVersion,
        name,
        namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default',
        labels: textsOf(metadata['labels']),
        annotations: textsOf(metadata['annotations']),
        creationTimestamp: typeof creationTimestamp === 'string' ? creationTimestamp : undefined,
        spec: conformed.value,
        dropped: conformed.dropped,
        document,
        cluster,
    };
}
/** Sorts resources into their kinds. */
function byKind(resources) {
    const sorted = {
        Gateway: [],
        VirtualService: [],
        DestinationRule: [],
        Service: [],
        ServiceEntry: [],
        WorkloadEntry: [],
    };
    for (const resource of resources)
        sorted[resource.kind].push(resource);
    return sorted;
}
function textsOf(value) {
    if (!(0,conform/* isMapping */.p)(value))
        return {};
    const texts = Object.entries(value).filter((entry) => {
        return typeof entry[1] === 'string';
    });
    return Object.fromEntries(texts);
}

// EXTERNAL MODULE: ./build/src/mesh/routes.js + 5 modules
var mesh_routes = __webpack_require__(3587);
// EXTERNAL MODULE: ./build/src/mesh/host-index.js
var host_index = __webpack_require__(1588);
;// CONCATENATED MODULE: ./build/src/mesh/services.js


function servicesOf({ Service, ServiceEntry }) {
    const all = [...Service.map(fromService), ...ServiceEntry.flatMap(fromServiceEntry)];
    const byHost = new Map();
    for (const service of all)
        if (!byHost.has(service.host))
            byHost.set(service.host, service);
    const wildcards = new host_index/* HostIndex */.h();
    for (const service of all)
        if ((0,host_name/* isWildcard */.z2)(service.host))
            wildcards.add(service.host, service);
    return { all, find: (host) => byHost.get(host) ?? wildcards.covering(host)[0] };
}
function fromService(resource) {
    const spec = resource.spec;
    return {
        host: (0,host_name/* serviceHost */.aR)(resource.name, resource.namespace),
        namespace: resource.namespace,
        ports: numbersOf((spec.ports ?? []).map(({ port }) => port)),
        trafficDistribution: trafficDistribution(spec.trafficDistribution, resource.annotations),
        internalTrafficPolicy: spec.internalTrafficPolicy,
        resolution: undefined,
        headless: spec.clusterIP === 'None',
        exportTo: resource.annotations['networking.istio.io/exportTo']
            ?.split(',')
            .map((target) => target.trim()),
        resource,
    };
}
function fromServiceEntry(resource) {
    const spec = resource.spec;
    return (spec.hosts ?? []).map((host) => ({
        host,
        namespace: resource.namespace,
        ports: numbersOf((spec.ports ?? []).map(({ number }) => number)),
        trafficDistribution: trafficDistribution(undefined, resource.annotations),
        internalTrafficPolicy: undefined,
        resolution: spec.resolution ?? 'NONE',
        headless: false,
        exportTo: spec.exportTo,
        resource,
    }));
}
const TRAFFIC_DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
/**
 * The field counts, if its value is known; else the annotation, in whatever case.
 * Source: istio/istio pilot/pkg/model/service.go GetTrafficDistribution.
 */
function trafficDistribution(field, annotations) {
    if (field !== undefined && TRAFFIC_DISTRIBUTIONS.includes(field))
        return field;
    const wanted = annotations['networking.istio.io/traffic-distribution']?.toLowerCase();
    return TRAFFIC_DISTRIBUTIONS.find((value) => value.toLowerCase() === wanted);
}
function numbersOf(values) {
    return values.filter((value) => typeof value === 'number');
}

// EXTERNAL MODULE: ./build/src/mesh/targets.js
var mesh_targets = __webpack_require__(101);
;// CONCATENATED MODULE: ./build/src/mesh/view.js

/** What of the resources the given cluster's istiod reads. */
function viewOf({ Gateway, VirtualService, DestinationRule }, cluster, hostOf) {
    const isHere = ({ cluster: only }) => only === undefined || only === cluster;
    const destinationRules = new Map();
    for (const rule of DestinationRule.filter(isHere)) {
        let hosts = destinationRules.get(rule.namespace);
        if (!hosts)
            destinationRules.set(rule.namespace, (hosts = new host_index/* HostIndex */.h()));
        hosts.add(hostOf(rule), rule);
    }
    return {
        gateways: Gateway.filter(isHere),
        virtualServices: VirtualService.filter(isHere),
        destinationRules,
    };
}

;// CONCATENATED MODULE: ./build/src/mesh/mesh.js









/** Builds the model; objects that the API server would refuse are left out by the caller. */
function buildMesh(config, documents) {
    const clusterOf = clusterFolders(config);
    const all = documents.map((document) => resourceOf(document, clusterOf(document.file)));
    const resources = byKind(all.filter((resource) => resource !== undefined));
    const services = servicesOf(resources);
    const topology = (0,build_topology/* buildTopology */.g)(config, resources, services);
    const hasFolders = Object.values(resources).some((kind) => kind.some(({ cluster }) => cluster !== undefined));
    const viewOfFolder = remember((folder) => viewOf(resources, folder, merge_destination_rules/* ruleHost */.Dx));
    // Without folders of their own, all clusters read the same.
    const folderOf = (cluster) => (hasFolders ? cluster : '');
    const view = (cluster) => viewOfFolder(folderOf(cluster));
    const outlook = remember(({ cluster, namespace, labels }) => JSON.stringify([folderOf(cluster), namespace, labels]));
    const routes = new Map();
    const bindings = new mesh_bindings/* Bindings */.j(resources.Gateway);
    const { meshConfig, rootNamespace } = config;
    const defaults = { rootNamespace, exportTo: meshConfig?.defaultDestinationRuleExportTo };
    let targets;
    const mesh = {
        config,
        documents,
        resources,
        services,
        topology,
        view,
        outlook,
        gatewaysOf: (virtualService) => bindings.gatewaysOf(virtualService),
        routes: (client) => {
            const key = outlook(client);
            let known = routes.get(key);
            if (!known) {
                const exportTo = meshConfig?.defaultVirtualServiceExportTo;
                known = (0,mesh_routes/* routesOf */.e)(view(client.cluster), client, services, exportTo);
                routes.set(key, known);
            }
            return known;
        },
        destinationRule: (client, host) => {
            const home = services.find(host)?.namespace;
            return findDestinationRule(view(client.cluster), client, host, home, defaults);
        },
        targets: () => (targets ??= (0,mesh_targets/* targetsOf */.Q)(mesh, topology.clients)),
    };
    return mesh;
}
/** Tells the cluster whose `paths` a file lies in; the longest path wins. */
function clusterFolders({ clusters = [] }) {
    const folders = clusters
        .flatMap(({ name, paths = [] }) => paths.map((path) => ({ name, path })))
        .sort((a, b) => b.path.length - a.path.length)
        .map(({ name, path }) => ({ name, contains: matcher(path) }));
    return (file) => folders.find(({ contains }) => contains(file))?.name;
}
function matcher(path) {
    if (path === '.')
        return () => true;
    const isGlob = picomatch.scan(path).isGlob;
    return isGlob ? picomatch(path) : (file) => file === path || file.startsWith(`${path}/`);
}
function remember(compute) {
    const known = new Map();
    return (key) => {
        const value = known.get(key) ?? compute(key);
        known.set(key, value);
        return value;
    };
}


/***/ }),

/***/ 4101:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ escapeXml)
/* harmony export */ });
const ENTITIES = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
};
/**
 * For the text of XML and HTML, and for attributes in double quotes. XML has no form for half a character and for what
 * is no character.
 */
function escapeXml(text) {
    return text
        .replace(/\p{Surrogate}|[\ufffe\uffff]/gu, '\ufffd')
        .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}


/***/ }),

/***/ 1426:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ formatNames),
  F: () => (/* binding */ formats)
});

// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
;// CONCATENATED MODULE: ./build/src/report/github.js

/** GitHub shows so many annotations of each level for a step, the first ones. */
const mostAnnotations = 10;
/** GitHub cuts messages here; in bytes it is never more. */
const LONGEST_MESSAGE = 4_096;
const LONGEST_TITLE = 255;
/** Workflow commands: a runner makes annotations of them. */
const github = ({ lint }) => annotations(lint?.findings ?? []).text;
/**
 * Annotations for the gravest findings, as many as GitHub shows: where more are left than have room, the last one of
 * a level says how many. Those are listed as plain lines of the log.
 */
function annotations(findings, { isChanged = () => false, room = {}, rest = 'in the log below' } = {}) {
    const left = { error: 0, warning: 0, notice: 0 };
    const shown = [];
    const listed = [];
    for (const severity of ['error', 'warning', 'notice']) {
        const own = findings.filter((finding) => finding.severity === severity);
        const ordered = [...own.filter(isChanged), ...own.filter((finding) => !isChanged(finding))];
        const most = room[severity] ?? mostAnnotations;
        const kept = ordered.length > most ? most - 1 : ordered.length;
        left[severity] = ordered.length - kept;
        shown.push(...ordered.slice(0, kept).map(command));
        listed.push(...ordered.slice(kept));
        if (left[severity])
            shown.push(countCommand(severity, left[severity], rest));
    }
    return { text: shown.join('') + group(listed), left };
}
function command(finding) {
    const { severity, file, line, column, endLine, endColumn, rule, message } = finding;
    const properties = Object.entries({
        ...(isInWorkspace(file)
            ? {
                file: (0,safe_text/* safeText */.Hk)(file),
                line,
                endLine,
                // Columns only mean something within one line.
                ...(line === endLine ? { col: column, endColumn } : {}),
            }
            : {}),
        title: cut(`mesh-failover: ${rule}`, LONGEST_TITLE),
    });
    const list = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
    const place = isInWorkspace(file) ? '' : `${placeOf(finding)} `;
    return `::${severity} ${list.join(',')}::${escapeData(cut((0,safe_text/* safeLines */.Bv)(place + message), LONGEST_MESSAGE))}\n`;
}
/** The last of a level. */
function countCommand(severity, left, rest) {
    const what = `${String(left)} more ${severity}${left === 1 ? '' : 's'}`;
    return `::${severity} title=mesh-failover::${escapeData(`${what}: ${rest}`)}\n`;
}
/** Plain lines, folded. */
function group(findings) {
    if (findings.length === 0)
        return '';
    const lines = findings.map((finding) => {
        const { severity, rule, message } = finding;
        return `${severity} ${rule} ${placeOf(finding)} ${(0,safe_text/* safeText */.Hk)(message.replaceAll('\n', ' '))}\n`;
    });
    return `::group::${String(findings.length)} findings without an annotation\n${lines.join('')}::endgroup::\n`;
}
function placeOf({ file, line, column }) {
    return `${(0,safe_text/* safeText */.Hk)(file)}:${String(line)}:${String(column)}`;
}
/** What lies elsewhere, or came by a pipe, has no line on GitHub. */
function isInWorkspace(file) {
    return file !== '<stdin>' && !/^(?:\/|[A-Za-z]:|\.\.(?:\/|$))/.test(file);
}
/** At most so many bytes of UTF-8, and no half characters. */
function cut(text, longest) {
    const bytes = Buffer.from(text);
    if (bytes.length <= longest)
        return text;
    const end = '…';
    const kept = bytes.subarray(0, longest - Buffer.byteLength(end)).toString();
    return kept.replace(/\ufffd+$/, '') + end;
}
/** Source: actions/toolkit packages/core/src/command.ts. */
function escapeData(text) {
    return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

// EXTERNAL MODULE: ./build/src/report/json.js
var json = __webpack_require__(7912);
// EXTERNAL MODULE: ./build/src/rules/index.js + 142 modules
var rules = __webpack_require__(3697);
// EXTERNAL MODULE: ./build/src/report/junit-suite.js
var junit_suite = __webpack_require__(7237);
;// CONCATENATED MODULE: ./build/src/report/junit.js


/**
 * JUnit's XML, as test reports of CI systems read it. A rule that finds nothing is a test that passes, an error is one
 * that fails; warnings and notices pass, with what they say as their output. Each predicted case passes as well.
 */
const junit = ({ lint, predictions }) => {
    const suites = [
        ...(lint ? [(0,junit_suite/* junitSuite */.N)('rules', lintCases(lint.findings))] : []),
        ...(predictions ? [(0,junit_suite/* junitSuite */.N)('outages', predictions.map(predictionCase))] : []),
    ];
    return (0,junit_suite/* junitDocument */.w)(suites);
};
function lintCases(findings) {
    const silent = rules/* rules */.a.filter(({ name }) => !findings.some(({ rule }) => rule === name));
    const passed = silent.map(({ name, summary }) => ({ group: name, name: summary }));
    return [...findings.map(findingCase), ...passed];
}
function findingCase(finding) {
    const { rule, severity, message, file, line, column, related } = finding;
    const place = junit_placeOf({ file, line, column });
    const details = [
        `${place} ${severity}: ${message}`,
        ...related.map((other) => `${junit_placeOf(other)} ${other.message}`),
    ].join('\n');
    const outcome = severity === 'error'
        ? { failure: [message.replaceAll('\n', ' '), details] }
        : { output: details };
    return { group: rule, name: place, file, line, ...outcome };
}
function junit_placeOf({ file, line, column }) {
    return `${file}:${String(line)}:${String(column)}`;
}
function predictionCase(row) {
    const { host, port, subset, publicHost, client, scenario, split, errors } = row;
    const shares = split.map(({ locality, share }) => `${locality} ${percent(share)}`);
    const failing = errors === null ? 'undefined' : percent(errors);
    const destination = `${host}:${String(port)}${subset === null ? '' : ` ${subset}`}`;
    return {
        group: `${destination}${publicHost === null ? '' : ` for ${publicHost}`}`,
        name: `${scenario}, clients in ${client}`,
        output: `${shares.join(', ')}${shares.length ? '; ' : ''}errors ${failing}`,
    };
}
function percent(share) {
    return `${String(Number((share * 100).toFixed(1)))} %`;
}

;// CONCATENATED MODULE: ./build/src/report/has-errors.js
/** Smaller shares of errors are rounding. */
const NOTICEABLE = 0.0005;
/** Whether requests fail, or may fail, in this case. */
function hasErrors({ errors, errorsMax }) {
    return (errorsMax ?? errors ?? 0) > NOTICEABLE;
}

// EXTERNAL MODULE: ./build/src/report/percent-cell.js
var percent_cell = __webpack_require__(2774);
// EXTERNAL MODULE: ./build/src/mesh/host-name.js
var host_name = __webpack_require__(2037);
// EXTERNAL MODULE: ./build/src/report/region-of.js
var region_of = __webpack_require__(1226);
;// CONCATENATED MODULE: ./build/src/report/table-groups.js



/** Takes the predictions apart by destination and client, in their order; `recovered` comes last. */
function tableGroups(predictions) {
    const byDestination = groupBy(predictions, (row) => JSON.stringify([row.host, row.port, row.subset, row.publicHost, row.route]));
    return byDestination.map((rows) => ({
        title: titleOf(rows[0]),
        regions: regionsIn(rows),
        notes: rows[0]?.notes ?? [],
        clients: groupBy(rows, ({ client }) => client).map((own) => ({
            title: clientTitle(own[0]),
            rows: own.sort((a, b) => Number(a.scenario === 'recovered') - Number(b.scenario === 'recovered')),
        })),
    }));
}
/** The regions that the rows name, sorted. */
function regionsIn(rows) {
    return [
        ...new Set(rows.flatMap(({ split }) => split.map((own) => (0,region_of/* regionOf */.A)(own.locality)))),
    ].sort();
}
/**
 * The share of a region: that of all its localities. Their ranges depend on each other, so that what is left for the
 * other regions bounds it too.
 */
function regionShare({ split, unanswered }, region) {
    const own = split.filter(({ locality }) => (0,region_of/* regionOf */.A)(locality) === region);
    const others = split.filter(({ locality }) => (0,region_of/* regionOf */.A)(locality) !== region);
    const result = { locality: region, share: sum(own, ({ share }) => share) };
    if (own.every(({ min }) => min === undefined))
        return result;
    const least = ({ min, share }) => min ?? share;
    const most = ({ max, share }) => max ?? share;
    const bounds = { min: sum(own, least), max: Math.min(1, sum(own, most)) };
    const left = {
        min: unanswered === 0 ? Math.max(bounds.min, 1 - sum(others, most)) : bounds.min,
        max: Math.min(bounds.max, 1 - sum(others, least)),
    };
    const isNarrower = left.min <= result.share + EPSILON && result.share - EPSILON <= left.max;
    Object.assign(result, isNarrower ? left : bounds);
    return result;
}
/** Rounding of floating-point sums. */
const EPSILON = 1e-9;
function sum(shares, value) {
    return shares.reduce((total, share) => total + value(share), 0);
}
/** `hello-world.default:80 for example.com path /api*, 80 % of it`. */
function titleOf(row) {
    if (!row)
        return '';
    const port = row.port === null ? '' : `:${String(row.port)}`;
    const subset = row.subset === null ? '' : ` subset ${row.subset}`;
    const via = row.publicHost === null ? ' (not routed)' : ` for ${row.publicHost}`;
    const match = row.match === null ? '' : ` ${row.match}`;
    const weight = row.weight < 1 ? `, ${(0,percent_cell/* percentCell */.G)(row.weight, undefined, undefined)} of it` : '';
    return `${(0,host_name/* shortHost */.bA)(row.host)}${port}${subset}${via}${match}${weight}`;
}
/** Who asks, and where. */
function clientTitle(row) {
    if (!row)
        return '';
    const { client, clientLocality } = row;
    const where = `clients entering in ${clientLocality || 'no region'}`;
    return client === clientLocality ? where : `${where} (${client})`;
}
/** Takes items apart by their keys; the groups are in the order of their first items. */
function groupBy(items, key) {
    const groups = new Map();
    for (const item of items) {
        const own = groups.get(key(item));
        if (own)
            own.push(item);
        else
            groups.set(key(item), [item]);
    }
    return [...groups.values()];
}

;// CONCATENATED MODULE: ./build/src/report/behaviour-groups.js



/** The most grave kind first. */
const GRAVITY = {
    worse: 0,
    added: 1,
    removed: 2,
    other: 3,
    better: 4,
};
/** Takes the changes apart by destination and client; destinations where it gets worse come first. */
function changeGroups({ changes }) {
    return groupBy(changes, (change) => titleOf(rowOf(change)))
        .toSorted((a, b) => gravity(a) - gravity(b))
        .map((own) => {
        const whole = wholeOf(own);
        return {
            title: titleOf(rowOf(own[0])),
            ...(whole === undefined ? {} : { whole }),
            clients: groupBy(own, (change) => clientTitle(rowOf(change))).map((cases) => ({
                title: clientTitle(rowOf(cases[0])),
                changes: cases,
            })),
        };
    });
}
/** `2 of 12 predicted cases get worse, 1 gets better`. */
function behaviourVerdict({ changes, unchanged }) {
    const total = changes.length + unchanged;
    if (changes.length === 0) {
        return total === 0 ? 'nothing to compare' : `none of ${cases(total)} changes`;
    }
    const count = (kind) => changes.filter((change) => change.kind === kind).length;
    const [worse, better, other] = [count('worse'), count('better'), count('other')];
    const [added, removed] = [count('added'), count('removed')];
    const parts = [
        ...(worse ? [`${String(worse)} ${worse === 1 ? 'gets' : 'get'} worse`] : []),
        ...(better ? [`${String(better)} ${better === 1 ? 'gets' : 'get'} better`] : []),
        ...(other ? [`${String(other)} ${other === 1 ? 'changes' : 'change'}`] : []),
        ...(added ? [`${String(added)} new`] : []),
        ...(removed ? [`${String(removed)} no longer there`] : []),
    ];
    return `of ${cases(total)}, ${parts.join(', ')}`;
}
/** `50 % europe-west1, 50 % us-central1; 50 % errors`, or a dash for a case that is not there. */
function outcomeText(row) {
    if (!row)
        return '-';
    const { errors, errorsMin, errorsMax, split } = row;
    if (errors === null || split.length === 0)
        return 'undefined';
    const shares = regionsIn([row]).flatMap((region) => {
        const { share, min, max } = regionShare(row, region);
        const text = (0,percent_cell/* percentCell */.G)(share, min, max, '');
        return text === '' ? [] : [`${text} ${region}`];
    });
    const failing = hasErrors(row) ? [`${(0,percent_cell/* percentCell */.G)(errors, errorsMin, errorsMax)} errors`] : [];
    return [...(shares.length ? [shares.join(', ')] : []), ...failing].join('; ') || 'no requests';
}
function cases(count) {
    return count === 1 ? '1 predicted case' : `${String(count)} predicted cases`;
}
function rowOf(change) {
    return change?.after ?? change?.before;
}
function gravity(changes) {
    return Math.min(...changes.map(({ kind }) => GRAVITY[kind]));
}
/** A destination of which every case is new, or gone, is one line. */
function wholeOf(changes) {
    const isHealthy = changes.some((change) => rowOf(change)?.scenario === 'healthy');
    if (!isHealthy)
        return undefined;
    if (changes.every(({ kind }) => kind === 'removed'))
        return 'no longer there';
    if (!changes.every(({ kind }) => kind === 'added'))
        return undefined;
    const failing = changes.filter(({ after }) => after && hasErrors(after)).length;
    return `new; requests fail in ${String(failing)} of ${cases(changes.length)}`;
}

// EXTERNAL MODULE: ./build/src/report/markdown-text.js
var markdown_text = __webpack_require__(1675);
;// CONCATENATED MODULE: ./build/src/report/markdown-place.js

/** Where the page has no repository to lead to. */
const unlinked = ({ file, line, column }) => (0,markdown_text/* markdownCode */.D9)(`${file}:${String(line)}:${String(column)}`);
/**
 * Links to the lines of a commit.
 *
 * @param server Such as `https://github.com`, or that of a GitHub Enterprise Server.
 * @param repository `owner/name`.
 * @param commit Its full id: a line of a branch would be another one tomorrow.
 */
function linkedTo(server, repository, commit) {
    const root = `${server.replace(/\/+$/, '')}/${repository}/blob/${commit}`;
    // What is no such address would be no link either.
    const isSound = /^https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/blob\/[0-9a-f]{40,64}$/.test(root);
    if (!isSound)
        return unlinked;
    return (place) => {
        const { file, line } = place;
        const path = file.split('/').map(encodeSegment).join('/');
        return `<a href="${root}/${path}#L${String(line)}">${unlinked(place)}</a>`;
    };
}
/** Leaves nothing that would end an attribute. Half a character cannot be encoded. */
function encodeSegment(segment) {
    return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/['()*!~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

// EXTERNAL MODULE: ./build/src/report/scenario-title.js
var scenario_title = __webpack_require__(8671);
// EXTERNAL MODULE: ./build/src/report/within-bytes.js
var within_bytes = __webpack_require__(283);
;// CONCATENATED MODULE: ./build/src/report/behaviour-markdown.js





/** Names in a table are cut here. */
const LONGEST_NAME = 120;
const MARKS = {
    worse: '❌',
    better: '✅',
    other: '🔀',
    added: '🆕',
    removed: '➖',
};
/**
 * What a change makes of the predicted table, never longer than `maxBytes`: the count, then for each destination the cases
 * that are others than before, with the finding that explains them. What has no room is counted.
 */
function behaviourMarkdown(behaviour, maxBytes, place = unlinked) {
    const head = `**Behaviour**: ${(0,markdown_text/* markdownText */.p7)(behaviourVerdict(behaviour))}\n\n`;
    const room = maxBytes - Buffer.byteLength(head) - 200;
    const { text, left } = (0,within_bytes/* withinBytes */.X)(changeGroups(behaviour), room, (group) => table(group, room / 2, place));
    const more = left
        ? `*Changes of ${String(left)} more ${left === 1 ? 'destination' : 'destinations'} left out for want of room.*\n\n`
        : '';
    return head + text + more;
}
function table({ title, whole, clients }, maxBytes, place) {
    if (whole !== undefined)
        return `${behaviour_markdown_name(title)}: ${whole}.\n\n`;
    const rows = clients.flatMap(({ title: client, changes }) => changes.map((change) => () => line(cellsOf(client, change))));
    const body = (0,within_bytes/* withinBytes */.X)(rows, maxBytes / 2, (row) => row());
    const causes = clients.flatMap(({ changes }) => changes.flatMap(({ cause }) => (cause ? [causeText(cause, place)] : [])));
    const said = (0,within_bytes/* withinBytes */.X)([...new Set(causes)], maxBytes / 4, (text) => text);
    return [
        `**${behaviour_markdown_name(title)}**\n\n`,
        line(['', 'clients', 'outage', 'before', 'after']),
        line(['---', '---', '---', '---', '---']),
        body.text,
        '\n',
        ...(body.left ? [`*${String(body.left)} more cases left out for want of room.*\n\n`] : []),
        said.text,
    ].join('');
}
function cellsOf(client, change) {
    const { kind, before, after } = change;
    const outcome = (0,markdown_text/* markdownText */.p7)(outcomeText(after), 4 * LONGEST_NAME);
    return [
        MARKS[kind],
        behaviour_markdown_name(client),
        behaviour_markdown_name((0,scenario_title/* scenarioTitle */.h)((after ?? before)?.scenario ?? '')),
        (0,markdown_text/* markdownText */.p7)(outcomeText(before), 4 * LONGEST_NAME),
        kind === 'worse' ? `**${outcome}**` : outcome,
    ];
}
function causeText({ rule, file, line: at, column, message }, place) {
    return `Cause: **${rule}** ${place({ file, line: at, column })} ${(0,markdown_text/* markdownText */.p7)(message)}\n\n`;
}
function line(cells) {
    return `| ${cells.join(' | ')} |\n`;
}
function behaviour_markdown_name(text) {
    return (0,markdown_text/* markdownText */.p7)(text, LONGEST_NAME);
}

;// CONCATENATED MODULE: ./build/src/report/mermaid.js



/** Longer names are cut: a box must stay one. */
const LONGEST = 60;
/** Arrows at most; GitHub draws no diagram with more than 500. */
const MOST_ARROWS = 200;
/**
 * A flowchart of one destination: from where clients enter, by the gateway there, to the regions with their
 * shares. Empty where the scenario is not among the rows, or has no numbers.
 */
function mermaid({ regions, clients }, scenario = 'healthy') {
    const rows = clients.flatMap(({ rows: own }) => own.filter((row) => row.scenario === scenario));
    const known = rows.filter(({ split }) => split.length > 0);
    if (known.length === 0)
        return '';
    const arrows = known.flatMap((row, index) => arrowsOf(row, index, regions)).slice(0, MOST_ARROWS);
    const boxes = regions.map((region, index) => `  ${regionBox(index)}[${label(region)}]`);
    return `${['flowchart LR', ...boxes, ...arrows].join('\n')}\n`;
}
function arrowsOf(row, index, regions) {
    const { client, clientLocality, unanswered } = row;
    const entry = `client${String(index)}([${label(`clients in ${clientLocality || 'no region'}`)}])`;
    const gateway = `gateway${String(index)}{{${label(`gateway of ${client}`)}}}`;
    const shares = regions.flatMap((region, number) => {
        const { share, min, max } = regionShare(row, region);
        const text = (0,percent_cell/* percentCell */.G)(share, min, max, '');
        if (text === '')
            return [];
        return `  gateway${String(index)} -->|${label(text)}| ${regionBox(number)}`;
    });
    const lost = (0,percent_cell/* percentCell */.G)(unanswered ?? 0, undefined, undefined, '');
    return [
        `  ${entry} --> ${gateway}`,
        ...shares,
        ...(lost === '' ? [] : [`  gateway${String(index)} -->|${label(lost)}| none[${label('503')}]`]),
    ];
}
function regionBox(index) {
    return `region${String(index)}`;
}
/** A quoted label that shows its text as it is: no markup, no entities, no directives. */
function label(text) {
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
    const escaped = (0,safe_text/* safeText */.Hk)(short).replace(/["#&<>`\\;{}[\]()|*_~]|%(?=%)|(?<=%)%/g, (character) => `#${String(character.charCodeAt(0))};`);
    return `"${escaped}"`;
}

;// CONCATENATED MODULE: ./build/src/report/markdown-table.js







/** Names in a table are cut here. */
const markdown_table_LONGEST_NAME = 120;
/** With more destinations a page of diagrams would hide the tables. */
const MOST_DIAGRAMS = 3;
/** A table for each destination, below its name; what has no room is counted. */
function markdownTables(predictions, maxBytes) {
    const groups = tableGroups(predictions);
    // The first table is cut rather than left out.
    const few = groups.length <= MOST_DIAGRAMS;
    const { text, left } = (0,within_bytes/* withinBytes */.X)(groups, maxBytes, (group) => [markdown_table_table(group, maxBytes / 2), ...(few ? [diagram(group)] : [])].join(''));
    if (left === 0)
        return text;
    return `${text}*${String(left)} more ${left === 1 ? 'destination' : 'destinations'} left out for want of room.*\n\n`;
}
function markdown_table_table({ title, regions, clients, notes: unseen }, maxBytes) {
    const notes = [];
    const rows = clients.flatMap(({ title: client, rows: own }) => [
        () => markdown_table_line([`**${markdown_table_name(client)}**`, ...regions.map(() => ''), '']),
        ...own.map((row) => () => markdown_table_line(markdown_table_cellsOf(row, regions, notes))),
    ]);
    const body = (0,within_bytes/* withinBytes */.X)(rows, maxBytes, (row) => row());
    return [
        `**${markdown_table_name(title)}**\n\n`,
        markdown_table_line(['', ...regions.map(markdown_table_name), 'errors']),
        markdown_table_line(['---', ...regions.map(() => '--:'), '--:']),
        body.text,
        '\n',
        ...(body.left ? [`*${String(body.left)} more rows left out for want of room.*\n\n`] : []),
        ...notes.map((note, index) => `${noteMark(index)} ${(0,markdown_text/* markdownText */.p7)(note)}\n\n`),
        ...unseen.map((note) => `${(0,markdown_text/* markdownText */.p7)(note)}\n\n`),
    ].join('');
}
/** Who reaches what while all is well, folded. */
function diagram(group) {
    const chart = mermaid(group);
    if (chart === '')
        return '';
    return `<details><summary>Topology</summary>\n\n\`\`\`mermaid\n${chart}\`\`\`\n\n</details>\n\n`;
}
function markdown_table_cellsOf(row, regions, notes) {
    const { errors, errorsMin, errorsMax, reason, split, scenario } = row;
    const shares = regions.map((region) => {
        const { share, min, max } = regionShare(row, region);
        return split.length ? (0,percent_cell/* percentCell */.G)(share, min, max) : 'undefined';
    });
    const failing = errors === null ? 'undefined' : (0,percent_cell/* percentCell */.G)(errors, errorsMin, errorsMax, '0 %');
    const mark = reason === undefined ? '' : ` ${noteMark(indexOf(notes, reason))}`;
    return [
        `${markdown_table_name((0,scenario_title/* scenarioTitle */.h)(scenario))}${mark}`,
        // A share below the smallest shown begins with a "<".
        ...shares.map((cell) => (0,markdown_text/* markdownText */.p7)(cell)),
        hasErrors(row) ? `**${(0,markdown_text/* markdownText */.p7)(failing)}**` : (0,markdown_text/* markdownText */.p7)(failing),
    ];
}
function markdown_table_line(cells) {
    return `| ${cells.join(' | ')} |\n`;
}
function markdown_table_name(text) {
    return (0,markdown_text/* markdownText */.p7)(text, markdown_table_LONGEST_NAME);
}
/** The same reason has the same note. */
function indexOf(notes, reason) {
    if (!notes.includes(reason))
        notes.push(reason);
    return notes.indexOf(reason);
}
function noteMark(index) {
    return `<sup>${String(index + 1)}</sup>`;
}

;// CONCATENATED MODULE: ./build/src/report/markdown.js






/** For a page: the verdict, the predicted tables, the findings, and what all of it rests on. */
const markdown = (results, { quiet }) => markdownReport(results, { quiet });
function markdownReport({ lint, predictions, behaviour, basis, }, { quiet, maxBytes = Infinity, between = '', place = unlinked }) {
    const head = `### ${verdict({ lint, predictions })}\n\n`;
    const foot = quiet ? '' : basisLine(basis);
    const fixed = Buffer.byteLength(head + foot + between) + 1_000;
    const room = maxBytes - fixed;
    const changes = behaviour ? behaviourMarkdown(behaviour, room / 4, place) : '';
    const tables = predictions && !quiet ? markdownTables(predictions, room / 3) : '';
    const left = room - Buffer.byteLength(changes + tables);
    const findings = lint ? findingList(lint.findings, left, place) : '';
    return `${[head, changes, tables, between, findings, foot].join('').trimEnd()}\n`;
}
/** `❌ mesh-failover: 1 error; requests fail in 2 of 12 predicted cases`. */
function verdict({ lint, predictions }) {
    const mark = lint ? markdown_MARKS[worst(lint.summary)] : '';
    const failing = predictions?.filter(hasErrors).length ?? 0;
    const outcome = predictions === undefined
        ? []
        : [`requests fail in ${String(failing)} of ${plural(predictions.length, 'predicted case')}`];
    const parts = [...(lint ? [countsOf(lint.summary)] : []), ...outcome];
    return `${mark} mesh-failover: ${parts.join('; ')}`.trim();
}
const markdown_MARKS = { error: '❌', warning: '⚠️', notice: 'ℹ️', none: '✅' };
function worst({ errors, warnings, notices }) {
    if (errors)
        return 'error';
    if (warnings)
        return 'warning';
    return notices ? 'notice' : 'none';
}
/** `1 error, 2 warnings`, or `no findings`. */
function countsOf({ errors, warnings, notices }) {
    const found = [
        ...(errors ? [plural(errors, 'error')] : []),
        ...(warnings ? [plural(warnings, 'warning')] : []),
        ...(notices ? [plural(notices, 'notice')] : []),
    ];
    return found.join(', ') || 'no findings';
}
const RANK = { error: 0, warning: 1, notice: 2 };
/** The gravest first: what has no room is what matters least. */
function findingList(findings, maxBytes, place, title = 'Findings') {
    if (findings.length === 0)
        return '';
    const sorted = findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
    const { text, left } = (0,within_bytes/* withinBytes */.X)(sorted, maxBytes, (finding) => findingItem(finding, place));
    const more = left ? `\n*${String(left)} more left out for want of room.*\n` : '';
    return `**${title}**\n\n${text}${more}\n`;
}
function findingItem(finding, place) {
    const { severity, rule, message, related } = finding;
    const rest = related.map((other) => `${place(other)} ${(0,markdown_text/* markdownText */.p7)(other.message)}`);
    const lines = [
        `${markdown_MARKS[severity]} ${severity} **${rule}** ${place(finding)}`,
        (0,markdown_text/* markdownLines */.zQ)(message),
        ...rest.slice(0, MOST_RELATED),
    ];
    return `- ${lines.join('<br>')}\n`;
}
const MOST_RELATED = 5;
function basisLine(basis) {
    if (basis.length === 0)
        return '';
    return `Rests on: ${basis.map((text) => (0,markdown_text/* markdownText */.p7)(text)).join(', ')}.\n`;
}
function plural(count, word) {
    return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}

// EXTERNAL MODULE: ./build/package.json
var build_package = __webpack_require__(8797);
// EXTERNAL MODULE: ./build/src/lint/fingerprint.js
var fingerprint = __webpack_require__(4615);
;// CONCATENATED MODULE: ./build/src/report/sarif-rule.js
const PAGES = 'https://github.com/mesh-failover/mesh-failover/blob/main/docs/rules';
const LEVELS = { error: 'error', warning: 'warning', notice: 'note' };
/** Longer descriptions are refused by code scanning. */
const sarif_rule_LONGEST = 1_000;
/** A rule as SARIF describes it, its page in short as the help. */
function sarifRule(rule) {
    const { name, code, category, severity, summary, description, references } = rule;
    const [first = ''] = description.split('\n\n');
    const sources = references.length
        ? `\n\nReferences:\n\n${references.map((source) => `- ${source}`).join('\n')}`
        : '';
    const help = `${summary}\n\n${description}${sources}\n\n[The rule's page](${PAGES}/${name}.md)`;
    return {
        id: name,
        name: name.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase()),
        shortDescription: { text: summary },
        fullDescription: { text: plain(first).slice(0, sarif_rule_LONGEST) },
        helpUri: `${PAGES}/${name}.md`,
        help: { text: plain(`${summary}\n\n${description}${sources}`), markdown: help },
        defaultConfiguration: { level: LEVELS[severity] },
        properties: {
            code,
            category,
            tags: ['istio', 'failover', category],
            precision: 'very-high',
            'problem.severity': severity === 'notice' ? 'recommendation' : severity,
        },
    };
}
function plain(markdown) {
    return markdown.replaceAll('`', '').replaceAll('**', '');
}

;// CONCATENATED MODULE: ./build/src/report/sarif.js






const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** What addresses are relative to: the working folder, wherever it is. */
const ROOT = '%SRCROOT%';
/** SARIF 2.1.0, for code scanning: one run, with every rule and its help. */
const sarif = ({ lint, text }) => {
    const findings = lint?.findings ?? [];
    const prints = (0,fingerprint/* fingerprints */.WS)(findings, text);
    const run = {
        tool: {
            driver: {
                name: 'mesh-failover',
                version: build_package/* version */.rE,
                informationUri: 'https://github.com/mesh-failover/mesh-failover',
                rules: rules/* rules */.a.map(sarifRule),
            },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The working folder.' } } },
        results: findings.map((finding, index) => resultOf(finding, prints[index] ?? '')),
    };
    return `${(0,json/* toJson */.a)({ $schema: SCHEMA, version: '2.1.0', runs: [run] })}\n`;
};
const sarif_LEVELS = { error: 'error', warning: 'warning', notice: 'note' };
function resultOf(finding, fingerprint) {
    const { rule, code, category, severity, message, resource, related, fix } = finding;
    const ruleIndex = rules/* rules */.a.findIndex(({ name }) => name === rule);
    return {
        ruleId: rule,
        ...(ruleIndex < 0 ? {} : { ruleIndex }),
        level: sarif_LEVELS[severity],
        message: { text: messageText(message) },
        locations: [
            {
                physicalLocation: physicalLocation(finding),
                ...(resource ? { logicalLocations: [logicalLocation(resource)] } : {}),
            },
        ],
        ...(related.length ? { relatedLocations: related.map(relatedLocation) } : {}),
        ...(fix ? { fixes: [fixOf(fix)] } : {}),
        // Code scanning goes by the first one; without it, it would go by the text around the line.
        partialFingerprints: { primaryLocationLineHash: fingerprint, 'meshFailover/v1': fingerprint },
        properties: { code, category },
    };
}
function physicalLocation(place) {
    return { artifactLocation: artifactLocation(place.file), region: region(place) };
}
function relatedLocation(place, id) {
    const physical = physicalLocation(place);
    return { id, physicalLocation: physical, message: { text: messageText(place.message) } };
}
function logicalLocation({ kind, namespace, name }) {
    return {
        name: (0,safe_text/* safeText */.Hk)(name),
        kind: 'resource',
        fullyQualifiedName: (0,safe_text/* safeText */.Hk)(`${kind} ${namespace}/${name}`),
    };
}
/** Both count columns from 1 in UTF-16 units, with an exclusive end. */
function region({ line, column, endLine, endColumn }) {
    return { startLine: line, startColumn: column, endLine, endColumn };
}
function artifactLocation(file) {
    return { uri: file.split('/').map(sarif_encodeSegment).join('/'), uriBaseId: ROOT };
}
function sarif_encodeSegment(segment) {
    // Half a character cannot be encoded.
    return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd'));
}
function fixOf({ description, edits }) {
    const files = [...new Set(edits.map(({ file }) => file))];
    return {
        description: { text: messageText(description) },
        artifactChanges: files.map((file) => ({
            artifactLocation: artifactLocation(file),
            replacements: edits
                .filter((edit) => edit.file === file)
                .map(({ range, text }) => ({ deletedRegion: region(range), insertedContent: { text } })),
        })),
    };
}
/** In a message, `[text](target)` would be a link. */
function messageText(text) {
    return (0,safe_text/* safeLines */.Bv)(text).replace(/\](?=\()/g, '] ');
}

;// CONCATENATED MODULE: ./build/src/report/behaviour-text.js



/** What a change makes of the predicted table: a block for each destination whose behaviour is another, and the count. */
function behaviourText(behaviour, style) {
    return [
        ...changeGroups(behaviour).map((group) => block(group, style)),
        `behaviour: ${behaviourVerdict(behaviour)}`,
    ];
}
function block({ title, whole, clients }, style) {
    const head = style.strong((0,safe_text/* safeText */.Hk)(title));
    if (whole !== undefined)
        return `${head}\n  ${whole}`;
    const body = clients.flatMap(({ title: client, changes }) => [
        (0,safe_text/* safeText */.Hk)(client),
        ...changes.flatMap((change) => linesOf(change, style)),
    ]);
    return [head, ...body].join('\n');
}
function linesOf(change, style) {
    const { before, after, cause, kind } = change;
    const name = (0,safe_text/* safeText */.Hk)((0,scenario_title/* scenarioTitle */.h)((after ?? before)?.scenario ?? ''));
    const color = kind === 'worse' ? style.error : kind === 'better' ? style.good : same;
    return [
        `  ${name}`,
        `    before  ${(0,safe_text/* safeText */.Hk)(outcomeText(before))}`,
        color(`    after   ${(0,safe_text/* safeText */.Hk)(outcomeText(after))}`),
        ...(cause ? [`    cause   ${behaviour_text_causeText(cause)}`] : []),
    ];
}
function behaviour_text_causeText({ rule, file, line, column }) {
    return `${rule} ${(0,safe_text/* safeText */.Hk)(file)}:${String(line)}:${String(column)}`;
}
function same(text) {
    return text;
}

// EXTERNAL MODULE: ./build/src/report/wrap.js
var wrap = __webpack_require__(238);
;// CONCATENATED MODULE: ./build/src/report/code-frame.js


/**
 * The first line of a range with what is wrong underlined; empty where the text was not kept.
 *
 * @param source That line of the file.
 * @param width What is left of a longer line, with its number.
 */
function codeFrame(source, range, paint, width = wrap/* TEXT_WIDTH */.L) {
    if (source === undefined)
        return [];
    const number = String(range.line);
    const room = width - number.length - ' | '.length;
    const start = Math.max(0, range.column - 1 - room + 20);
    const shown = source.slice(start, start + room);
    const from = range.column - 1 - start;
    const end = range.endLine === range.line ? range.endColumn - 1 - start : shown.trimEnd().length;
    // Escapes are longer than what they stand for. They are made for the line as a whole: parts that are harmless
    // each could make a command together.
    const shownUntil = (to) => (0,safe_text/* safeText */.Hk)(shown.slice(0, to)).length;
    const marked = Math.max(1, shownUntil(Math.max(end, from + 1)) - shownUntil(from));
    return [
        `${paint.faint(`${number} |`)} ${(0,safe_text/* safeText */.Hk)(shown)}`,
        `${paint.faint(`${' '.repeat(number.length)} |`)} ${' '.repeat(shownUntil(from))}${paint.error('^'.repeat(marked))}`,
    ];
}

// EXTERNAL MODULE: ./build/src/report/paint.js
var paint = __webpack_require__(4928);
;// CONCATENATED MODULE: ./build/src/report/text-answered.js

/** Routes without endpoints, a line for each; nothing where there are none. */
function textAnswered(routes) {
    if (routes.length === 0)
        return [];
    const lines = routes.map(({ publicHost, match, answer, route }) => {
        return `  ${(0,safe_text/* safeText */.Hk)(`${publicHost}${match === null ? '' : ` ${match}`}: ${answer} (${route})`)}`;
    });
    return [['Answered by the gateway itself, nothing to predict:', ...lines].join('\n')];
}

;// CONCATENATED MODULE: ./build/src/report/text-steps.js




const NARROWEST = 14;
/** For each row that has steps: how the mesh comes to it, with the lines that are responsible. */
function textSteps(predictions, style, room = wrap/* TEXT_WIDTH */.L) {
    return predictions.flatMap((row) => {
        const { steps = [] } = row;
        if (steps.length === 0)
            return [];
        const head = `${titleOf(row)}, ${clientTitle(row)}: ${(0,scenario_title/* scenarioTitle */.h)(row.scenario)}`;
        const width = Math.max(NARROWEST, ...steps.map(({ rule }) => rule.length)) + 2;
        const lines = steps.flatMap(({ rule, text, file, line, column }) => {
            const wrapped = (0,wrap/* wrap */.c)((0,safe_text/* safeText */.Hk)(text), room - width - 2);
            const place = file === undefined
                ? []
                : [style.faint(`${(0,safe_text/* safeText */.Hk)(file)}:${String(line)}:${String(column)}`)];
            return [...wrapped, ...place].map((part, index) => `  ${(index === 0 ? rule : '').padEnd(width)}${part}`);
        });
        return [[style.strong((0,safe_text/* safeText */.Hk)(head)), ...lines].join('\n')];
    });
}

;// CONCATENATED MODULE: ./build/src/report/text-table.js






const text_table_NARROWEST = 12;
/** One block per destination: a line for each scenario, a column for each region, and the errors. */
function textTable(predictions, style, width = wrap/* TEXT_WIDTH */.L) {
    return tableGroups(predictions).map((group) => text_table_block(group, style, width));
}
function text_table_block({ title, regions, clients, notes: unseen }, style, width) {
    const columns = [...regions, 'errors'].map((name) => Math.max(text_table_NARROWEST, (0,safe_text/* safeText */.Hk)(name).length + 2));
    const names = clients.flatMap(({ rows }) => rows.map(({ scenario }) => nameOf(scenario).length));
    const rest = columns.reduce((total, column) => total + column, 0);
    const shown = (0,safe_text/* safeText */.Hk)(title);
    // A title that would push the numbers out of the line has one to itself.
    const isApart = shown.length + 2 + rest > width;
    const first = Math.max(isApart ? 0 : shown.length, ...names) + 2;
    const line = (head, cells) => head.padEnd(first) + cells.map((cell, index) => cell.padStart(columns[index] ?? 0)).join('');
    const notes = [];
    const body = clients.flatMap(({ title: client, rows }) => [
        (0,safe_text/* safeText */.Hk)(client),
        ...rows.map((row) => {
            const cells = regions.map((region) => {
                const { share, min, max } = regionShare(row, region);
                return row.split.length ? (0,percent_cell/* percentCell */.G)(share, min, max) : 'undefined';
            });
            const { errors, errorsMin, errorsMax } = row;
            const mark = row.reason === undefined ? '' : ` ${text_table_noteMark(notes, row.reason)}`;
            const errorCell = errors === null ? 'undefined' : (0,percent_cell/* percentCell */.G)(errors, errorsMin, errorsMax, '0 %');
            const text = line(nameOf(row.scenario), [...cells, errorCell]) + mark;
            return hasErrors(row) ? style.error(text) : text;
        }),
    ]);
    const titles = (name) => line(name, [...regions.map(safe_text/* safeText */.Hk), 'errors']).trimEnd();
    return [
        ...(isApart ? [shown, titles('')] : [titles(shown)]).map(style.strong),
        ...body,
        ...notes.flatMap((note, index) => noteLines(`[${String(index + 1)}] `, note, width)),
        ...unseen.flatMap((note) => noteLines('note: ', note, width)),
    ].join('\n');
}
function nameOf(scenario) {
    return `  ${(0,safe_text/* safeText */.Hk)((0,scenario_title/* scenarioTitle */.h)(scenario))}`;
}
function noteLines(mark, note, width) {
    const [first = '', ...rest] = (0,wrap/* wrap */.c)((0,safe_text/* safeText */.Hk)(note), width - mark.length);
    return [mark + first, ...rest.map((line) => ' '.repeat(mark.length) + line)];
}
/** The mark of a note; the same reason has the same. */
function text_table_noteMark(notes, reason) {
    if (!notes.includes(reason))
        notes.push(reason);
    return `[${String(notes.indexOf(reason) + 1)}]`;
}

;// CONCATENATED MODULE: ./build/src/report/sparkline.js
const BARS = [...'▁▂▃▄▅▆▇█'];
/** Shares, 0 to 1, as bars. The lowest bar is nothing; what is small, but there, is at least the second. */
function sparkline(shares) {
    return shares
        .map((share) => {
        if (share <= 0)
            return BARS[0];
        return BARS[Math.max(1, Math.min(7, Math.round(share * 7)))];
    })
        .join('');
}

;// CONCATENATED MODULE: ./build/src/report/text-timeline.js






/** Bars of a line at most. */
const text_timeline_BARS = 60;
/** A block for each run: bars for each region and for the errors, then the times in words. */
function textTimelines(timelines, style, width = wrap/* TEXT_WIDTH */.L) {
    return timelines.map((run) => text_timeline_block(run, style, width));
}
function text_timeline_block(run, style, width) {
    const head = `${titleOf(run)}, ${clientTitle(run)}: ${(0,scenario_title/* scenarioTitle */.h)(run.scenario)}${when(run)}`;
    const reason = run.reason === undefined ? [] : (0,wrap/* wrap */.c)((0,safe_text/* safeText */.Hk)(run.reason), width - 2);
    const lines = run.requests === 0 ? reason : [...bars(run, style), ...reason, ...words(run)];
    return [style.strong((0,safe_text/* safeText */.Hk)(head)), ...lines.map((line) => `  ${line}`)].join('\n');
}
function when({ begin, end, duration }) {
    if (begin === null)
        return '';
    const until = end === null || end >= duration ? '' : ` to ${String(end)} s`;
    return ` from ${String(begin)} s${until}`;
}
function bars({ perSecond, duration }, style) {
    const { requests, errors, localities } = perSecond;
    const step = Math.max(1, Math.ceil(requests.length / text_timeline_BARS));
    const all = sums(requests, step);
    const shares = (counts) => sums(counts, step).map((count, index) => (all[index] ? count / all[index] : 0));
    const regions = [...new Set(localities.map(({ locality }) => (0,region_of/* regionOf */.A)(locality)))];
    const rows = regions.map((region) => {
        const own = localities.filter(({ locality }) => (0,region_of/* regionOf */.A)(locality) === region);
        return [region, requests.map((_, second) => text_timeline_sum(own.map((one) => one.requests[second] ?? 0)))];
    });
    const width = Math.max(...rows.map(([name]) => (0,safe_text/* safeText */.Hk)(name).length), 'errors'.length) + 2;
    const scale = `one bar for ${step === 1 ? 'each second' : `${String(step)} s`}, ${String(duration)} s`;
    const line = (name, counts) => `${(0,safe_text/* safeText */.Hk)(name).padEnd(width)}${sparkline(shares(counts))}`;
    const failing = line('errors', errors);
    return [
        ...rows.map(([name, counts]) => line(name, counts)),
        `${text_timeline_sum(errors) > 0 ? style.error(failing) : failing}  at most ${String(Math.max(0, ...errors))}/s`,
        `${''.padEnd(width)}${style.faint(scale)}`,
    ];
}
function words(run) {
    const { begin, end, duration, requests, errors, rps, cliff } = run;
    const { shiftAfter, failoverAfter, failedBeforeFailover, failbackAfter } = run;
    const lines = [];
    if (begin !== null) {
        const shift = shiftAfter === null ? '' : `traffic shifts after ${seconds(shiftAfter)}; `;
        lines.push(failoverAfter === null
            ? `${shift}some requests keep going to endpoints that fail: ${text_timeline_plural(failedBeforeFailover, 'failed request')}`
            : `${shift}100 % on endpoints that answer after ${seconds(failoverAfter)}, with ` +
                `${text_timeline_plural(failedBeforeFailover, 'failed request')} until then`);
    }
    const later = errors - failedBeforeFailover;
    if (failoverAfter !== null && later > 0) {
        lines.push(`${String(later)} more fail later, when ejected endpoints return and fail again`);
    }
    if (end !== null && end < duration) {
        lines.push(failbackAfter === null
            ? `not back to the split of before within ${String(duration - end)} s after the recovery`
            : `back to the split of before ${seconds(failbackAfter)} after the recovery`);
    }
    const loss = `${((errors / requests) * 100).toFixed(1).replace(/\.0$/, '')} %`;
    lines.push(`${String(errors)} of ${String(requests)} requests fail: ${loss} (${number(rps)} requests/s)`);
    if (cliff) {
        lines.push(cliff.isAvalanche
            ? `avalanche: from about ${number(cliff.rate * 100)} % errors on, more than 5 % of the requests fail`
            : 'no avalanche: the errors stay about as many as they are');
    }
    return lines;
}
function sums(values, step) {
    return Array.from({ length: Math.ceil(values.length / step) }, (_, index) => text_timeline_sum(values.slice(index * step, (index + 1) * step)));
}
function text_timeline_sum(values) {
    return values.reduce((total, value) => total + value, 0);
}
function seconds(value) {
    return `${value.toFixed(1).replace(/\.0$/, '')} s`;
}
function number(value) {
    return String(Number(value.toPrecision(2)));
}
function text_timeline_plural(count, word) {
    return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}

;// CONCATENATED MODULE: ./build/src/report/text.js









const INDENT = '  ';
/** For people: what is wrong, where, what it costs, how to mend it; then the table. */
const text_text = (results, options) => {
    const { lint, predictions, behaviour, answered, timelines, basis, text: textOf } = results;
    const style = (0,paint/* paint */.n)(options.color);
    const width = Math.min(options.width ?? wrap/* TEXT_WIDTH */.L, wrap/* TEXT_WIDTH */.L);
    const lineOf = lineReader(textOf);
    const blocks = [
        ...(options.quiet ? [] : [(0,wrap/* wrap */.c)(basis.map(safe_text/* safeText */.Hk).join(', '), width).join('\n')]),
        ...(lint?.findings ?? []).map((finding) => findingBlock(finding, lineOf, style, width)),
        ...(options.quiet
            ? []
            : [
                ...textTable(predictions ?? [], style, width),
                ...(behaviour ? behaviourText(behaviour, style) : []),
                ...textAnswered(answered ?? []),
                ...textSteps(predictions ?? [], style, width),
                ...textTimelines(timelines ?? [], style, width),
            ]),
        ...(lint && !options.quiet ? [summaryLine(lint.summary, style, options.seconds)] : []),
    ].filter((block) => block !== '');
    return blocks.length ? `${blocks.join('\n\n')}\n` : '';
};
/** The line of a file, from 1. A file is taken apart once, however many findings it has. */
function lineReader(textOf) {
    const files = new Map();
    return (file, line) => {
        let lines = files.get(file);
        if (!lines) {
            lines = textOf(file)?.split(/\r\n|\n|\r/) ?? [];
            files.set(file, lines);
        }
        return lines[line - 1];
    };
}
function findingBlock(finding, lineOf, style, width) {
    const { severity, rule, file, line, column, message, related } = finding;
    const head = `${style[severity](severity)} ${style.strong(rule)}`;
    const place = style.faint(`${(0,safe_text/* safeText */.Hk)(file)}:${String(line)}:${String(column)}`);
    const frame = codeFrame(lineOf(file, line), finding, style, width - INDENT.length);
    const rest = related.map((other) => `${style.faint(`${(0,safe_text/* safeText */.Hk)(other.file)}:${String(other.line)}:${String(other.column)}`)} ${(0,safe_text/* safeText */.Hk)(other.message)}`);
    const wrapped = (0,wrap/* wrap */.c)((0,safe_text/* safeLines */.Bv)(message), width - INDENT.length);
    const help = style.faint(`mesh-failover explain ${rule}`);
    return [
        head,
        ...[place, ...frame, ...wrapped, ...rest, help].map((entry) => INDENT + entry),
    ].join('\n');
}
function summaryLine({ errors, warnings, notices, ignored, baselined, unchanged, documents, files, skipped, }, style, seconds) {
    const found = [
        count(errors, 'error', style.error),
        count(warnings, 'warning', style.warning),
        count(notices, 'notice', style.notice),
        ...(ignored ? [`${String(ignored)} ignored`] : []),
        ...(baselined ? [`${String(baselined)} in the baseline`] : []),
        ...(unchanged ? [`${String(unchanged)} unchanged`] : []),
    ].filter((part) => part !== '');
    const verdict = found.length ? found.join(', ') : style.good('no findings');
    const passed = skipped ? `, ${String(skipped)} of other kinds` : '';
    const read = `${text_plural(documents, 'document')} in ${text_plural(files, 'file')}${passed}`;
    return `${verdict} (${read}${seconds === undefined ? '' : `, ${seconds.toFixed(1)} s`})`;
}
function count(number, word, style) {
    return number === 0 ? '' : style(text_plural(number, word));
}
function text_plural(number, word) {
    return `${String(number)} ${word}${number === 1 ? '' : 's'}`;
}

;// CONCATENATED MODULE: ./build/src/report/formats.js






/** Every output format by its name. */
const formats = { text: text_text, json: json/* json */.P, github: github, sarif: sarif, junit: junit, markdown: markdown };
const formatNames = Object.keys(formats);


/***/ }),

/***/ 7237:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ junitSuite),
/* harmony export */   w: () => (/* binding */ junitDocument)
/* harmony export */ });
/* harmony import */ var _escape_xml_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4101);
/* harmony import */ var _safe_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7423);


/** JUnit's XML, of its suites. */
function junitDocument(suites) {
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mesh-failover">\n${suites.join('')}</testsuites>\n`;
}
/** Tests that belong together. */
function junitSuite(name, cases) {
    const failures = cases.filter(({ failure }) => failure).length;
    const head = attributes({ name, tests: cases.length, failures, errors: 0, skipped: 0 });
    return `  <testsuite${head}>\n${cases.map(testCase).join('')}  </testsuite>\n`;
}
function testCase({ group, name, file, line, failure, output }) {
    const head = `    <testcase${attributes({ classname: group, name, file, line, time: 0 })}`;
    if (failure) {
        const [title, details] = failure;
        const mark = attributes({ type: 'error', message: title });
        return `${head}>\n      <failure${mark}>${(0,_escape_xml_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeXml */ .X)((0,_safe_text_js__WEBPACK_IMPORTED_MODULE_1__/* .safeLines */ .Bv)(details))}</failure>\n    </testcase>\n`;
    }
    if (output === undefined)
        return `${head}/>\n`;
    return `${head}>\n      <system-out>${(0,_escape_xml_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeXml */ .X)((0,_safe_text_js__WEBPACK_IMPORTED_MODULE_1__/* .safeLines */ .Bv)(output))}</system-out>\n    </testcase>\n`;
}
function attributes(values) {
    return Object.entries(values)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => ` ${name}="${(0,_escape_xml_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeXml */ .X)((0,_safe_text_js__WEBPACK_IMPORTED_MODULE_1__/* .safeText */ .Hk)(String(value)))}"`)
        .join('');
}


/***/ }),

/***/ 1675:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D9: () => (/* binding */ markdownCode),
/* harmony export */   p7: () => (/* binding */ markdownText),
/* harmony export */   zQ: () => (/* binding */ markdownLines)
/* harmony export */ });
/* harmony import */ var _safe_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7423);
/* harmony import */ var _shorten_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1669);


/** Longer texts are cut: a single value must not fill a page. */
const LONGEST = 1_000;
/** Invisible, and enough to keep a renderer from seeing an address, a mention or a reference. */
const BREAK = '&#8203;';
const SPECIAL = /:\/\/|www\.|[&<>|$\\`*_[\]~@#]/gi;
const REPLACED = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    // Unlike a backslash, an entity keeps a table's cell together whatever stands before it.
    '|': '&#124;',
    // It would begin a formula.
    $: '<span>$</span>',
    '://': `:${BREAK}//`,
    '@': `@${BREAK}`,
    '#': `#${BREAK}`,
};
/**
 * Text from outside for one line of Markdown, made to show as it is: no HTML, no formatting, no links, no
 * mentions of people or issues, no new lines. Right in paragraphs, list items and table cells.
 */
function markdownText(text, longest = LONGEST) {
    return ((0,_safe_text_js__WEBPACK_IMPORTED_MODULE_0__/* .safeText */ .Hk)((0,_shorten_js__WEBPACK_IMPORTED_MODULE_1__/* .shorten */ .m)(text.trim(), longest))
        .replace(SPECIAL, replacement)
        // What begins a list or underlines a heading.
        .replace(/^(?:[-+=]|\d+(?=[.)]))/, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`)));
}
/** The same for several lines of our own that quote from outside. */
function markdownLines(text, longest = 2 * LONGEST) {
    return (0,_shorten_js__WEBPACK_IMPORTED_MODULE_1__/* .shorten */ .m)(text.trim(), longest)
        .split('\n')
        .map((line) => markdownText(line, longest))
        .join('<br>');
}
/** A name or place from outside, shown as code. Unlike a code span it is safe in a table's cell too. */
function markdownCode(text, longest = LONGEST) {
    return `<code>${markdownText(text, longest)}</code>`;
}
function replacement(found) {
    if (found.length === 4)
        return `${found.slice(0, 3)}${BREAK}.`;
    return REPLACED[found] ?? `\\${found}`;
}


/***/ }),

/***/ 4928:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ paint)
/* harmony export */ });
const CODES = {
    error: 31,
    warning: 33,
    notice: 36,
    strong: 1,
    faint: 2,
    good: 32,
};
function paint(color) {
    const style = (code) => (text) => color ? `\u001b[${String(code)}m${text}\u001b[0m` : text;
    return Object.fromEntries(Object.entries(CODES).map(([name, code]) => [name, style(code)]));
}


/***/ }),

/***/ 2774:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ percentCell)
/* harmony export */ });
/** A share for a table: `50 %`, `33.3 %`, `0-50 %` where it is not determined, a dash for none. */
function percentCell(share, min, max, none = '-') {
    if (min !== undefined && max !== undefined && number(min) !== number(max)) {
        return `${number(min)}-${number(max)} %`;
    }
    return number(share) === '0' ? none : `${number(share)} %`;
}
function number(share) {
    const percent = share * 100;
    // What is small, but there, must not look like nothing.
    if (percent > 1e-7 && percent < 0.05)
        return '<0.1';
    return percent.toFixed(1).replace(/\.0$/, '');
}


/***/ }),

/***/ 1226:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ regionOf)
/* harmony export */ });
/* harmony import */ var _mesh_locality_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7562);

/** The region of a locality, in words where it has none. */
function regionOf(locality) {
    return (0,_mesh_locality_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLocality */ .ho)(locality).region || '(no region)';
}


/***/ }),

/***/ 8671:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ scenarioTitle)
/* harmony export */ });
/** A scenario as people say it: `europe-west1 scaled to zero`. */
function scenarioTitle(name) {
    return name
        .split('+')
        .map((part) => {
        const [kind = '', place] = part.split(/:(.*)/s);
        if (place === undefined)
            return part;
        switch (kind) {
            case 'scaled-to-zero':
                return `${place} scaled to zero`;
            case 'cordoned':
                return `${place} cordoned`;
            case 'failing':
                return `${place} failing`;
            case 'cluster-lost':
                return `cluster ${place} lost`;
            case 'error-rate':
                return `${String(Number((Number(place) * 100).toPrecision(6)))} % errors in the background`;
            default:
                return part;
        }
    })
        .join(' and ');
}


/***/ }),

/***/ 1669:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ shortenShown),
/* harmony export */   m: () => (/* binding */ shorten)
/* harmony export */ });
/* harmony import */ var _safe_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7423);

/** At most so many characters, and an ellipsis where something was cut; never through the middle of one. */
function shorten(text, longest) {
    if (text.length <= longest)
        return text;
    return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}
/** The same for text from outside, with what was made visible in it counted: what has to fit somewhere. */
function shortenShown(text, longest) {
    return shorten((0,_safe_text_js__WEBPACK_IMPORTED_MODULE_0__/* .safeText */ .Hk)(text), longest);
}


/***/ }),

/***/ 283:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ withinBytes)
/* harmony export */ });
/** As many parts, in their order, as fit into `maxBytes` of UTF-8; of the others not even the text is made. */
function withinBytes(parts, maxBytes, textOf) {
    const kept = [];
    let room = maxBytes;
    for (const part of parts) {
        const text = textOf(part);
        room -= Buffer.byteLength(text);
        if (room < 0)
            break;
        kept.push(text);
    }
    return { text: kept.join(''), left: parts.length - kept.length };
}


/***/ }),

/***/ 238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ TEXT_WIDTH),
/* harmony export */   c: () => (/* binding */ wrap)
/* harmony export */ });
/** Where lines of text for people end. */
const TEXT_WIDTH = 100;
/** Breaks lines at spaces, so that none is longer than the width; a word that is longer stays whole. */
function wrap(text, width = TEXT_WIDTH) {
    return text.split('\n').flatMap((line) => wrapLine(line, width));
}
function wrapLine(line, width) {
    const lines = [];
    let current = '';
    for (const word of line.split(' ')) {
        if (current === '')
            current = word;
        else if (current.length + 1 + word.length <= width)
            current += ` ${word}`;
        else {
            lines.push(current);
            current = word;
        }
    }
    return [...lines, current];
}


/***/ }),

/***/ 8368:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ brokenExpectations)
/* harmony export */ });
/* harmony import */ var _mesh_locality_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7562);
/* harmony import */ var _outage_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7076);
/* harmony import */ var _percent_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5962);



const DEFAULT_TOLERANCE = 0.01;
/**
 * Holds the rows to the `expect` of their scenario. A range must lie within the tolerance as a whole; what
 * is undefined meets no expectation.
 */
function brokenExpectations(rows) {
    const scenarios = new Map(rows.map(({ scenario }) => [scenario.name, scenario.configured]));
    return [...scenarios].flatMap(([name, configured]) => {
        const expect = configured?.expect;
        if (!expect)
            return [];
        const meant = rows.filter((row) => row.scenario.name === name && isMeant(row.prediction, expect));
        if (meant.length === 0) {
            return [
                { scenario: name, message: 'no routed host and client is meant by it', row: undefined },
            ];
        }
        return meant.flatMap((row) => problemsOf(row.prediction, expect).map((problem) => ({
            scenario: name,
            message: `${row.prediction.host} for ${row.prediction.client}: ${problem}`,
            row,
        })));
    });
}
function isMeant({ host, client }, { hosts, clients }) {
    return (!hosts || hosts.includes(host)) && (!clients || clients.includes(client));
}
function problemsOf(row, expect) {
    const { split = {}, tolerance = DEFAULT_TOLERANCE, maxErrors } = expect;
    if (row.errors === null)
        return [`the result is undefined: ${row.reason ?? ''}`];
    const problems = Object.entries(split).flatMap(([place, share]) => {
        const area = (0,_mesh_locality_js__WEBPACK_IMPORTED_MODULE_1__/* .parseLocality */ .ho)(place);
        const own = row.split.filter(({ locality }) => (0,_outage_js__WEBPACK_IMPORTED_MODULE_0__/* .isWithin */ .UO)((0,_mesh_locality_js__WEBPACK_IMPORTED_MODULE_1__/* .parseLocality */ .ho)(locality), area));
        const low = own.reduce((sum, { share: expected, min }) => sum + (min ?? expected), 0);
        const high = own.reduce((sum, { share: expected, max }) => sum + (max ?? expected), 0);
        const isMet = low >= share - tolerance - EPSILON && high <= share + tolerance + EPSILON;
        return isMet
            ? []
            : [`${place} gets ${range(low, high)} of the requests, not ${(0,_percent_js__WEBPACK_IMPORTED_MODULE_2__/* .percent */ .K)(share)}`];
    });
    const errors = row.errorsMax ?? row.errors;
    if (maxErrors !== undefined && errors > maxErrors + EPSILON) {
        problems.push(`${(0,_percent_js__WEBPACK_IMPORTED_MODULE_2__/* .percent */ .K)(errors)} of the requests fail, more than ${(0,_percent_js__WEBPACK_IMPORTED_MODULE_2__/* .percent */ .K)(maxErrors)}`);
    }
    return problems;
}
/** Rounding of floating-point sums. */
const EPSILON = 1e-9;
function range(low, high) {
    return high - low < EPSILON ? (0,_percent_js__WEBPACK_IMPORTED_MODULE_2__/* .percent */ .K)(low) : `${(0,_percent_js__WEBPACK_IMPORTED_MODULE_2__/* .percent */ .K)(low)} to ${(0,_percent_js__WEBPACK_IMPORTED_MODULE_2__/* .percent */ .K)(high)}`;
}


/***/ }),

/***/ 8940:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  V: () => (/* binding */ placeOfStep),
  h: () => (/* binding */ placedSteps)
});

// EXTERNAL MODULE: ./build/src/mesh/host-name.js
var host_name = __webpack_require__(2037);
// EXTERNAL MODULE: ./build/src/mesh/targets.js
var targets = __webpack_require__(101);
// EXTERNAL MODULE: ./build/src/traffic/proxy/retry.js
var retry = __webpack_require__(5562);
// EXTERNAL MODULE: ./build/src/traffic/percent.js
var percent = __webpack_require__(5962);
;// CONCATENATED MODULE: ./build/src/traffic/route-steps.js




/** How a client's request comes to the destination, and which DestinationRule it meets there. */
function routeSteps(mesh, target) {
    const { route, place } = target;
    const way = route
        ? stepsOfRoute(mesh, target, route)
        : [
            {
                rule: 'declared',
                text: 'no route leads here: as a client would see it that asks directly',
                place,
            },
        ];
    return [...way, ...stepsOfRule(target)];
}
function stepsOfRoute({ config }, target, route) {
    const { gateway, server, port, publicHost, root, virtualService, path, matches, http } = route;
    const steps = [
        {
            rule: 'gateway',
            text: `Gateway ${gateway.namespace}/${gateway.name} serves ${publicHost} on port ${String(port)}`,
            place: { resource: gateway, path: ['spec', 'servers', server, 'hosts'], part: 'key' },
        },
        {
            rule: 'route',
            text: `VirtualService ${virtualService.namespace}/${virtualService.name} takes ` +
                (matches.length ? `requests with ${matches.join(' or ')}` : 'every request') +
                (root === virtualService ? '' : `, as a delegate of ${root.namespace}/${root.name}`),
            place: { resource: virtualService, path },
        },
    ];
    const { share = 1 } = target.destination ?? {};
    if (share < 1) {
        const text = `${(0,percent/* percent */.K)(share)} of them go to ${(0,targets/* titleOfTarget */.r)(target)}`;
        steps.push({ rule: 'weight', text, place: target.place });
    }
    if (route.protocol === 'http') {
        const written = virtualService.spec.http?.[path[2]];
        const policy = http?.retries ?? config.meshConfig?.defaultHttpRetryPolicy;
        const isOwn = written?.retries !== undefined;
        steps.push({
            rule: 'retries',
            text: retryText(policy, http?.retries !== undefined),
            place: isOwn
                ? { resource: virtualService, path: [...path, 'retries'], part: 'key' }
                : undefined,
        });
    }
    return steps;
}
function retryText(policy, isOfRoute) {
    const { retries, on503, on500, onConnectFailure } = (0,retry/* retrySettings */.w)(policy, false);
    const retried = [
        ...(onConnectFailure ? ['failed connections'] : []),
        ...(on500 ? ['500'] : []),
        ...(on503 ? ['503'] : []),
    ];
    const origin = isOfRoute ? '' : policy ? "by the mesh's default, " : 'by default, ';
    if (retries === 0 || retried.length === 0)
        return `${origin}nothing is retried`;
    return `${origin}up to ${String(retries)} retries of ${retried.join(', ')}`;
}
function stepsOfRule({ policies, host }) {
    if (policies.length === 0) {
        const text = `no DestinationRule applies to ${(0,host_name/* shortHost */.bA)(host)}`;
        return [{ rule: 'destination-rule', text, place: undefined }];
    }
    return policies.flatMap(({ merged }) => {
        const [rule] = merged.rules;
        if (!rule)
            return [];
        const text = `DestinationRule ${rule.namespace}/${rule.name} applies` +
            (policies.length > 1 ? ', if it is the oldest' : '') +
            (merged.rules.length > 1 ? `, merged with ${String(merged.rules.length - 1)} more` : '');
        return [{ rule: 'destination-rule', text, place: { resource: rule, path: ['spec', 'host'] } }];
    });
}

;// CONCATENATED MODULE: ./build/src/traffic/placed-steps.js

/** The steps of the routing, then those of the prediction, each with the manifest line that is responsible. */
function placedSteps(mesh, target, steps) {
    return [
        ...routeSteps(mesh, target).map(located),
        ...steps.map((step) => {
            if (step.origin === 'mesh')
                return fromMeshConfig(mesh, step);
            return located({ rule: step.rule, text: step.text, place: placeOfStep(mesh, target, step) });
        }),
    ];
}
function located({ rule, text, place }) {
    if (!place)
        return { rule, text };
    const { document } = place.resource;
    const { line, column } = document.locate(place.path, place.part);
    return { rule, text, file: document.file, line, column };
}
/** The manifest's field that a step is about; undefined where none is, or where it is the mesh configuration's. */
function placeOfStep({ services }, { policies, host }, { origin, path = [] }) {
    if (origin === 'service') {
        const resource = services.find(host)?.resource;
        return resource && { resource, path: servicePath(resource, path), part: 'key' };
    }
    if (origin !== 'policy')
        return undefined;
    const [field, ...rest] = path;
    for (const { policy } of policies) {
        const place = policy.places[field];
        // A field is one of several; an item of a list has no key.
        const isKey = typeof (rest.at(-1) ?? field) === 'string';
        if (place) {
            return { ...place, path: [...place.path, ...rest], part: isKey ? 'key' : 'value' };
        }
    }
    return policies[0]?.policy.levels[field].place;
}
const DISTRIBUTION = 'networking.istio.io/traffic-distribution';
/** An annotation stands for the field, and hides it. */
function servicePath({ annotations }, path) {
    const isAnnotated = path[0] === 'trafficDistribution' && annotations[DISTRIBUTION] !== undefined;
    return isAnnotated ? ['metadata', 'annotations', DISTRIBUTION] : ['spec', ...path];
}
/** The mesh configuration is a file of its own, without positions: where it is named has to do. */
function fromMeshConfig({ config }, { rule, text, path = [] }) {
    const said = `${text} (mesh configuration, ${path.join('.')})`;
    if (!config.document || config.file === undefined)
        return { rule, text: said };
    const { line, column } = config.document.locate(['meshConfig'], 'key');
    return { rule, text: said, file: config.file, line, column };
}


/***/ })

};
