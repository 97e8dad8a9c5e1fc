// Names and keys of the connections of a session. The name of a connection contains everything that
// must agree: the protocol's version, the session, its epoch and the two nodes. Its key is derived
// from the name and the secret of the two nodes, so that only these two, in the same session, can
// connect.
import { hkdfSync } from "node:crypto";
import { CryptoError } from "../errors.ts";

const SESSION_ID_BYTES = 32;
const SECRET_BYTES = 32;

export interface SessionName {
  /** 32 public bytes that identify the round. */
  readonly id: Uint8Array;
  /** 0 at first, and one more at each restart. */
  readonly epoch: number;
}

/** Name of the connection that `dialler` makes to `listener`: a TLS identity, ASCII. */
export function identityOf({ id, epoch }: SessionName, dialler: number, listener: number): string {
  if (id.length !== SESSION_ID_BYTES) throw new CryptoError("SessionId", "a session id must have 32 bytes");
  return `concordat-session/1/${Buffer.from(id).toString("hex")}/${epoch}/${dialler}-${listener}`;
}

/**
 * The connection's pre-shared key, 32 bytes; `secret`: the link secret of the two nodes
 * (client/crypto/sharing/pair-secrets.ts).
 */
export function presharedKey(secret: Uint8Array, identity: string): Uint8Array {
  if (secret.length !== SECRET_BYTES) throw new CryptoError("SecretLength", "the secret of a link must have 32 bytes");
  return new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(0), identity, 32));
}
