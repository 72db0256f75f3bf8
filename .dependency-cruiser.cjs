/**
 * Data flows one way: files → manifest → mesh → rules or traffic → lint and report → cli and action.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const PURE =
  '^src/(foundation|api|manifest|config|units|mesh|admission|rules|lint|traffic|proxies|project|library|report)/';

/** A layer may import only from the layers named; its own, the foundation and Istio's API are always among them. */
const layer = (name, ...allowed) => exactly(name, 'foundation', 'api', ...allowed);

const exactly = (name, ...allowed) => ({
  name: `${name}-knows-only-what-is-below`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: `^src/(${[name, ...allowed].join('|')})/` },
});

/** A package has one importer. */
const only = (folder, packages) => ({
  name: `${packages.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, '')}-only-in-${folder}`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/${folder}/` },
  to: { path: `node_modules/(${packages})` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Neither code nor types refer to each other in a circle.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-input-or-output-in-what-is-pure',
      severity: 'error',
      from: { path: PURE },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    },
    only('cluster', '@kubernetes/client-node/'),
    only('action', '@actions/'),
    only('lsp', 'vscode-languageserver'),
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'files-in-kebab-case',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/', pathNot: '^src/[a-z0-9/-]+[.]ts$' },
    },
    {
      name: 'no-names-that-say-nothing',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '/(utils?|helpers?|common|misc|shared)(\\.ts|/)' },
    },
    exactly('foundation'),
    exactly('api', 'foundation'),
    layer('programs'),
    layer('files'),
    layer('manifest'),
    layer('config', 'manifest'),
    layer('units', 'manifest', 'config'),
    layer('mesh', 'manifest', 'config'),
    layer('admission', 'manifest', 'mesh'),
    layer('traffic', 'mesh', 'manifest', 'config'),
    layer('proxies', 'traffic', 'mesh', 'config'),
    layer('rules', 'admission', 'traffic', 'mesh', 'manifest', 'config'),
    layer('lint', 'rules', 'traffic', 'mesh', 'manifest', 'config'),
    layer('project', 'units', 'lint', 'rules', 'traffic', 'mesh', 'manifest', 'config'),
    layer('library', 'project', 'lint', 'traffic', 'config'),
    layer('sources', 'files', 'programs', 'manifest', 'config', 'units', 'proxies'),
    layer('render', 'sources', 'units', 'programs', 'files', 'manifest', 'config'),
    layer('work', '(?!action|cli|lsp)[a-z]+'),
    layer('lsp', 'work', 'report', 'project', 'traffic', 'mesh', 'manifest', 'config', 'files'),
    layer(
      'report',
      'project',
      'units',
      'lint',
      'rules',
      'traffic',
      'mesh',
      'manifest',
      'config',
      'deploy',
      'drill',
      'inventory',
    ),
    layer('cluster', 'files', 'programs', 'manifest', 'config'),
    layer('inventory', 'cluster', 'mesh', 'manifest', 'config'),
    layer('deploy', 'files', 'cluster', 'lint', 'traffic', 'mesh', 'manifest', 'config'),
    layer('drill', 'deploy', 'cluster', 'lint', 'traffic', 'mesh', 'manifest', 'config'),
    layer('cli', '(?!action)[a-z]+'),
    layer('action', '(?!cli)[a-z]+'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
