// Names that look alike.

/**
 * A key that is equal for names that differ only in case, white space or Unicode form (composed or
 * decomposed, full width or not).
 */
export function foldedName(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s/g, "");
}
