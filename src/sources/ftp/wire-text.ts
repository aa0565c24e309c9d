const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Text as it travels: one character a byte. Servers use UTF-8 or Latin-1 and do not say which, and a file can only be
 * asked for by the very bytes of its name.
 */
export function toWire(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The text that travelled: UTF-8 if it can be, else Latin-1. */
export function fromWire(wire: string): string {
  try {
    return UTF8.decode(Buffer.from(wire, 'latin1'));
  } catch {
    return wire;
  }
}

/** The forms in which a server may know a path, the likelier first. */
export function wireForms(text: string): readonly string[] {
  const utf8 = toWire(text);
  // oxlint-disable-next-line no-control-regex -- all that Latin-1 has
  return utf8 === text || !/^[\u0000-\u00ff]*$/.test(text) ? [utf8] : [utf8, text];
}
