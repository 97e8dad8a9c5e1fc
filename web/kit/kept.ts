// What the page remembers of its reader's choices, in this browser only; where that is not allowed,
// it forgets them.
export function readKept(name: string): string | null {
  try {
    return localStorage.getItem(`concordat.${name}`);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`concordat.${name}`, value);
  } catch {
    // The choice holds until the page is closed.
  }
}
