const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/**
 * For the text of XML and HTML, and for attributes in double quotes. XML has no form for half a character and for what
 * is no character.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/\p{Surrogate}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
