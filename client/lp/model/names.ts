// When two names are the same to a reader's eye.

/**
 * Equal for names that differ only in case, white space or Unicode form (composed or not, full
 * width or not).
 */
export function foldedName(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s/g, "");
}
