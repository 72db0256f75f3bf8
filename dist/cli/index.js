#!/usr/bin/env node
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 6914:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  rU: () => (/* binding */ commonHelp),
  OP: () => (/* binding */ commonOptions),
  h0: () => (/* binding */ failLevel),
  cE: () => (/* binding */ hasColor),
  JB: () => (/* binding */ judgeHelp),
  SR: () => (/* binding */ judgeOptions),
  yL: () => (/* binding */ oneOf),
  dj: () => (/* binding */ presetOption),
  vU: () => (/* binding */ textOption)
});

;// CONCATENATED MODULE: ./build/src/config/config.js
const presets = ['recommended', 'strict', 'invariants'];

// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __nccwpck_require__(1400);
// EXTERNAL MODULE: ./build/src/mesh/did-you-mean.js
var did_you_mean = __nccwpck_require__(3092);
;// CONCATENATED MODULE: ./build/src/cli/common-options.js



/** Options that every command has. */
const commonOptions = {
    config: { type: 'string' },
    format: { type: 'string', multiple: true },
    quiet: { type: 'boolean', short: 'q' },
    'no-color': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
};
/** @param formats The names that `--format` takes, in words. */
function commonHelp(formats) {
    return [
        {
            term: '--config FILE',
            text: 'configuration (default: mesh-failover.yaml in the working folder)',
        },
        {
            term: '--format NAME[=FILE]',
            text: `${formats}; to standard output, or to a file; repeatable`,
        },
        { term: '-q, --quiet', text: 'findings and failures only' },
        { term: '--no-color', text: 'no colours, as with the environment variable NO_COLOR' },
        { term: '-h, --help', text: 'this help' },
    ];
}
/** Options of the commands that judge manifests. */
const judgeOptions = {
    'fail-on': { type: 'string' },
    preset: { type: 'string' },
    'allow-empty': { type: 'boolean' },
};
const judgeHelp = [
    {
        term: '--fail-on LEVEL',
        text: 'error (default), warning or notice: exit with 1 from this level on',
    },
    {
        term: '--preset NAME',
        text: 'recommended, strict or invariants: which rules are on (default: the configuration)',
    },
    { term: '--allow-empty', text: 'no Istio manifest at all is no error' },
];
const LEVELS = ['error', 'warning', 'notice'];
/** @throws UserError for a level that there is not. */
function failLevel(values) {
    return oneOf('--fail-on', values['fail-on'] ?? 'error', LEVELS);
}
/** @throws UserError for a preset that there is not. */
function presetOption(values) {
    const name = textOption(values, 'preset');
    return name === undefined ? undefined : oneOf('--preset', name, presets);
}
/** @throws UserError where the value is none of the choices. */
function oneOf(option, value, choices) {
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined)
        return choice;
    const near = (0,did_you_mean/* didYouMean */.a)(String(value), choices);
    throw new errors/* UserError */.y(`${option} takes ${choices.join(', ')}, not "${String(value)}"${near ? `; did you mean "${near}"?` : ''}`);
}
function textOption(values, name) {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
}
/** Colours only for who can see them. */
function hasColor(values, { env, stdout }) {
    if (values['no-color'] === true || env['NO_COLOR'] || env['TERM'] === 'dumb')
        return false;
    return stdout.isTTY === true || Boolean(env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0');
}


/***/ }),

/***/ 3250:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ ExitCode)
/* harmony export */ });
/** What the process ends with; part of the contract (docs/command-line.md). */
const ExitCode = {
    /** Nothing at or above the fail level. */
    fine: 0,
    /** Findings at or above the fail level, or a failed apply, drill or expectation. */
    failed: 1,
    /** Wrong usage or configuration, a missing path, no Istio manifest. */
    usage: 2,
    /** A bug of ours. */
    bug: 3,
};


/***/ }),

/***/ 6773:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ mustFinish),
/* harmony export */   Y: () => (/* binding */ interruption)
/* harmony export */ });
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1708);

/** Work that must be brought to an end, whoever has stopped listening. */
let unfinished = 0;
/** Whether ending the process now would leave something as it must not be. */
function mustFinish() {
    return unfinished > 0;
}
/**
 * A signal that is aborted by Ctrl-C, by the end of the terminal, by who ends the job, and by a bug of ours in a corner where
 * nobody catches it, so that there is time to put things in order. Only the first time: the second ends the process at once,
 * unless there is something to say `again` and again, because what is being put in order must not be left as it is.
 */
function interruption(io, notice, again) {
    const controller = new AbortController();
    const names = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const release = () => {
        for (const name of names)
            node_process__WEBPACK_IMPORTED_MODULE_0__.removeListener(name, abort);
    };
    const abort = (name) => {
        if (controller.signal.aborted) {
            io.stderr.write(`mesh-failover: ${again ?? ''}\n`);
            return;
        }
        if (again === undefined)
            release();
        io.stderr.write(`\nmesh-failover: ${notice}\n`);
        controller.abort(new Error(`interrupted by ${name}`));
    };
    const bug = (error) => {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        io.stderr.write(`mesh-failover: a bug of ours, please report it: ${text}\n`);
        controller.abort(new Error('interrupted by a bug of mesh-failover'));
    };
    for (const name of names)
        node_process__WEBPACK_IMPORTED_MODULE_0__.on(name, abort);
    node_process__WEBPACK_IMPORTED_MODULE_0__.on('uncaughtException', bug);
    node_process__WEBPACK_IMPORTED_MODULE_0__.on('unhandledRejection', bug);
    unfinished++;
    let isOver = false;
    const end = () => {
        release();
        node_process__WEBPACK_IMPORTED_MODULE_0__.removeListener('uncaughtException', bug);
        node_process__WEBPACK_IMPORTED_MODULE_0__.removeListener('unhandledRejection', bug);
        if (!isOver)
            unfinished--;
        isOver = true;
    };
    return { signal: controller.signal, end };
}


/***/ }),

/***/ 3867:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1708);
/* harmony import */ var _interruption_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6773);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(7642);



// Whoever reads our output may stop early, as head does; clusters are put in order without a reader too.
node_process__WEBPACK_IMPORTED_MODULE_0__.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO')
        throw error;
    if (!(0,_interruption_js__WEBPACK_IMPORTED_MODULE_1__/* .mustFinish */ .D)())
        node_process__WEBPACK_IMPORTED_MODULE_0__.exit(0);
});
// A terminal that is gone, or a pipe whose reader has died of the same Ctrl-C.
node_process__WEBPACK_IMPORTED_MODULE_0__.stderr.on('error', () => undefined);
const { env, stdin, stdout, stderr } = node_process__WEBPACK_IMPORTED_MODULE_0__;
node_process__WEBPACK_IMPORTED_MODULE_0__.exitCode = await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .run */ .e)(node_process__WEBPACK_IMPORTED_MODULE_0__.argv.slice(2), {
    cwd: node_process__WEBPACK_IMPORTED_MODULE_0__.cwd(),
    env,
    stdin,
    stdout,
    stderr,
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 3135:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ outputsOf),
/* harmony export */   z: () => (/* binding */ writeOutput)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6760);
/* harmony import */ var _manifest_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(1400);
/* harmony import */ var _common_options_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6914);




/**
 * The outputs that the options ask for.
 *
 * @param otherwise Where they ask for none: text on standard output. Empty: standard output has something else.
 * @throws UserError for a format that the command does not have, or two on standard output.
 */
function outputsOf(values, names, otherwise = ['text']) {
    const asked = Array.isArray(values['format']) ? values['format'] : otherwise;
    const outputs = asked.map((text) => {
        const [name, file] = String(text).split(/=(.*)/s);
        if (file === '')
            throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .UserError */ .y(`--format ${String(text)}: name the file behind "="`);
        return { format: (0,_common_options_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)('--format', name, names), file };
    });
    if (otherwise.length === 0 && outputs.some(({ file }) => file === undefined)) {
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .UserError */ .y('--format: standard output has the diff; give a file, as in json=out.json');
    }
    if (outputs.filter(({ file }) => file === undefined).length > 1) {
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .UserError */ .y('--format: only one can go to standard output; give the others a file, as in json=out.json');
    }
    return outputs;
}
/** Writes one output, as a whole or in pieces. @throws UserError where the file cannot be written. */
async function writeOutput({ file }, text, io) {
    if (file === undefined) {
        for (const piece of typeof text === 'string' ? [text] : text) {
            await new Promise((done, fail) => {
                io.stdout.write(piece, (error) => {
                    if (error)
                        fail(error);
                    else
                        done();
                });
            });
        }
        return;
    }
    try {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(io.cwd, file);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path), { recursive: true });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(path, text);
    }
    catch (error) {
        throw new _manifest_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .UserError */ .y(`${file}: cannot be written (${error.code ?? 'unknown error'})`);
    }
}


/***/ }),

/***/ 7642:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __nccwpck_require__(7975);
// EXTERNAL MODULE: ./build/package.json
var build_package = __nccwpck_require__(8797);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __nccwpck_require__(1400);
// EXTERNAL MODULE: ./build/src/mesh/did-you-mean.js
var did_you_mean = __nccwpck_require__(3092);
// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __nccwpck_require__(7423);
;// CONCATENATED MODULE: ./build/src/cli/commands.js
/**
 * Every command, in the order of the help. What a command needs is loaded when it is asked for: most of the program's code
 * is for one of them.
 */
const commands = [
    {
        name: 'check',
        operands: '[PATH…]',
        summary: 'find what breaks the failover, and predict the traffic in every outage',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(36), __nccwpck_require__.e(405), __nccwpck_require__.e(353), __nccwpck_require__.e(928), __nccwpck_require__.e(85), __nccwpck_require__.e(411), __nccwpck_require__.e(379)]).then(__nccwpck_require__.bind(__nccwpck_require__, 2379))).check,
    },
    {
        name: 'lint',
        operands: '[PATH…]',
        summary: 'find what breaks the failover, without the prediction',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(36), __nccwpck_require__.e(405), __nccwpck_require__.e(353), __nccwpck_require__.e(928), __nccwpck_require__.e(85), __nccwpck_require__.e(411), __nccwpck_require__.e(884)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4884))).lint,
    },
    {
        name: 'simulate',
        operands: '[PATH…]',
        summary: 'predict where requests go, for every client and outage',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(36), __nccwpck_require__.e(405), __nccwpck_require__.e(353), __nccwpck_require__.e(928), __nccwpck_require__.e(85), __nccwpck_require__.e(61)]).then(__nccwpck_require__.bind(__nccwpck_require__, 3061))).simulate,
    },
    {
        name: 'plan',
        operands: '[PATH…]',
        summary: 'say what an apply would change in every cluster, and what callers would notice',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(36), __nccwpck_require__.e(405), __nccwpck_require__.e(353), __nccwpck_require__.e(928), __nccwpck_require__.e(85), __nccwpck_require__.e(907), __nccwpck_require__.e(695), __nccwpck_require__.e(91), __nccwpck_require__.e(607)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4607))).plan,
    },
    {
        name: 'apply',
        operands: '[PATH… | PLANFILE]',
        summary: 'check, then apply to every cluster of the configuration, or to none',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(36), __nccwpck_require__.e(405), __nccwpck_require__.e(353), __nccwpck_require__.e(928), __nccwpck_require__.e(85), __nccwpck_require__.e(907), __nccwpck_require__.e(695), __nccwpck_require__.e(91), __nccwpck_require__.e(880)]).then(__nccwpck_require__.bind(__nccwpck_require__, 2880))).apply,
    },
    {
        name: 'rollback',
        operands: '[STATEFILE]',
        summary: 'bring every cluster back to what it was before a run that was killed',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(36), __nccwpck_require__.e(405), __nccwpck_require__.e(353), __nccwpck_require__.e(928), __nccwpck_require__.e(85), __nccwpck_require__.e(907), __nccwpck_require__.e(695), __nccwpck_require__.e(927)]).then(__nccwpck_require__.bind(__nccwpck_require__, 927))).rollback,
    },
    {
        name: 'drill',
        operands: '[PATH…]',
        summary: 'make real outages, measure real requests, and compare with the prediction',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(36), __nccwpck_require__.e(405), __nccwpck_require__.e(353), __nccwpck_require__.e(928), __nccwpck_require__.e(85), __nccwpck_require__.e(907), __nccwpck_require__.e(743)]).then(__nccwpck_require__.bind(__nccwpck_require__, 9743))).drill,
    },
    {
        name: 'inventory',
        operands: '[PATH…]',
        summary: 'write where the hosts run, as the clusters say it, into the configuration',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(36), __nccwpck_require__.e(405), __nccwpck_require__.e(353), __nccwpck_require__.e(928), __nccwpck_require__.e(85), __nccwpck_require__.e(907), __nccwpck_require__.e(434)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4434))).inventory,
    },
    {
        name: 'matrix',
        operands: '',
        summary: 'list the clusters of the configuration, as the matrix of a GitHub Actions workflow',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(36), __nccwpck_require__.e(405), __nccwpck_require__.e(353), __nccwpck_require__.e(907), __nccwpck_require__.e(162)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8162))).matrix,
    },
    {
        name: 'init',
        operands: '',
        summary: 'write a first configuration and two workflows, from what the manifests say',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(36), __nccwpck_require__.e(405), __nccwpck_require__.e(353), __nccwpck_require__.e(928), __nccwpck_require__.e(457)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1457))).init,
    },
    {
        name: 'explain',
        operands: 'RULE',
        summary: 'say what a rule is about, and what happens in the outage',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(405), __nccwpck_require__.e(404)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6404))).explain,
    },
    {
        name: 'rules',
        operands: '',
        summary: 'list the rules',
        load: async () => (await Promise.all(/* import() */[__nccwpck_require__.e(6), __nccwpck_require__.e(405), __nccwpck_require__.e(612)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4612))).rules,
    },
];

// EXTERNAL MODULE: ./build/src/cli/common-options.js + 1 modules
var common_options = __nccwpck_require__(6914);
// EXTERNAL MODULE: ./build/src/cli/exit-code.js
var exit_code = __nccwpck_require__(3250);
;// CONCATENATED MODULE: ./build/src/cli/help.js

/** `mesh-failover --help`. */
function overview(commands) {
    const rows = commands.map(({ name, operands, summary }) => {
        return { term: `${name} ${operands}`.trim(), text: summary };
    });
    return [
        'Makes multi-cluster failover on Istio and Cloud Service Mesh provable.\n',
        'Usage: mesh-failover COMMAND [OPTIONS] [PATH…]\n',
        table('Commands', rows),
        table('Options everywhere', (0,common_options/* commonHelp */.rU)("text, json, and the command's others")),
        'PATH is a file, a folder, a glob, or - for standard input; default: the working folder.',
        'Exit codes: 0 fine, 1 findings or failure, 2 usage or configuration, 3 a bug of ours.',
        'Start with: mesh-failover check .\n',
    ].join('\n');
}
/** `mesh-failover COMMAND --help`. */
function helpOf({ name, operands, summary }, { formats, help, examples }) {
    return [
        `mesh-failover ${name}: ${summary}\n`,
        `${`Usage: mesh-failover ${name} [OPTIONS] ${operands}`.trimEnd()}\n`,
        ...(help.length ? [table('Options', help)] : []),
        table('Options everywhere', (0,common_options/* commonHelp */.rU)(formats.join(', '))),
        'Examples:',
        ...examples.map((example) => `  ${example}`),
        '',
    ].join('\n');
}
function table(title, rows) {
    const width = Math.max(...rows.map(({ term }) => term.length)) + 2;
    const lines = rows.map(({ term, text }) => `  ${term.padEnd(width)}${text}\n`);
    return `${title}:\n${lines.join('')}`;
}

// EXTERNAL MODULE: ./build/src/cli/output.js
var output = __nccwpck_require__(3135);
;// CONCATENATED MODULE: ./build/src/cli/run.js










const REPORT_TO = 'https://github.com/mesh-failover/mesh-failover/issues';
/** Runs the command line; the result is the exit code. Never throws. */
async function run(args, io) {
    try {
        return await dispatch(args, io);
    }
    catch (error) {
        if (error instanceof errors/* UserError */.y) {
            io.stderr.write(`mesh-failover: ${(0,safe_text/* safeLines */.Bv)(error.message)}\n`);
            return exit_code/* ExitCode */.y.usage;
        }
        const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
        io.stderr.write('mesh-failover: a bug of ours, not yours. Please report it, with the command and these lines, at\n' +
            `${REPORT_TO}\n\nmesh-failover ${build_package/* version */.rE}, Node ${process.version}\n` +
            `${(0,safe_text/* safeLines */.Bv)(details)}\n`);
        return exit_code/* ExitCode */.y.bug;
    }
}
async function dispatch([name, ...rest], io) {
    if (name === '--version' || name === '-V') {
        io.stdout.write(`${build_package/* version */.rE}\n`);
        return exit_code/* ExitCode */.y.fine;
    }
    if (name === '--help' || name === '-h' || name === 'help') {
        const entry = commands.find((other) => other.name === rest[0]);
        io.stdout.write(entry ? helpOf(entry, await entry.load()) : overview(commands));
        return exit_code/* ExitCode */.y.fine;
    }
    if (name === undefined) {
        io.stderr.write(overview(commands));
        return exit_code/* ExitCode */.y.usage;
    }
    const entry = commands.find((other) => other.name === name);
    if (!entry)
        throw new errors/* UserError */.y(unknownCommand(name));
    const command = await entry.load();
    const { values, positionals } = parse(entry, command, rest);
    if (values['help'] === true) {
        io.stdout.write(helpOf(entry, command));
        return exit_code/* ExitCode */.y.fine;
    }
    if (entry.operands === '' && positionals.length) {
        throw new errors/* UserError */.y(`${entry.name} takes no "${positionals[0] ?? ''}"`);
    }
    // A format that there is not is told before the work, also by commands that write text alone.
    (0,output/* outputsOf */.Y)(values, command.formats);
    return command.run(values, positionals, io);
}
function parse({ name }, command, args) {
    const options = { ...common_options/* commonOptions */.OP, ...command.options };
    try {
        return (0,external_node_util_.parseArgs)({ args: [...args], options, allowPositionals: true });
    }
    catch (error) {
        const { code, message } = error;
        if (!code?.startsWith('ERR_PARSE_ARGS'))
            throw error;
        const wrong = /'(--?[^' ]+)/.exec(message)?.[1];
        const known = Object.keys(options).map((option) => `--${option}`);
        const near = wrong === undefined || known.includes(wrong) ? undefined : (0,did_you_mean/* didYouMean */.a)(wrong, known);
        const [text = ''] = message.split(/\. |\n/);
        throw new errors/* UserError */.y(`${text.replace(/\.$/, '')}${near ? `; did you mean ${near}?` : ''} (mesh-failover ${name} --help)`);
    }
}
function unknownCommand(name) {
    const names = commands.map((command) => command.name);
    const near = (0,did_you_mean/* didYouMean */.a)(name, names);
    return `there is no command "${name}"${near ? `; did you mean "${near}"?` : ''} (mesh-failover --help lists them)`;
}


/***/ }),

/***/ 1400:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ UserError)
/* harmony export */ });
/**
 * Something the user can mend: wrong usage, wrong configuration, a path that is not there.
 * The command line prints the message without a stack trace and exits with 2.
 */
class UserError extends Error {
    name = 'UserError';
}


/***/ }),

/***/ 3092:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ didYouMean),
/* harmony export */   p: () => (/* binding */ certainlyMeant)
/* harmony export */ });
/** Shorter words begin too many others. */
const LEAST_BEGINNING = 4;
/**
 * The candidate that a misspelt word most probably means: at most a third of its letters differ, upper and lower case
 * count as the same; else the only one that begins with it. Undefined where none is near.
 */
function didYouMean(word, candidates) {
    const all = [...candidates];
    let best;
    let least = Math.floor(word.length / 3) + 1;
    for (const candidate of all) {
        const distance = distanceOf(word.toLowerCase(), candidate.toLowerCase(), least);
        if (distance >= least)
            continue;
        best = candidate;
        least = distance;
    }
    return best ?? onlyBeginning(word.toLowerCase(), all);
}
function onlyBeginning(word, candidates) {
    if (word.length < LEAST_BEGINNING)
        return undefined;
    const longer = new Set(candidates.filter((own) => own.toLowerCase().startsWith(word)));
    return longer.size === 1 ? [...longer][0] : undefined;
}
/** Edits of a slip of the hand; more of them may be another word. */
const SLIP = 2;
/** The candidate that is meant for certain: it is the only one that is near at all, and as near as a slip. */
function certainlyMeant(word, candidates) {
    const limit = Math.floor(word.length / 3) + 1;
    const distance = (candidate) => distanceOf(word.toLowerCase(), candidate.toLowerCase(), limit);
    const near = [...new Set(candidates)].filter((candidate) => distance(candidate) < limit);
    const [only] = near;
    return only !== undefined && near.length === 1 && distance(only) <= SLIP ? only : undefined;
}
/** Letters added, left out, changed or swapped with their neighbour; `limit` or more is not told apart. */
function distanceOf(a, b, limit) {
    if (Math.abs(a.length - b.length) >= limit)
        return limit;
    let beforeLast = [];
    let last = Array.from({ length: b.length + 1 }, (_, column) => column);
    for (let row = 1; row <= a.length; row++) {
        const current = [row];
        for (let column = 1; column <= b.length; column++) {
            const same = a[row - 1] === b[column - 1];
            let cost = Math.min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
            const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
            if (row > 1 && column > 1 && swapped)
                cost = Math.min(cost, beforeLast[column - 2] + 1);
            current.push(cost);
        }
        beforeLast = last;
        last = current;
    }
    return last[b.length];
}


/***/ }),

/***/ 7423:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bv: () => (/* binding */ safeLines),
/* harmony export */   Hk: () => (/* binding */ safeText),
/* harmony export */   Pk: () => (/* binding */ UNSAFE)
/* harmony export */ });
/**
 * Characters that a manifest must not bring to a terminal, a log or a page: control characters, and those
 * that turn the direction of text or cannot be seen.
 */
/* eslint-disable no-control-regex -- these are what it is about */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
/* eslint-enable no-control-regex */
/**
 * Text from outside, made harmless: control characters become visible escapes, and the marks of workflow
 * commands (`::` and `##[`) are taken apart, so that no runner takes a line for one.
 */
function safeText(text) {
    return neutralizeCommands(text.replace(UNSAFE, escapeOf));
}
/** The same for several lines of our own that quote from outside. */
function safeLines(text) {
    return text.split('\n').map(safeText).join('\n');
}
function neutralizeCommands(text) {
    return text.replace(/:(?=:)/g, ': ').replace(/##(?=\[)/g, '# #');
}
function escapeOf(character) {
    const code = character.charCodeAt(0);
    return code === 9 ? ' ' : `\\u${code.toString(16).padStart(4, '0')}`;
}


/***/ }),

/***/ 8797:
/***/ ((module) => {

module.exports = {"rE":"0.1.0"};

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(3867);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
