// Numbers of things in words.

/** "1 row", "3 rows"; `several` is the plural where it is not `one` and an s. */
export function counted(count: number | bigint, one: string, several = `${one}s`): string {
  return `${count} ${Number(count) === 1 ? one : several}`;
}
