// A far machine on loopback: connections through it get every byte later, in order. It limits no
// bandwidth and loses nothing; TCP ends at it, so that its slow start is that of loopback.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Address } from "../client/links/listener.ts";

/** An address whose connections lead to `target`, with `delayMs` milliseconds each way. */
export async function delayedAddress(
  { host, port }: Address,
  delayMs: number,
): Promise<{ readonly address: Address; close(): void }> {
  const server = createServer((near) => {
    const far = connect(port, host);
    carry(near, far, delayMs);
    carry(far, near, delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { address: { host, port: (server.address() as AddressInfo).port }, close: () => server.close() };
}

function carry(from: Socket, to: Socket, delayMs: number): void {
  from.setNoDelay();
  from.on("data", (bytes) => setTimeout(() => to.write(bytes), delayMs));
  from.on("end", () => setTimeout(() => to.end(), delayMs));
  from.on("error", () => to.destroy());
}
