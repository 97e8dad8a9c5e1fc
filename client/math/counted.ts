// Numbers of things, and lists of them, in words.

/** "1 row", "3 rows"; `several` is the plural where it is not `one` and an s. */
export function counted(count: number | bigint, one: string, several = `${one}s`): string {
  return `${count} ${Number(count) === 1 ? one : several}`;
}

/** "a, b and c" */
export function listed(names: readonly string[], conjunction: "and" | "or" = "and"): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${conjunction} ${names.at(-1)}`;
}

/** Of several things, how many a text names. */
export const FEW = 3;

/** "a, b, c and 2 more": the first three. */
export function firstFew(texts: readonly string[]): string {
  const more = texts.length > FEW ? ` and ${texts.length - FEW} more` : "";
  return `${texts.slice(0, FEW).join(", ")}${more}`;
}
