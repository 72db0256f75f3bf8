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
        case 'unready':
          return `${place} unready`;
        case 'cordoned':
          return `${place} cordoned`;
        case 'failing':
          return `${place} failing`;
        case 'cluster-lost':
          return `cluster ${place} lost`;
        case 'error-rate':
          return `${Number((Number(place) * 100).toPrecision(6))} % errors in the background`;
        default:
          return part;
      }
    })
    .join(' and ');
}
