// Runs in a browser, too.

/** Largest file of a program, in bytes, and longest text, in characters. */
export const MAX_FILE: number = 64 * 1024 * 1024;
