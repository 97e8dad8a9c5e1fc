/** "参与方 0、2 和 3" */
export function parties(numbers: readonly number[]): string {
  return `参与方 ${listed(numbers)}`;
}

export function listed(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join("、")} 和 ${items.at(-1)}`;
}
