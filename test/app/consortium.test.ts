// consortium.json: `deploy` writes it, `init` needs nothing else, and a file that is not what the
// chain has is refused before anything is written.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Consortium, formatConsortium, readConsortium } from "../../client/app/consortium.ts";
import { deploy } from "../../client/cli/commands/deploy.ts";
import { type InitOptions, init } from "../../client/cli/commands/init.ts";
import { ChainError, HomeError, InputError } from "../../client/errors.ts";
import { readConfig } from "../../client/home/config.ts";
import { homePaths } from "../../client/home/paths.ts";
import { fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";

const PASSWORD = "correct horse";

describe("a consortium's file", function () {
  this.timeout(120_000);
  let folder: string;
  let node: NodeProcess;
  let file: string;
  let consortium: Consortium;

  const at = (name: string) => join(folder, name);
  const settings = (home: string): InitOptions => ({
    ...{ home: at(home), rpc: node.url, name: "Nordlys", passwordFile: at("password"), listen: [], announce: [] },
    ...{ sessionPort: 0, confirmations: 0, poll: 50, leastPeriod: 600, json: true },
  });
  const quietly = async (work: () => Promise<void>): Promise<void> => {
    const { write } = process.stdout;
    process.stdout.write = () => true;
    await work().finally(() => {
      process.stdout.write = write;
    });
  };
  const refusal = (work: Promise<unknown>): Promise<unknown> => work.catch((reason: unknown) => reason);
  const written = async (text: string): Promise<string> => {
    await writeFile(at("changed.json"), text);
    return at("changed.json");
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-consortium-"));
    node = await startNode("hardhat");
    await writeFile(at("password"), PASSWORD, { mode: 0o600 });
    await writeFile(at("key"), fundedKey(0), { mode: 0o600 });
    file = at("consortium.json");
    const umask = process.umask();
    await quietly(() => init({ ...settings("first"), importKey: at("key") }));
    await quietly(() =>
      deploy({ home: at("first"), passwordFile: at("password"), again: false, out: file, json: true }),
    );
    process.umask(umask);
    consortium = await readConsortium(file);
  });
  after(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  it("is all that a partner needs besides a name and an RPC address", async () => {
    await quietly(() => init({ ...settings("second"), consortium: file }));
    const [first, second] = await Promise.all(
      ["first", "second"].map((home) => readConfig(homePaths(at(home)).config)),
    );
    const { chainId, coordinator, registry, shares } = first!;
    expect(second).to.deep.include({ chainId, coordinator, registry, shares: shares! });
    expect(consortium.contracts.shares!.address).to.equal(shares);
    expect(consortium.contracts.coordinator.address).to.equal(coordinator);
  });

  it("from before there were shares names none, and neither do the settings", async () => {
    const { shares: _, ...contracts } = consortium.contracts;
    const earlier = await written(formatConsortium({ ...consortium, contracts }));
    await quietly(() => init({ ...settings("earlier"), consortium: earlier }));
    expect(await readConfig(homePaths(at("earlier")).config)).not.to.have.property("shares");
  });

  it("stays in the home of the company that deployed, and one that is there is not written over", async () => {
    expect(await readFile(homePaths(at("first")).consortium, "utf8")).to.equal(await readFile(file, "utf8"));
    const again = { home: at("first"), passwordFile: at("password"), again: true, out: file };
    expect(await refusal(deploy(again)))
      .to.be.instanceOf(InputError)
      .with.property("code", "FileUnwritable");
    expect(await refusal(deploy({ ...again, again: false, out: at("other.json") })))
      .to.be.instanceOf(HomeError)
      .with.property("code", "CoordinatorKnown");
    expect(await readConsortium(file)).to.deep.equal(consortium);
  });

  it("of another chain, or with other code than the chain has, is refused before anything is written", async () => {
    const { contracts } = consortium;
    const { verifier, coordinator, registry } = contracts;
    const changed = (change: Partial<Consortium["contracts"]>): Consortium => ({
      ...consortium,
      contracts: { ...contracts, ...change },
    });
    const nobody = `0x${"ac".repeat(20)}` as const;
    const otherHash = { codeHash: `0x${"5a".repeat(32)}` as const };
    for (const [different, code] of [
      [{ ...consortium, chainId: 5 }, "ChainDiffers"],
      [changed({ verifier: { ...verifier, ...otherHash } }), "CodeHashDiffers"],
      [changed({ coordinator: { ...coordinator, ...otherHash } }), "CodeHashDiffers"],
      [changed({ registry: { ...registry, ...otherHash } }), "CodeHashDiffers"],
      [changed({ shares: { ...contracts.shares!, ...otherHash } }), "CodeHashDiffers"],
      [changed({ shares: registry }), "ContractUnknown"],
      [changed({ verifier: registry }), "VerifierDiffers"],
      [changed({ registry: coordinator }), "ContractUnknown"],
      [changed({ coordinator: { ...coordinator, address: nobody } }), "ContractMissing"],
    ] as const) {
      const error = await refusal(
        init({ ...settings("third"), consortium: await written(formatConsortium(different)) }),
      );
      expect(error, code).to.be.instanceOf(ChainError).with.property("code", code);
    }
    expect(await readdir(folder)).to.not.include("third");
  });

  it("that is none is refused, naming the field", async () => {
    const { chainId, contracts } = consortium;
    const valid = { version: 1, chainId, contracts };
    const { registry: _, ...two } = contracts;
    for (const [change, field] of [
      [{ version: 2 }, "version"],
      [{ chainId: "1" }, "chainId"],
      [{ contracts: two }, "contracts.registry"],
      [{ contracts: { ...contracts, setUp: contracts.registry } }, "contracts.setUp"],
      [
        { contracts: { ...contracts, registry: { ...contracts.registry, address: "0x12" } } },
        "contracts.registry.address",
      ],
      [
        { contracts: { ...contracts, verifier: { ...contracts.verifier, codeHash: "0x12" } } },
        "contracts.verifier.codeHash",
      ],
      [{ owner: "me" }, "owner"],
    ] as const) {
      const error = await refusal(readConsortium(await written(JSON.stringify({ ...valid, ...change }))));
      expect(error, field).to.be.instanceOf(InputError).with.property("code", "ConsortiumInvalid");
      expect((error as InputError).place).to.deep.equal({ file: at("changed.json"), line: 1, field });
    }
    const long = await written(`{${" ".repeat(20_000)}}`);
    for (const name of [at("nowhere.json"), long, at("key")])
      expect(await refusal(readConsortium(name)), name)
        .to.be.instanceOf(InputError)
        .with.property("code", "ConsortiumInvalid");
  });
});
