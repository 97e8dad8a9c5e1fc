// Lines of a text file, whatever ends them: also the soft breaks of text processors and the page
// breaks of printouts, so that nothing is taken for part of a comment that a reader of the file
// sees on a line of its own.
const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

export function linesOf(text: string): string[] {
  return text.split(LINE_BREAK);
}
