/** Whether this is an IPv4 or IPv6 address. Source: Go net/netip ParseAddr (a zone is allowed with IPv6). */
export function isAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

/** Whether this is an address or a block such as 10.0.0.0/8. Source: agent/validation.go ValidateIPSubnet. */
export function isSubnet(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (bits === undefined || rest.length > 0) return isAddress(text);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(bits)) return false;
  if (isIpv4(address)) return Number(bits) <= 32;
  return !address.includes('%') && isIpv6(address) && Number(bits) <= 128;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 &&
    parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  );
}

function isIpv6(text: string): boolean {
  const percent = text.indexOf('%');
  if (percent === text.length - 1) return false;
  const address = percent < 0 ? text : text.slice(0, percent);
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all.at(-1) ?? '';
  // The last 32 bits may be written as an IPv4 address, unless :: ends the text.
  const hasIpv4 = last.includes('.') && groups.at(-1)?.at(-1) === last;
  const hexadecimal = hasIpv4 ? all.slice(0, -1) : all;
  if (hasIpv4 && !isIpv4(last)) return false;
  if (!hexadecimal.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = hexadecimal.length + (hasIpv4 ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}
