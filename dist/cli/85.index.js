export const id = 85;
export const ids = [85];
export const modules = {

/***/ 8085:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  m3: () => (/* binding */ configFor),
  GX: () => (/* binding */ inspectFor),
  hZ: () => (/* binding */ inspectOptions),
  FN: () => (/* binding */ meshFor),
  z8: () => (/* binding */ report)
});

// EXTERNAL MODULE: ./build/src/config/load-config.js + 7 modules
var load_config = __webpack_require__(9353);
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
    const istio = documents.filter(({ value }) => String(value['apiVersion']).startsWith('networking.istio.io/')).length;
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

// EXTERNAL MODULE: ./build/src/rules/index.js + 148 modules
var rules = __webpack_require__(4020);
// EXTERNAL MODULE: ./build/src/report/formats.js + 14 modules
var formats = __webpack_require__(1525);
// EXTERNAL MODULE: ./build/src/report/json.js
var json = __webpack_require__(7912);
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
/** Reads the configuration alone. */
function configFor(values, { cwd }) {
    const file = (0,common_options/* textOption */.vU)(values, 'config');
    return (0,load_config/* loadConfig */.Z9)({ cwd, rules: rules/* rules */.a, ...(file !== undefined && { file }) });
}
/** Reads what the options and operands name; no rule is run. */
function meshFor(values, paths, io) {
    return (0,inspect/* readMesh */.o)(inspectOptions(values, paths, io));
}
/** Reads what the options and operands name, and runs the rules. */
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
        const pieces = output.format === 'json'
            ? (0,json/* jsonPieces */.Mx)(all)
            : [
                formats/* formats */.F[output.format](all, {
                    color,
                    quiet,
                    seconds,
                    ...(width === undefined ? {} : { width }),
                }),
            ];
        await (0,cli_output/* writeOutput */.z)(output, pieces, io);
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

/***/ 8120:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EL: () => (/* binding */ outcomeText),
/* harmony export */   Ne: () => (/* binding */ behaviourVerdict),
/* harmony export */   hu: () => (/* binding */ changeGroups)
/* harmony export */ });
/* harmony import */ var _has_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9046);
/* harmony import */ var _percent_cell_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2774);
/* harmony import */ var _table_groups_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(33);



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
    return (0,_table_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .groupBy */ .$z)(changes, (change) => (0,_table_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .titleOf */ .Gg)(rowOf(change)))
        .toSorted((a, b) => gravity(a) - gravity(b))
        .map((own) => {
        const whole = wholeOf(own);
        return {
            title: (0,_table_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .titleOf */ .Gg)(rowOf(own[0])),
            ...(whole === undefined ? {} : { whole }),
            clients: (0,_table_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .groupBy */ .$z)(own, (change) => (0,_table_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .clientTitle */ .Ir)(rowOf(change))).map((cases) => ({
                title: (0,_table_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .clientTitle */ .Ir)(rowOf(cases[0])),
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
    const shares = (0,_table_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .regionsIn */ .v$)([row]).flatMap((region) => {
        const { share, min, max } = (0,_table_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .regionShare */ .CM)(row, region);
        const text = (0,_percent_cell_js__WEBPACK_IMPORTED_MODULE_1__/* .percentCell */ .G)(share, min, max, '');
        return text === '' ? [] : [`${text} ${region}`];
    });
    const failing = (0,_has_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .hasErrors */ .C)(row) ? [`${(0,_percent_cell_js__WEBPACK_IMPORTED_MODULE_1__/* .percentCell */ .G)(errors, errorsMin, errorsMax)} errors`] : [];
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
    const failing = changes.filter(({ after }) => after && (0,_has_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .hasErrors */ .C)(after)).length;
    return `new; requests fail in ${String(failing)} of ${cases(changes.length)}`;
}


/***/ }),

/***/ 8081:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ behaviourMarkdown)
/* harmony export */ });
/* harmony import */ var _behaviour_groups_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8120);
/* harmony import */ var _markdown_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1675);
/* harmony import */ var _markdown_place_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1549);
/* harmony import */ var _scenario_title_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8671);
/* harmony import */ var _within_bytes_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(283);





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
function behaviourMarkdown(behaviour, maxBytes, place = _markdown_place_js__WEBPACK_IMPORTED_MODULE_2__/* .unlinked */ .h) {
    const head = `**Behaviour**: ${(0,_markdown_text_js__WEBPACK_IMPORTED_MODULE_1__/* .markdownText */ .p7)((0,_behaviour_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .behaviourVerdict */ .Ne)(behaviour))}\n\n`;
    const room = maxBytes - Buffer.byteLength(head) - 200;
    const { text, left } = (0,_within_bytes_js__WEBPACK_IMPORTED_MODULE_3__/* .withinBytes */ .X)((0,_behaviour_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .changeGroups */ .hu)(behaviour), room, (group) => table(group, room / 2, place));
    const more = left
        ? `*Changes of ${String(left)} more ${left === 1 ? 'destination' : 'destinations'} left out for want of room.*\n\n`
        : '';
    return head + text + more;
}
function table({ title, whole, clients }, maxBytes, place) {
    if (whole !== undefined)
        return `${name(title)}: ${whole}.\n\n`;
    const rows = clients.flatMap(({ title: client, changes }) => changes.map((change) => () => line(cellsOf(client, change))));
    const body = (0,_within_bytes_js__WEBPACK_IMPORTED_MODULE_3__/* .withinBytes */ .X)(rows, maxBytes / 2, (row) => row());
    const causes = clients.flatMap(({ changes }) => changes.flatMap(({ cause }) => (cause ? [causeText(cause, place)] : [])));
    const said = (0,_within_bytes_js__WEBPACK_IMPORTED_MODULE_3__/* .withinBytes */ .X)([...new Set(causes)], maxBytes / 4, (text) => text);
    return [
        `**${name(title)}**\n\n`,
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
    const outcome = (0,_markdown_text_js__WEBPACK_IMPORTED_MODULE_1__/* .markdownText */ .p7)((0,_behaviour_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .outcomeText */ .EL)(after), 4 * LONGEST_NAME);
    return [
        MARKS[kind],
        name(client),
        name((0,_scenario_title_js__WEBPACK_IMPORTED_MODULE_4__/* .scenarioTitle */ .h)((after ?? before)?.scenario ?? '')),
        (0,_markdown_text_js__WEBPACK_IMPORTED_MODULE_1__/* .markdownText */ .p7)((0,_behaviour_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .outcomeText */ .EL)(before), 4 * LONGEST_NAME),
        kind === 'worse' ? `**${outcome}**` : outcome,
    ];
}
function causeText({ rule, file, line: at, column, message }, place) {
    return `Cause: **${rule}** ${place({ file, line: at, column })} ${(0,_markdown_text_js__WEBPACK_IMPORTED_MODULE_1__/* .markdownText */ .p7)(message)}\n\n`;
}
function line(cells) {
    return `| ${cells.join(' | ')} |\n`;
}
function name(text) {
    return (0,_markdown_text_js__WEBPACK_IMPORTED_MODULE_1__/* .markdownText */ .p7)(text, LONGEST_NAME);
}


/***/ }),

/***/ 7491:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ behaviourText)
/* harmony export */ });
/* harmony import */ var _behaviour_groups_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8120);
/* harmony import */ var _safe_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7423);
/* harmony import */ var _scenario_title_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8671);



/** What a change makes of the predicted table: a block for each destination whose behaviour is another, and the count. */
function behaviourText(behaviour, style) {
    return [
        ...(0,_behaviour_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .changeGroups */ .hu)(behaviour).map((group) => block(group, style)),
        `behaviour: ${(0,_behaviour_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .behaviourVerdict */ .Ne)(behaviour)}`,
    ];
}
function block({ title, whole, clients }, style) {
    const head = style.strong((0,_safe_text_js__WEBPACK_IMPORTED_MODULE_1__/* .safeText */ .Hk)(title));
    if (whole !== undefined)
        return `${head}\n  ${whole}`;
    const body = clients.flatMap(({ title: client, changes }) => [
        (0,_safe_text_js__WEBPACK_IMPORTED_MODULE_1__/* .safeText */ .Hk)(client),
        ...changes.flatMap((change) => linesOf(change, style)),
    ]);
    return [head, ...body].join('\n');
}
function linesOf(change, style) {
    const { before, after, cause, kind } = change;
    const name = (0,_safe_text_js__WEBPACK_IMPORTED_MODULE_1__/* .safeText */ .Hk)((0,_scenario_title_js__WEBPACK_IMPORTED_MODULE_2__/* .scenarioTitle */ .h)((after ?? before)?.scenario ?? ''));
    const color = kind === 'worse' ? style.error : kind === 'better' ? style.good : same;
    return [
        `  ${name}`,
        `    before  ${(0,_safe_text_js__WEBPACK_IMPORTED_MODULE_1__/* .safeText */ .Hk)((0,_behaviour_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .outcomeText */ .EL)(before))}`,
        color(`    after   ${(0,_safe_text_js__WEBPACK_IMPORTED_MODULE_1__/* .safeText */ .Hk)((0,_behaviour_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .outcomeText */ .EL)(after))}`),
        ...(cause ? [`    cause   ${causeText(cause)}`] : []),
    ];
}
function causeText({ rule, file, line, column }) {
    return `${rule} ${(0,_safe_text_js__WEBPACK_IMPORTED_MODULE_1__/* .safeText */ .Hk)(file)}:${String(line)}:${String(column)}`;
}
function same(text) {
    return text;
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

/***/ 1525:
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
// EXTERNAL MODULE: ./build/src/rules/index.js + 148 modules
var rules = __webpack_require__(4020);
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

// EXTERNAL MODULE: ./build/src/report/behaviour-markdown.js
var behaviour_markdown = __webpack_require__(8081);
// EXTERNAL MODULE: ./build/src/report/markdown-place.js
var markdown_place = __webpack_require__(1549);
// EXTERNAL MODULE: ./build/src/report/markdown-text.js
var markdown_text = __webpack_require__(1675);
// EXTERNAL MODULE: ./build/src/report/has-errors.js
var has_errors = __webpack_require__(9046);
// EXTERNAL MODULE: ./build/src/report/percent-cell.js
var percent_cell = __webpack_require__(2774);
// EXTERNAL MODULE: ./build/src/report/table-groups.js
var table_groups = __webpack_require__(33);
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
        const { share, min, max } = (0,table_groups/* regionShare */.CM)(row, region);
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

// EXTERNAL MODULE: ./build/src/report/scenario-title.js
var scenario_title = __webpack_require__(8671);
// EXTERNAL MODULE: ./build/src/report/within-bytes.js
var within_bytes = __webpack_require__(283);
;// CONCATENATED MODULE: ./build/src/report/markdown-table.js







/** Names in a table are cut here. */
const LONGEST_NAME = 120;
/** With more destinations a page of diagrams would hide the tables. */
const MOST_DIAGRAMS = 3;
/** A table for each destination, below its name; what has no room is counted. */
function markdownTables(predictions, maxBytes) {
    const groups = (0,table_groups/* tableGroups */.J$)(predictions);
    // The first table is cut rather than left out.
    const few = groups.length <= MOST_DIAGRAMS;
    const { text, left } = (0,within_bytes/* withinBytes */.X)(groups, maxBytes, (group) => [table(group, maxBytes / 2), ...(few ? [diagram(group)] : [])].join(''));
    if (left === 0)
        return text;
    return `${text}*${String(left)} more ${left === 1 ? 'destination' : 'destinations'} left out for want of room.*\n\n`;
}
function table({ title, regions, clients, notes: unseen }, maxBytes) {
    const notes = [];
    const rows = clients.flatMap(({ title: client, rows: own }) => [
        () => line([`**${markdown_table_name(client)}**`, ...regions.map(() => ''), '']),
        ...own.map((row) => () => line(cellsOf(row, regions, notes))),
    ]);
    const body = (0,within_bytes/* withinBytes */.X)(rows, maxBytes, (row) => row());
    return [
        `**${markdown_table_name(title)}**\n\n`,
        line(['', ...regions.map(markdown_table_name), 'errors']),
        line(['---', ...regions.map(() => '--:'), '--:']),
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
function cellsOf(row, regions, notes) {
    const { errors, errorsMin, errorsMax, reason, split, scenario } = row;
    const shares = regions.map((region) => {
        const { share, min, max } = (0,table_groups/* regionShare */.CM)(row, region);
        return split.length ? (0,percent_cell/* percentCell */.G)(share, min, max) : 'undefined';
    });
    const failing = errors === null ? 'undefined' : (0,percent_cell/* percentCell */.G)(errors, errorsMin, errorsMax, '0 %');
    const mark = reason === undefined ? '' : ` ${noteMark(indexOf(notes, reason))}`;
    return [
        `${markdown_table_name((0,scenario_title/* scenarioTitle */.h)(scenario))}${mark}`,
        // A share below the smallest shown begins with a "<".
        ...shares.map((cell) => (0,markdown_text/* markdownText */.p7)(cell)),
        (0,has_errors/* hasErrors */.C)(row) ? `**${(0,markdown_text/* markdownText */.p7)(failing)}**` : (0,markdown_text/* markdownText */.p7)(failing),
    ];
}
function line(cells) {
    return `| ${cells.join(' | ')} |\n`;
}
function markdown_table_name(text) {
    return (0,markdown_text/* markdownText */.p7)(text, LONGEST_NAME);
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
function markdownReport({ lint, predictions, behaviour, basis, }, { quiet, maxBytes = Infinity, between = '', place = markdown_place/* unlinked */.h }) {
    const head = `### ${verdict({ lint, predictions })}\n\n`;
    const foot = quiet ? '' : basisLine(basis);
    const fixed = Buffer.byteLength(head + foot + between) + 1_000;
    const room = maxBytes - fixed;
    const changes = behaviour ? (0,behaviour_markdown/* behaviourMarkdown */.b)(behaviour, room / 4, place) : '';
    const tables = predictions && !quiet ? markdownTables(predictions, room / 3) : '';
    const left = room - Buffer.byteLength(changes + tables);
    const findings = lint ? findingList(lint.findings, left, place) : '';
    return `${[head, changes, tables, between, findings, foot].join('').trimEnd()}\n`;
}
/** `❌ mesh-failover: 1 error; requests fail in 2 of 12 predicted cases`. */
function verdict({ lint, predictions }) {
    const mark = lint ? MARKS[worst(lint.summary)] : '';
    const failing = predictions?.filter(has_errors/* hasErrors */.C).length ?? 0;
    const outcome = predictions === undefined
        ? []
        : [`requests fail in ${String(failing)} of ${plural(predictions.length, 'predicted case')}`];
    const parts = [...(lint ? [countsOf(lint.summary)] : []), ...outcome];
    return `${mark} mesh-failover: ${parts.join('; ')}`.trim();
}
const MARKS = { error: '❌', warning: '⚠️', notice: 'ℹ️', none: '✅' };
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
        `${MARKS[severity]} ${severity} **${rule}** ${place(finding)}`,
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
    return `${(0,json/* toJson */.aB)({ $schema: SCHEMA, version: '2.1.0', runs: [run] })}\n`;
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
    return { uri: file.split('/').map(encodeSegment).join('/'), uriBaseId: ROOT };
}
function encodeSegment(segment) {
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

// EXTERNAL MODULE: ./build/src/report/behaviour-text.js
var behaviour_text = __webpack_require__(7491);
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
        const head = `${(0,table_groups/* titleOf */.Gg)(row)}, ${(0,table_groups/* clientTitle */.Ir)(row)}: ${(0,scenario_title/* scenarioTitle */.h)(row.scenario)}`;
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
    return (0,table_groups/* tableGroups */.J$)(predictions).map((group) => block(group, style, width));
}
function block({ title, regions, clients, notes: unseen }, style, width) {
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
                const { share, min, max } = (0,table_groups/* regionShare */.CM)(row, region);
                return row.split.length ? (0,percent_cell/* percentCell */.G)(share, min, max) : 'undefined';
            });
            const { errors, errorsMin, errorsMax } = row;
            const mark = row.reason === undefined ? '' : ` ${text_table_noteMark(notes, row.reason)}`;
            const errorCell = errors === null ? 'undefined' : (0,percent_cell/* percentCell */.G)(errors, errorsMin, errorsMax, '0 %');
            const text = line(nameOf(row.scenario), [...cells, errorCell]) + mark;
            return (0,has_errors/* hasErrors */.C)(row) ? style.error(text) : text;
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

// EXTERNAL MODULE: ./build/src/report/region-of.js
var region_of = __webpack_require__(1226);
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
    const head = `${(0,table_groups/* titleOf */.Gg)(run)}, ${(0,table_groups/* clientTitle */.Ir)(run)}: ${(0,scenario_title/* scenarioTitle */.h)(run.scenario)}${when(run)}`;
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
        return [region, requests.map((_, second) => sum(own.map((one) => one.requests[second] ?? 0)))];
    });
    const width = Math.max(...rows.map(([name]) => (0,safe_text/* safeText */.Hk)(name).length), 'errors'.length) + 2;
    const scale = `one bar for ${step === 1 ? 'each second' : `${String(step)} s`}, ${String(duration)} s`;
    const line = (name, counts) => `${(0,safe_text/* safeText */.Hk)(name).padEnd(width)}${sparkline(shares(counts))}`;
    const failing = line('errors', errors);
    return [
        ...rows.map(([name, counts]) => line(name, counts)),
        `${sum(errors) > 0 ? style.error(failing) : failing}  at most ${String(Math.max(0, ...errors))}/s`,
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
    return Array.from({ length: Math.ceil(values.length / step) }, (_, index) => sum(values.slice(index * step, (index + 1) * step)));
}
function sum(values) {
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
                ...(behaviour ? (0,behaviour_text/* behaviourText */.L)(behaviour, style) : []),
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
const formats = { text: text_text, json: json/* json */.Pq, github: github, sarif: sarif, junit: junit, markdown: markdown };
const formatNames = Object.keys(formats);


/***/ }),

/***/ 9046:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ hasErrors)
/* harmony export */ });
/** Smaller shares of errors are rounding. */
const NOTICEABLE = 0.0005;
/** Whether requests fail, or may fail, in this case. */
function hasErrors({ errors, errorsMax }) {
    return (errorsMax ?? errors ?? 0) > NOTICEABLE;
}


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

/***/ 1549:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ unlinked)
/* harmony export */ });
/* unused harmony export linkedTo */
/* harmony import */ var _markdown_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1675);

/** Where the page has no repository to lead to. */
const unlinked = ({ file, line, column }) => (0,_markdown_text_js__WEBPACK_IMPORTED_MODULE_0__/* .markdownCode */ .D9)(`${file}:${String(line)}:${String(column)}`);
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
            case 'unready':
                return `${place} unready`;
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

/***/ 33:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $z: () => (/* binding */ groupBy),
/* harmony export */   CM: () => (/* binding */ regionShare),
/* harmony export */   Gg: () => (/* binding */ titleOf),
/* harmony export */   Ir: () => (/* binding */ clientTitle),
/* harmony export */   J$: () => (/* binding */ tableGroups),
/* harmony export */   v$: () => (/* binding */ regionsIn)
/* harmony export */ });
/* harmony import */ var _mesh_host_name_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2037);
/* harmony import */ var _percent_cell_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2774);
/* harmony import */ var _region_of_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1226);



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
        ...new Set(rows.flatMap(({ split }) => split.map((own) => (0,_region_of_js__WEBPACK_IMPORTED_MODULE_0__/* .regionOf */ .A)(own.locality)))),
    ].sort();
}
/**
 * The share of a region: that of all its localities. Their ranges depend on each other, so that what is left for the
 * other regions bounds it too.
 */
function regionShare({ split, unanswered }, region) {
    const own = split.filter(({ locality }) => (0,_region_of_js__WEBPACK_IMPORTED_MODULE_0__/* .regionOf */ .A)(locality) === region);
    const others = split.filter(({ locality }) => (0,_region_of_js__WEBPACK_IMPORTED_MODULE_0__/* .regionOf */ .A)(locality) !== region);
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
    const weight = row.weight < 1 ? `, ${(0,_percent_cell_js__WEBPACK_IMPORTED_MODULE_1__/* .percentCell */ .G)(row.weight, undefined, undefined)} of it` : '';
    return `${(0,_mesh_host_name_js__WEBPACK_IMPORTED_MODULE_2__/* .shortHost */ .bA)(row.host)}${port}${subset}${via}${match}${weight}`;
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


/***/ })

};
