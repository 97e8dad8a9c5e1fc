// What pages of another origin, and a foreign name that resolves to this machine, get from a server
// of pages: nothing. Does nothing on import.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import type { Page } from "playwright-core";

/** A name that the browser of `page` resolves to 127.0.0.1. */
export const FOREIGN = "evil.example";

export async function expectNoForeignAnswers(page: Page, address: string): Promise<void> {
  const elsewhere = createServer((_, response) => response.setHeader("content-type", "text/html").end("<p>x"));
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  const tried = await page.evaluate(async (own) => {
    const said = (path: string, options: RequestInit) => fetch(`${own}api/${path}`, options).then(String, String);
    const blind = (value: object) => ({ method: "POST", mode: "no-cors", body: JSON.stringify(value) }) as const;
    return [
      await said("events", {}),
      await said("events", { headers: { authorization: "Bearer x" } }),
      await said("enter", blind({ token: "x" })),
      await said("decline", blind({ round: "x" })),
    ];
  }, address);
  expect(tried).to.deep.equal(new Array(4).fill("TypeError: Failed to fetch"));
  const rebound = address.replace("127.0.0.1", FOREIGN);
  const [answer] = await Promise.all([page.waitForResponse(rebound), page.goto(rebound).catch(() => null)]);
  expect(answer.status()).to.equal(421);
  await page.getByText(`This server answers at ${address} alone`).waitFor();
  elsewhere.closeAllConnections();
  elsewhere.close();
}
