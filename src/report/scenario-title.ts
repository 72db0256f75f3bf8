/** A scenario as people say it: `europe-west1 scaled to zero`. */
export function scenarioTitle(name: string): string {
  return name
    .split('+')
    .map((part) => {
      const [kind = '', place] = part.split(/:(.*)/s);
      if (place === undefined) return part;
      switch (kind) {
        case 'scaled-to-zero':
          return `${place} scaled to zero`;
        case 'failing':
          return `${place} failing`;
        case 'cluster-lost':
          return `cluster ${place} lost`;
        default:
          return part;
      }
    })
    .join(' and ');
}
