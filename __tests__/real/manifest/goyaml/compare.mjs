// @ts-check
/**
 * Compares our reading of a text with Go's.
 *
 * @typedef {typeof import('../../../../src/manifest/yaml/index.js')} Reader
 * @typedef {import('./judge.mjs').Answer} Answer
 * @typedef {import('./judge.mjs').GoDocument} GoDocument
 *
 * @typedef {{ type: 'value', value: unknown }
 *   | { type: 'duplicate', value: unknown, surprise: boolean }
 *   | { type: 'refused', message: string, surprise: boolean }} Outcome
 */

/**
 * What differs; empty: nothing.
 *
 * @param {string} text
 * @param {Answer} answer
 * @param {Reader} reader
 * @returns {string[]}
 */
export function differences(text, answer, reader) {
  return [...compareWhole(text, answer.whole, reader), ...compareFile(text, answer, reader)];
}

/**
 * The text as one document, which sigs.k8s.io/yaml alone reads.
 *
 * @param {string} text
 * @param {GoDocument} go
 * @param {Reader} reader
 */
function compareWhole(text, go, reader) {
  // kubectl makes one line break of it before sigs.k8s.io/yaml sees it, and so do we.
  if (text.includes('\r\r\n')) return [];
  const ours = outcomeOf(reader.readTree(text), reader);
  const found = judge(ours, go, text);
  const quick = reader.readBlockYaml(text);
  if (quick && (ours.type !== 'value' || canonical(quick.value) !== canonical(ours.value))) {
    found.push(`quick reader: ${canonical(quick.value)}, thorough: ${show(ours)}`);
  }
  return found.map((each) => `as one document: ${each}`);
}

/**
 * The text as a file, which kubectl splits into documents.
 *
 * @param {string} text
 * @param {Answer} answer
 * @param {Reader} reader
 */
function compareFile(text, { documents, whole }, reader) {
  const chunks = reader.splitDocuments(text);
  const found = [];
  for (const [index, chunk] of chunks.entries()) {
    const ours = outcomeOf(reader.readChunk(chunk), reader);
    const quick =
      chunk.isJson || chunk.fault
        ? undefined
        : reader.readBlockYaml(chunk.text, { from: chunk.from, endsLine: chunk.isLast });
    if (quick && (ours.type !== 'value' || canonical(quick.value) !== canonical(ours.value))) {
      found.push(
        `document ${index + 1}: quick reader: ${canonical(quick.value)}, thorough: ${show(ours)}`,
      );
    }
    const go = documents[index];
    // What stands before a line that is no separator is lost for kubectl.
    if (chunks[index + 1]?.fault && (go?.error !== undefined || !go)) return found;
    if (ours.type === 'refused') {
      // A bad value under a key that is given again is bad for strict decoding only.
      if (!ours.surprise && go?.error === undefined && whole.strict === undefined) {
        found.push(`document ${index + 1}: refused (${ours.message}), Go: ${JSON.stringify(go)}`);
      }
      return found;
    }
    // An empty document at the end is none for kubectl.
    if (!go && ours.value === null) continue;
    if (go?.error !== undefined || !go) {
      return [...found, `document ${index + 1}: ${show(ours)}, Go: ${JSON.stringify(go)}`];
    }
    if (ours.type === 'duplicate' && ours.surprise) continue;
    if (canonical(ours.value) !== canonical(go.value ?? null)) {
      found.push(`document ${index + 1}: ${show(ours)}, Go: ${canonical(go.value ?? null)}`);
    }
  }
  const more = documents.slice(chunks.length);
  // Nor do empty ones count that only Go sees.
  if (more.some(({ value, error }) => (value ?? null) !== null || error !== undefined)) {
    found.push(`Go has more documents: ${JSON.stringify(more)}`);
  }
  return found;
}

/**
 * @param {Outcome} ours
 * @param {GoDocument} go
 * @param {string} text
 */
function judge(ours, go, text) {
  const value = canonical(go.value ?? null);
  // Strict decoding counts what a merge key brings in twice; it is the one reading where we follow kubectl.
  const hasMerge = text.includes('<<');
  const isDuplicate = go.strict !== undefined;
  switch (ours.type) {
    case 'refused':
      return ours.surprise || go.error !== undefined || isDuplicate
        ? []
        : [`refused (${ours.message}), Go: ${value}`];
    case 'duplicate':
      if (ours.surprise) return go.error === undefined ? [] : [`duplicate, Go: ${go.error}`];
      if (go.error !== undefined) return [`duplicate, Go: ${go.error}`];
      if (!isDuplicate) return [`duplicate, Go: ${value}`];
      return canonical(ours.value) === value ? [] : [`${show(ours)}, Go: ${value}`];
    case 'value':
      if (go.error !== undefined) return [`${show(ours)}, Go: ${go.error}`];
      if (isDuplicate && !hasMerge) return [`${show(ours)}, Go: ${go.strict}`];
      return canonical(ours.value) === value ? [] : [`${show(ours)}, Go: ${value}`];
  }
}

/**
 * @param {import('../../../../src/manifest/yaml/index.js').TreeResult} result
 * @param {Reader} reader
 * @returns {Outcome}
 */
function outcomeOf(result, reader) {
  if ('fault' in result) return refused(result.fault);
  const { value, faults } = reader.toValue(result.root);
  const fault = faults.find(({ kind }) => kind === 'unreadable');
  if (fault) return refused(fault);
  if (faults.length === 0) return { type: 'value', value };
  return { type: 'duplicate', value, surprise: faults.some(({ surprise }) => surprise) };
}

/**
 * @param {import('../../../../src/manifest/yaml/index.js').Fault} fault
 * @returns {Outcome}
 */
function refused({ message, surprise }) {
  return { type: 'refused', message, surprise: surprise !== undefined };
}

/** @param {Outcome} outcome */
function show(outcome) {
  return outcome.type === 'refused'
    ? `refused (${outcome.message})`
    : `${outcome.type} ${canonical(outcome.value)}`;
}

/**
 * A value as text: the same for the same value.
 *
 * @param {unknown} value
 * @returns {string}
 */
function canonical(value) {
  return JSON.stringify(value, (_, /** @type {unknown} */ part) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1));
  });
}
