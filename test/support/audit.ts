// A node that the tests can make lie: an ethers provider over an in-process chain whose answers may be changed. Does nothing on
// import.
import { BrowserProvider, type Provider } from "ethers";

export interface RpcRequest {
  readonly method: string;
  readonly params?: unknown;
}

export type Request = (request: RpcRequest) => Promise<unknown>;

/** What a node says instead of `answer()`; throws to refuse. */
export type Lie = (request: RpcRequest, answer: () => Promise<unknown>) => Promise<unknown>;

/** A provider over `request`, whose answers are kept: the chain must not go on while it is used. */
export function frozenProvider(request: Request): (lie?: Lie) => Provider {
  const kept = new Map<string, Promise<unknown>>();
  const answer: Request = ({ method, params }) => {
    const key = JSON.stringify([method, params]);
    let known = kept.get(key);
    if (known === undefined) {
      known = request({ method, ...(params === undefined ? {} : { params }) });
      kept.set(key, known);
    }
    return known;
  };
  return (lie = (_, honest) => honest()) =>
    new BrowserProvider(
      { request: async (asked: RpcRequest) => structuredClone(await lie(asked, () => answer(asked))) },
      undefined,
      { cacheTimeout: -1 },
    );
}
