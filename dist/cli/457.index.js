export const id = 457;
export const ids = [457];
export const modules = {

/***/ 1457:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  init: () => (/* binding */ init)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/config/load-config.js + 7 modules
var load_config = __webpack_require__(9353);
// EXTERNAL MODULE: ./build/src/lint/base/git.js
var git = __webpack_require__(2189);
// EXTERNAL MODULE: ./build/src/lint/inspect.js + 5 modules
var inspect = __webpack_require__(6928);
// EXTERNAL MODULE: ./build/src/manifest/errors.js
var errors = __webpack_require__(1400);
// EXTERNAL MODULE: ./build/src/report/safe-text.js
var safe_text = __webpack_require__(7423);
// EXTERNAL MODULE: ./build/src/cli/exit-code.js
var exit_code = __webpack_require__(3250);
// EXTERNAL MODULE: ./build/src/mesh/topology.js
var topology = __webpack_require__(6834);
// EXTERNAL MODULE: ./build/src/report/json.js
var json = __webpack_require__(7912);
;// CONCATENATED MODULE: ./build/src/cli/init/config-text.js



const SCHEMA = 'https://raw.githubusercontent.com/mesh-failover/mesh-failover/main/schemas/mesh-failover.schema.json';
const REFERENCE = 'https://github.com/mesh-failover/mesh-failover/blob/main/docs/configuration.md';
/** More names of a kind would only fill the file. */
const MOST_NAMED = 20;
/** A first configuration, from what the manifests say; what they cannot say stands in comments. */
function configText(mesh) {
    // What is no name of a region would be no configuration either.
    const regions = (0,topology/* regionsOf */.N)(mesh.topology.clusters).filter((region) => /^[^\s/]+$/.test(region));
    const hosts = [...new Set(mesh.targets().map(({ host }) => host))];
    return [
        `# yaml-language-server: $schema=${SCHEMA}`,
        `# Every key: ${REFERENCE}`,
        'version: 1',
        'profile: istio-1.31 # or istio-1.30, csm-managed',
        `paths: [${pathsOf(mesh).map(scalar).join(', ')}]`,
        ...clusterLines(regions),
        ...gatewayLines(mesh),
        ...hostLines(hosts),
        '',
    ].join('\n');
}
/** The top folders with Istio's objects in them; the whole folder if some stand in it itself. */
function pathsOf({ documents }) {
    const files = documents
        .filter(({ value }) => String(value['apiVersion']).startsWith('networking.istio.io/'))
        .map(({ file }) => file);
    const folders = files.map((file) => (file.includes('/') ? (file.split('/')[0] ?? '.') : '.'));
    return folders.length === 0 || folders.includes('.') ? ['.'] : [...new Set(folders)].sort();
}
function clusterLines(regions) {
    const found = regions.length
        ? ['# The regions that the manifests name.']
        : ['# The manifests name no region: put in your own.'];
    const names = regions.length ? regions : ['europe-west1', 'us-central1'];
    return [
        ...found,
        'clusters:',
        ...names.flatMap((region) => [
            `  - name: ${scalar(region)}`,
            `    locality: ${scalar(region)}`,
            '    # context: the kubeconfig context, for plan and apply',
        ]),
    ];
}
/** By default every gateway pod matches, in istio-system. */
function gatewayLines({ resources }) {
    const selectors = resources.Gateway.map(({ namespace, name, spec }) => {
        const labels = Object.entries(spec.selector ?? {}).map(([key, value]) => `${key}=${value}`);
        return `#   ${(0,safe_text/* safeText */.Hk)(`${namespace}/${name}: pods with ${labels.join(', ') || 'any labels'}`)}`;
    });
    if (selectors.length === 0)
        return [];
    return [
        '# Gateways; where their pods are not in istio-system, declare them as clients:',
        ...limited(selectors),
    ];
}
function hostLines(hosts) {
    if (hosts.length === 0)
        return [];
    return [
        '# Hosts; one endpoint in each cluster is assumed until workloads say more. To write them from the clusters:',
        '#   mesh-failover inventory --from-clusters',
        ...limited(hosts.map((host) => `#   ${(0,safe_text/* safeText */.Hk)(host)}`)),
    ];
}
function limited(lines) {
    const left = lines.length - MOST_NAMED;
    return left > 0 ? [...lines.slice(0, MOST_NAMED), `#   and ${String(left)} more`] : [...lines];
}
/** Plain where YAML reads it as text for certain. */
function scalar(text) {
    const isPlain = /^(?:\.|[a-z][a-z0-9]*(?:[-./][a-z0-9]+)*)$/.test(text);
    return isPlain && !/^(?:y|n|yes|no|on|off|true|false|null)$/.test(text) ? text : (0,json/* toJson */.aB)(text);
}

;// CONCATENATED MODULE: ./build/src/cli/init/workflow-templates.js
/** The workflows of docs/workflows/, as `init` writes them; `working-directory` and the branch are filled in. */
const checkWorkflow = `name: Failover
on: pull_request
permissions: { contents: read, pull-requests: write }
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with: { fetch-depth: 2, persist-credentials: false }
      - uses: mesh-failover/mesh-failover@v1
`;
const deployWorkflow = `name: Deploy failover
on:
  push:
    branches: [main]
permissions:
  contents: read
concurrency:
  group: deploy-failover
  cancel-in-progress: false # an apply is never cut off by the next one
jobs:
  apply:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    environment: production # holds the secret, and asks its reviewers first
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - uses: mesh-failover/mesh-failover@v1
        with:
          mode: apply
          kubeconfig: \${{ secrets.KUBECONFIG }}
`;
/**
 * A workflow for a repository.
 *
 * @param branch The one that is deployed.
 * @param folder Of the manifests, from the repository's root, with `/`; empty for the root itself.
 */
function workflowFor(template, branch, folder) {
    const own = template
        .replace('[main]', `[${JSON.stringify(branch)}]`)
        .replace('["main"]', '[main]');
    if (folder === '')
        return own;
    const input = `working-directory: ${JSON.stringify(folder)}`;
    return own.includes('          mode:')
        ? own.replace('          mode:', `          ${input}\n          mode:`)
        : `${own}        with: { ${input} }\n`;
}

;// CONCATENATED MODULE: ./build/src/cli/commands/init.js










const init = {
    formats: ['text'],
    options: { 'no-workflows': { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
    help: [
        { term: '--no-workflows', text: 'only the configuration' },
        { term: '--dry-run', text: 'show the files, and write none' },
    ],
    examples: ['mesh-failover init', 'mesh-failover init --dry-run'],
    async run(values, _operands, io) {
        const { root, prefix, branch } = await repositoryOf(io);
        const { mesh } = await (0,inspect/* inspect */.N)({ cwd: io.cwd, paths: ['.'], allowEmpty: true });
        const config = (await present(io.cwd, load_config/* configNames */.FG)) ?? 'mesh-failover.yaml';
        const folder = (0,external_node_path_.join)(root, '.github/workflows');
        const files = [
            { path: (0,external_node_path_.join)(io.cwd, config), text: configText(mesh) },
            ...(values['no-workflows'] === true
                ? []
                : [
                    {
                        path: (0,external_node_path_.join)(folder, 'failover.yml'),
                        text: workflowFor(checkWorkflow, branch, prefix),
                    },
                    {
                        path: (0,external_node_path_.join)(folder, 'deploy-failover.yml'),
                        text: workflowFor(deployWorkflow, branch, prefix),
                    },
                ]),
        ];
        for (const { path, text } of files) {
            const name = (0,safe_text/* safeText */.Hk)((0,external_node_path_.relative)(io.cwd, path).replaceAll('\\', '/'));
            if (values['dry-run'] === true)
                io.stdout.write(`# ${name}\n${text}\n`);
            else
                io.stdout.write(`${(await writeNew(path, text)) ? 'wrote' : 'kept '} ${name}\n`);
        }
        if (values['quiet'] !== true && values['dry-run'] !== true) {
            io.stderr.write('\nNow: mesh-failover check\n');
        }
        return exit_code/* ExitCode */.y.fine;
    },
};
/** The folder of the repository, the way from there to the working folder, and the branch that is deployed. */
async function repositoryOf({ cwd, env, }) {
    const run = (...args) => (0,git/* git */.$Y)(cwd, env, args)
        .then(git/* lineOf */.cA)
        .catch((error) => {
        // Whoever has no git, or no repository yet, gets the files all the same.
        if (error instanceof git/* GitFailure */.Xi || error instanceof errors/* UserError */.y)
            return undefined;
        throw error;
    });
    const prefix = ((await run('rev-parse', '--show-prefix')) ?? '').replace(/\/$/, '');
    const root = (0,external_node_path_.resolve)(cwd, prefix.replace(/[^/]+/g, '..'));
    const remote = await run('rev-parse', '--abbrev-ref', 'origin/HEAD');
    return { root, prefix, branch: remote?.replace(/^origin\//, '') ?? 'main' };
}
async function present(folder, names) {
    for (const name of names)
        if (await isThere((0,external_node_path_.join)(folder, name)))
            return name;
    return undefined;
}
function isThere(path) {
    return (0,promises_.lstat)(path).then(() => true, () => false);
}
/** False where there is something already: that is never overwritten. */
async function writeNew(path, text) {
    try {
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true });
        await (0,promises_.writeFile)(path, text, { flag: 'wx' });
        return true;
    }
    catch (error) {
        const { code } = error;
        if (code === 'EEXIST')
            return false;
        throw new errors/* UserError */.y(`${path}: cannot be written (${code ?? 'unknown error'})`);
    }
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


/***/ })

};
