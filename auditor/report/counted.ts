// Numbers and lists of things in words.

/** "1 row", "3 rows"; `several` is the plural where it is not `one` and an s. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** "step 3", "steps 3 and 5", "steps 1, 3 and 5"; `numbers` is not empty. */
export function listed(one: string, numbers: readonly number[], several = `${one}s`): string {
  if (numbers.length === 1) return `${one} ${numbers[0]}`;
  return `${several} ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}

/** The verb's form for so many. */
export function verb(count: number, one: string, several: string): string {
  return count === 1 ? one : several;
}
