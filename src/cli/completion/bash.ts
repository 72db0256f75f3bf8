import type { DescribedCommand } from './described.js';

/** A script that completes the command line in bash, 3.2 of macOS too; it starts nothing. */
export function bashCompletion(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of mesh-failover for bash: eval "$(mesh-failover completion bash)"
_mesh_failover() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" words=""
  # bash takes "=" for a word of its own.
  if [ "$current" = "=" ]; then
    current=""
  elif [ "$previous" = "=" ]; then
    previous="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(valueCases).join('')}  esac
  case "\${COMP_WORDS[1]} $current" in
${commands.map(optionCase).join('')}${commands.flatMap(operandCase).join('')}  esac
  [ -z "$words" ] || COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _mesh_failover mesh-failover
`;
}

/** Values behind an option; without any, those of the shell: files. */
function valueCases({ name, options }: DescribedCommand): string[] {
  return options.flatMap(({ name: option, values }) => {
    if (values === undefined) return [];
    const words = values === 'files' ? '' : values.join(' ');
    const end =
      words === '' ? 'return' : `COMPREPLY=($(compgen -W "${words}" -- "$current")); return`;
    return `    "${name} --${option}") ${end} ;;\n`;
  });
}

function optionCase({ name, options }: DescribedCommand): string {
  const words = options.map((option) => `--${option.name}`).join(' ');
  return `    "${name} -"*) words="${words}" ;;\n`;
}

function operandCase({ name, operands }: DescribedCommand): string[] {
  if (operands === 'files' || operands.length === 0) return [];
  return [`    "${name} "*) words="${operands.join(' ')}" ;;\n`];
}
