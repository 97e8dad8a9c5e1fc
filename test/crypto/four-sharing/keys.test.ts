// Keys of masks among four nodes.
import { expect } from "chai";
import { FourNodes } from "../../../client/crypto/four-sharing/four-nodes.ts";
import { agreeOnKeys } from "../../../client/crypto/four-sharing/keys.ts";
import { connectFour, NODES, others } from "../../../client/crypto/four-sharing/link.ts";
import { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { observeFour, openShared, seeded } from "../../support/sharing.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("keys of four nodes", () => {
  it("are the same at the three that share each, all different, and serve", async () => {
    const links = connectFour();
    const keys = await Promise.all(NODES.map((node) => agreeOnKeys(links[node]!, node, seeded(node + 1))));
    for (const lacking of NODES) {
      const [first, second, third] = others(lacking).map((node) => hex(keys[node]![lacking]!));
      expect([second, third]).to.deep.equal([first, first]);
      expect(keys[lacking]![lacking]).to.have.length(0);
    }
    expect(new Set(NODES.map((lacking) => hex(keys[(lacking + 1) % 4]![lacking]!))).size).to.equal(NODES.length);
    const nodes = NODES.map(
      (node) => new Arithmetic(new FourNodes({ node, links: links[node]!, seeds: keys[node]!, epoch: 0 })),
    );
    expect(await openShared(nodes, [[-7n, 8n]], seeded(9), (node, [x]) => node.negative(x!))).to.deep.equal([1n, 0n]);
  });

  it("depend on what each of the three contributes", async () => {
    const keysOf = async (changed: number) => {
      const links = connectFour();
      return Promise.all(
        NODES.map((node) => agreeOnKeys(links[node]!, node, seeded(node === changed ? 100 : node + 1))),
      );
    };
    const honest = await keysOf(-1);
    for (const changed of NODES) {
      const keys = await keysOf(changed);
      for (const lacking of NODES) {
        const node = others(lacking)[0]!;
        expect(hex(keys[node]![lacking]!) === hex(honest[node]![lacking]!)).to.equal(lacking === changed);
      }
    }
  });

  it("reach a node from the nodes that share them only", async () => {
    // Node 0 lacks one key; nothing that it receives may depend on it.
    const seen: string[] = [];
    const links = observeFour(connectFour(), ({ to, bytes }) => {
      if (to === 0) seen.push(hex(bytes));
      return undefined;
    });
    const keys = await Promise.all(NODES.map((node) => agreeOnKeys(links[node]!, node, seeded(node + 1))));
    expect(seen).to.have.length(6);
    expect(seen.join("")).to.not.include(hex(keys[1]![0]!));
    for (const node of [1, 2, 3]) {
      const contributions = NODES.map(() => "");
      const random = seeded(node + 1);
      for (const lacking of NODES) contributions[lacking] = hex(random.bytes(32));
      expect(seen.join("")).to.not.include(contributions[0]);
      expect(seen.join("")).to.include(contributions[node === 1 ? 2 : 1]);
    }
  });

  it("end the start where a node told two others different things", async () => {
    for (const cheater of NODES)
      for (const victim of others(cheater))
        for (const at of [0, 32]) {
          const local = connectFour();
          let lied = false;
          const links = observeFour(local, ({ from, to, bytes }) => {
            if (lied || from !== cheater || to !== victim) return undefined;
            lied = true;
            return bytes.with(at, bytes[at]! ^ 1);
          });
          const codes = await Promise.all(
            NODES.map((node) =>
              agreeOnKeys(links[node]!, node, seeded(node + 1)).then(
                () => "agreed",
                (error: unknown) => {
                  local[node]!.end();
                  return error instanceof ProtocolError ? error.code : String(error);
                },
              ),
            ),
          );
          expect(codes[victim], `${cheater} to ${victim}`).to.equal("SeedDiffers");
          expect(codes.filter((code) => code === "SeedDiffers").length).to.be.at.least(2);
        }
  });
});
