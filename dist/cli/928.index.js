export const id = 928;
export const ids = [928];
export const modules = {

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

/***/ 2632:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ withSettings),
/* harmony export */   O: () => (/* binding */ finish)
/* harmony export */ });
/* harmony import */ var _rules_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4020);

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
  N: () => (/* binding */ inspect),
  o: () => (/* binding */ readMesh)
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





/**
 * Reads the manifests behind PATHs (see `findFiles`). The order of everything returned depends on
 * the names of the files alone. Throws `UserError` for a path that is not there; what cannot be
 * read becomes a problem.
 */
async function readManifests(paths, options) {
    const { files, problems } = await (0,find_files/* findFiles */.lY)(paths, options.cwd);
    const collector = new Collector(problems);
    for (const found of files) {
        const { path, file } = found;
        const replaced = options.replaced?.get(file);
        if (replaced !== undefined)
            collector.add(found, { text: replaced });
        else if (path !== undefined)
            collector.add(found, (0,read_file/* readTextFile */.Gu)(path));
        else
            collector.add(found, await readStdin(options));
    }
    return collector.manifests();
}
function readStdin({ stdin }) {
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

// EXTERNAL MODULE: ./build/src/mesh/mesh.js + 5 modules
var mesh_mesh = __webpack_require__(6907);
// EXTERNAL MODULE: ./build/src/rules/index.js + 148 modules
var rules = __webpack_require__(4020);
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
/** Ignores silence what is found in manifests; of the configuration's lines only an expectation can be found wrong. */
function misplacedIgnores(inConfig) {
    return inConfig.map(({ file, comment: { range } }) => (0,finding_at/* findingAt */.d)(valid_ignore/* rule */.H, {
        message: 'An ignore in the configuration counts for nothing. Write it into the manifest, change what is expected, or set ' +
            'the severity of the rule under "rules".',
        file,
        range,
    }));
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
 * @param hasIgnores Whether inline ignores count at all.
 */
function lint(manifests, config, now = new Date(), mesh = (0,mesh_mesh/* buildMesh */.G)(config, manifests.documents), hasIgnores = true) {
    const settings = new rule_settings/* RuleSettings */.K(config);
    const found = distinct([
        ...readFindings(manifests.problems, { 'duplicate-key': no_duplicate_keys/* rule */.H, unreadable: readable_manifest/* rule */.H }),
        ...rules/* rules */.a.filter((rule) => settings.isOn(rule)).flatMap((rule) => run(rule, mesh)),
    ]);
    const ignores = mesh.documents.flatMap((document) => hasIgnores ? ignoresIn(document, manifests.text(document.file)) : []);
    const misplaced = misplacedIgnores(config.document ? ignoresIn(config.document, undefined) : []);
    const { files, count: documents, skipped } = manifests;
    const today = now.toISOString().slice(0, 10);
    const leftOut = rules/* rules */.a.filter((rule) => settings.isLeftOut(rule));
    const conclude = (all, notRun) => {
        const reported = (0,finish/* withSettings */.G)(all, settings);
        const silent = [...notRun, ...leftOut];
        const { kept, ignored, misused } = applyIgnores(reported, ignores, rules/* rules */.a, silent, today);
        const nothing = { errors: 0, warnings: 0, notices: 0 };
        const summary = { files, documents, ...nothing, ignored, skipped };
        const findings = [...kept, ...(0,finish/* withSettings */.G)([...misused, ...misplaced], settings)];
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






/** Reads the configuration and the manifests, builds the model and runs the rules. Throws what `readMesh` throws. */
async function inspect(options) {
    const { config, manifests, mesh } = await readMesh(options);
    return { config, manifests, ...lint(manifests, config, options.now, mesh) };
}
/**
 * Reads the configuration and the manifests, and builds the model.
 *
 * @throws UserError for a wrong configuration, a path that is not there, and, unless `allowEmpty`, where
 *   there is no Istio manifest to judge.
 */
async function readMesh(options) {
    const { cwd, configFile, paths, stdin, allowEmpty = false, replaced, preset } = options;
    const loaded = await (0,load_config/* loadConfig */.Z9)({ cwd, rules: rules/* rules */.a, ...(configFile ? { file: configFile } : {}) });
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
    return { config, manifests, mesh: (0,mesh_mesh/* buildMesh */.G)(config, manifests.documents) };
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
/* harmony import */ var _config_path_matcher_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2658);
/* harmony import */ var _rules_expectation_failed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1573);


/** What the configuration makes of a rule: `off`, a severity, or undefined for the finding's own. */
class RuleSettings {
    #config;
    #overrides;
    constructor(config) {
        this.#config = config;
        this.#overrides = config.overrides.map(({ paths, rules }) => {
            const matchers = paths.map(_config_path_matcher_js__WEBPACK_IMPORTED_MODULE_1__/* .pathMatcher */ .k);
            return { matches: (file) => matchers.some((matches) => matches(file)), rules };
        });
    }
    /** In one file: the last override that gives the rule a severity, else the entry for all files, else the preset. */
    in(file, rule) {
        const override = this.#overrides.findLast(({ matches, rules }) => severityIn(rules, rule) !== undefined && matches(file));
        return override ? severityIn(override.rules, rule) : this.#everywhere(rule);
    }
    /** Whether the rule has to run at all. */
    isOn(rule) {
        const settings = this.#overrides
            .map(({ rules }) => severityIn(rules, rule))
            .filter((setting) => setting !== undefined);
        return [this.#everywhere(rule), ...settings].some((setting) => setting !== 'off');
    }
    /** Whether it is the preset, and nobody who knows of the rule, that leaves it out. */
    isLeftOut(rule) {
        return !this.isOn(rule) && !Object.hasOwn(this.#config.rules, rule.name);
    }
    #everywhere(rule) {
        const { rules, preset } = this.#config;
        if (Object.hasOwn(rules, rule.name))
            return severityIn(rules, rule);
        return isInPreset(rule, preset) ? undefined : 'off';
    }
}
/** An entry may have options alone. */
function severityIn(rules, { name }) {
    return Object.hasOwn(rules, name) ? rules[name]?.severity : undefined;
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


/***/ }),

/***/ 7982:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ tableFindings),
/* harmony export */   a: () => (/* binding */ tableRules)
/* harmony export */ });
/* harmony import */ var _mesh_host_name_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2037);
/* harmony import */ var _rules_expectation_failed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1573);
/* harmony import */ var _rules_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4020);
/* harmony import */ var _rules_no_errors_in_single_outage_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3639);
/* harmony import */ var _traffic_expectations_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8368);
/* harmony import */ var _traffic_placed_steps_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8940);
/* harmony import */ var _traffic_predict_target_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5386);
/* harmony import */ var _finding_at_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5570);
/* harmony import */ var _objects_behind_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(7192);
/* harmony import */ var _traffic_percent_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5962);










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
        return (0,_finding_at_js__WEBPACK_IMPORTED_MODULE_6__/* .findingAt */ .d)(_rules_expectation_failed_js__WEBPACK_IMPORTED_MODULE_0__/* .rule */ .H, {
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
        const share = (0,_traffic_percent_js__WEBPACK_IMPORTED_MODULE_7__/* .percent */ .K)(errors);
        const { kind, namespace, name, document } = place.resource;
        return (0,_finding_at_js__WEBPACK_IMPORTED_MODULE_6__/* .findingAt */ .d)(_rules_no_errors_in_single_outage_js__WEBPACK_IMPORTED_MODULE_2__/* .rule */ .H, {
            message: `In the outage ${prediction.scenario}, ${share} of the requests to ${(0,_mesh_host_name_js__WEBPACK_IMPORTED_MODULE_8__/* .shortHost */ .bA)(prediction.host)} that enter in ` +
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
    const objects = (0,_objects_behind_js__WEBPACK_IMPORTED_MODULE_9__/* .objectsBehind */ .l)(target);
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
    const { steps } = (0,_traffic_predict_target_js__WEBPACK_IMPORTED_MODULE_5__/* .predictTarget */ .hN)(mesh, target, scenario.outages, true);
    const placed = steps.flatMap((step) => {
        const place = (0,_traffic_placed_steps_js__WEBPACK_IMPORTED_MODULE_4__/* .placeOfStep */ .V)(mesh, target, step);
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
    let assumed;
    return {
        clusters,
        clients,
        endpoints: (host) => {
            let endpoints = found.get(host);
            if (!endpoints) {
                endpoints =
                    (0,_inventory_js__WEBPACK_IMPORTED_MODULE_1__/* .inventoryOf */ .o8)(host, config, clusters, services, resources) ??
                        (assumed ??= assumedEndpoints(clusters, config.clusters ? [] : named));
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

// EXTERNAL MODULE: ./build/src/config/path-matcher.js
var path_matcher = __webpack_require__(2658);
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
const replicated = {
    replicas: 'number',
    template: { metadata: { labels: 'texts' } },
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
    Deployment: replicated,
    StatefulSet: replicated,
    HorizontalPodAutoscaler: {
        scaleTargetRef: { kind: 'text', name: 'text' },
        minReplicas: 'number',
        maxReplicas: 'number',
    },
};

;// CONCATENATED MODULE: ./build/src/mesh/resources.js


const GROUPS = {
    Gateway: 'networking.istio.io/',
    VirtualService: 'networking.istio.io/',
    DestinationRule: 'networking.istio.io/',
    ServiceEntry: 'networking.istio.io/',
    WorkloadEntry: 'networking.istio.io/',
    Service: 'v1',
    Deployment: 'apps/',
    StatefulSet: 'apps/',
    HorizontalPodAutoscaler: 'autoscaling/',
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
        Deployment: [],
        StatefulSet: [],
        HorizontalPodAutoscaler: [],
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
        .map(({ name, path }) => ({ name, contains: (0,path_matcher/* pathMatcher */.k)(path) }));
    return (file) => folders.find(({ contains }) => contains(file))?.name;
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
