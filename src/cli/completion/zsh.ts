import type { DescribedCommand, DescribedOption } from './described.js';

/** A script that completes the command line in zsh; it starts nothing. */
export function zshCompletion(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name, summary }) => quoted(`${escaped(name)}:${escaped(summary)}`));
  return `#compdef mesh-failover
# Completion of mesh-failover for zsh: eval "$(mesh-failover completion zsh)"
_mesh_failover() {
  local -a commands
  commands=(
${names.map((name) => `    ${name}\n`).join('')}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(commandCase).join('')}  esac
}
if [ "$funcstack[1]" = "_mesh_failover" ]; then
  _mesh_failover "$@"
else
  compdef _mesh_failover mesh-failover
fi
`;
}

function commandCase({ name, options, operands }: DescribedCommand): string {
  const files = operands === 'files' ? "'*:path:_files'" : `'*:name:(${operands.join(' ')})'`;
  const all = [...options.flatMap(specsOf), ...(operands.length === 0 ? [] : [files])];
  return `    ${name})\n      _arguments -s \\\n${all.map((one) => `        ${one}`).join(' \\\n')}\n      ;;\n`;
}

function specsOf({ name, short, text, values }: DescribedOption): string[] {
  const action = values === 'files' ? '_files' : `(${(values ?? []).join(' ')})`;
  const end = values === undefined ? '' : `:value:${action}`;
  const spec = `[${escaped(text).replace(/[[\]]/g, '\\$&')}]${end}`;
  const long = quoted(`*--${name}${values === undefined ? '' : '='}${spec}`);
  return short === undefined ? [long] : [long, quoted(`*-${short}${spec}`)];
}

function escaped(text: string): string {
  return text.replaceAll(':', '\\:');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
