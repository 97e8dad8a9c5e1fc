// Lines of a text file, whatever line break ends them. The soft breaks of text processors and the
// page breaks of printouts also count, so that text that a person sees on a separate line is never
// taken for part of a comment.
const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

export function linesOf(text: string): string[] {
  return text.split(LINE_BREAK);
}
