// A party's side of a protocol between two messages, as a value: what it sends now and what it does with the next message.
// Turns are pure: `receive` may be called again with another message and depends on its arguments only, so randomness is
// forked by name and never read from a stream that goes on.

/** `receive` is null when the side has all its messages; then `result` is there. */
export interface Turn<Result> {
  readonly send: readonly Uint8Array[];
  readonly receive: ((body: Uint8Array) => Promise<Turn<Result>>) | null;
  readonly result: Result | null;
}

export function done<Result>(send: readonly Uint8Array[], result: Result): Turn<Result> {
  return { send, receive: null, result };
}

export function waiting<Result>(
  send: readonly Uint8Array[],
  receive: (body: Uint8Array) => Promise<Turn<Result>>,
): Turn<Result> {
  return { send, receive, result: null };
}

/** The protocol `first`, and then the one that `next` makes of its result. */
export async function chain<First, Second>(
  first: Turn<First>,
  next: (result: First) => Promise<Turn<Second>>,
): Promise<Turn<Second>> {
  if (first.receive === null) {
    const second = await next(first.result as First);
    return { ...second, send: [...first.send, ...second.send] };
  }
  const { receive } = first;
  return waiting(first.send, async (body) => chain(await receive(body), next));
}
