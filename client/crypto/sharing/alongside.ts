// What a caller computes while a reciprocal runs: its products travel in the reciprocal's messages,
// so that they take no round of their own as long as there are such messages.
//
// The caller's steps are an asynchronous function that awaits one operation after the other. Each
// waits for the next message of the reciprocal that can carry it, and when the reciprocal has no
// more, is carried out by itself. It depends on the order of operations alone what travels where,
// so that it is the same at all nodes.
import type { Addends, Shares } from "./arena.ts";
import type { Cut, Scheme } from "./scheme.ts";

/** The operations that may be carried along. */
export type Carrier = Pick<Scheme, "reshare" | "truncateEach">;

/** What travels with a message: cuts in a truncation only. */
interface Load {
  readonly cuts: readonly Cut[];
  readonly products: readonly Addends[];
  /**
   * Takes quotients, then reshared products, and runs the caller's steps up to their next
   * operation: memory is a stack, and nobody else may use it meanwhile.
   */
  readonly deliver: (results: readonly Shares[]) => Promise<void>;
}

const NOTHING: Load = { cuts: [], products: [], deliver: async () => {} };

export class Alongside<T> {
  readonly #result: Promise<T>;
  #waiting: Load | undefined;
  /** Resolves when the caller's steps wait for an operation, or have ended. */
  #paused = Promise.withResolvers<void>();

  constructor(steps: (carrier: Carrier) => Promise<T>) {
    const wait = (cuts: readonly Cut[], products: readonly Addends[] = []) =>
      new Promise<Shares[]>((resolve) => {
        const deliver = (results: readonly Shares[]) => {
          this.#paused = Promise.withResolvers();
          resolve([...results]);
          return this.#paused.promise;
        };
        this.#waiting = { cuts, products, deliver };
        this.#paused.resolve();
      });
    this.#result = steps({ reshare: (products) => wait([], products), truncateEach: wait });
    const end = () => this.#paused.resolve();
    this.#result.then(end, end);
  }

  /** Resolves once the caller's steps have come to their first operation. */
  get begun(): Promise<void> {
    return this.#paused.promise;
  }

  /** What the next message carries; then it must be delivered. */
  load(truncates: boolean): Load {
    const waiting = this.#waiting;
    if (waiting === undefined || (waiting.cuts.length > 0 && !truncates)) return NOTHING;
    this.#waiting = undefined;
    return waiting;
  }

  /** What the caller's steps return, after all that is left of them. */
  async finish(scheme: Scheme): Promise<T> {
    while (this.#waiting !== undefined) {
      const { cuts, products, deliver } = this.load(true);
      await deliver(await (cuts.length === 0 ? scheme.reshare(products) : scheme.truncateEach(cuts, products)));
    }
    return this.#result;
  }
}
