// The `concordat` command where it refuses: its code and exit status, and what it leaves untouched.
// Runs processes only where they matter.
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { announce } from "../../client/cli/commands/announce.ts";
import { type InitOptions, init } from "../../client/cli/commands/init.ts";
import { EXIT } from "../../client/cli/exit-codes.ts";
import { openHome } from "../../client/cli/home.ts";
import { writeUserFiles } from "../../client/cli/write-file.ts";
import { ChainError, HomeError, InputError } from "../../client/errors.ts";
import { lockHome } from "../../client/home/lock.ts";
import { concordat, type Ended, PASSWORD } from "../support/command.ts";

/** Nothing listens there. */
const NOWHERE = "http://127.0.0.1:9";

function expectRefusal({ code, errors }: Ended, status: number, reason: string): void {
  expect(errors).to.match(new RegExp(`^[^\\n]*\\[${reason}\\]\\n$`));
  expect(code).to.equal(status);
}

describe("the command, refusing", function () {
  this.timeout(180_000);
  let folder: string;
  let node: Server;
  let rpc: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-command-"));
    await writeFile(join(folder, "password"), PASSWORD, { mode: 0o600 });
    // `init` asks a node only for the chain's id.
    node = createServer((_, response) => response.end('{"jsonrpc":"2.0","id":1,"result":"0x7a69"}'));
    await new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve));
    rpc = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
  });
  after(async () => {
    node.closeAllConnections();
    node.close();
    await rm(folder, { recursive: true });
  });

  const settings = (home: string): InitOptions => ({
    ...{ home, rpc, name: "Nordlys", passwordFile: join(folder, "password"), listen: [], announce: [] },
    ...{ sessionPort: 0, confirmations: 0, poll: 1_000, leastPeriod: 600 },
  });

  const refusal = (work: Promise<void>): Promise<unknown> => work.catch((reason: unknown) => reason);

  it("settings that no client could use, before anything is written", async () => {
    const home = join(folder, "none");
    for (const [change, code] of [
      [{ metrics: "127.0.0.1:65536" }, "AddressInvalid"],
      [{ listen: ["0.0.0.0:4710"] }, "AddressInvalid"],
      [{ announce: ["/ip4/1.2.3.4/udp/4710"] }, "AddressInvalid"],
      [{ announce: ["/ip4/1.2.3.4/tcp/1 /ip4/1.2.3.4/tcp/2"] }, "AddressInvalid"],
      [{ rpc: "ftp://127.0.0.1" }, "UrlInvalid"],
      [{ name: "" }, "OptionInvalid"],
      [{ name: "Nord\u001b[2Jlys" }, "OptionInvalid"],
      [{ coordinator: `0x${"ac".repeat(20)}` }, "OptionInvalid"],
      [{ registry: `0x${"ac".repeat(20)}` }, "OptionInvalid"],
    ] as const) {
      const error = await refusal(init({ ...settings(home), ...change } as InitOptions));
      expect(error, JSON.stringify(change)).to.be.instanceOf(InputError).with.property("code", code);
    }
    expect(await readdir(folder)).to.deep.equal(["password"]);
  });

  it("an account that does not work, before anything is written", async () => {
    const home = join(folder, "account");
    const account = `0x${"ac".repeat(20)}`;
    for (const [change, type, code] of [
      [{ signer: NOWHERE, signerAccount: account }, HomeError, "SignerUnreachable"],
      [{ contractAccount: account }, ChainError, "ContractAccountUnsuitable"],
    ] as const) {
      const error = await refusal(init({ ...settings(home), ...change }));
      expect(error, code).to.be.instanceOf(type).with.property("code", code);
    }
    expect(await readdir(folder)).to.not.include("account");
  });

  it("a home that others can write in, until that is corrected", async () => {
    const home = join(folder, "exposed");
    await mkdir(home);
    for (const mode of [0o777, 0o1777, 0o770, 0o720]) {
      await chmod(home, mode);
      for (const work of [() => init(settings(home)), async () => void (await openHome({ home }))])
        expect(await refusal(work()), mode.toString(8))
          .to.be.instanceOf(HomeError)
          .with.property("code", "HomeExposed");
    }
    await chmod(home, 0o755);
    expect(await refusal(openHome({ home }).then(() => undefined))).to.have.property("code", "HomeMissing");
  });

  it("a home that cannot be made, and ends", async () => {
    const homes = ["/dev/null/x", ...(process.platform === "linux" ? ["/proc/concordat/x"] : [])];
    for (const home of homes)
      expect(await refusal(init(settings(home))), home)
        .to.be.instanceOf(HomeError)
        .with.property("code", "HomeUnusable");
  });

  it("a file that cannot be written", async () => {
    const rows = join(folder, "rows.lp");
    await writeFile(rows, "Minimize\n obj: x\nSubject To\n c: x >= 1\nEnd\n");
    expect(await refusal(announce(rows, { out: "/dev/null/x" })))
      .to.be.instanceOf(InputError)
      .with.property("code", "FileUnwritable");
    const disallowed = process.platform === "linux" ? "/proc/concordat/x" : "/dev/null/x";
    expect(await refusal(writeUserFiles(disallowed, { "report.json": "" })))
      .to.be.instanceOf(InputError)
      .with.property("code", "FileUnwritable");
  });

  it("nothing, but remarks on readings that the owner of the file should know of", async () => {
    const rows = join(folder, "remarks.lp");
    await writeFile(rows, "Minimize\n obj: x + x\nSubject To\n c: x >= 1\nEnd\n");
    const { code, output, errors } = await concordat("announce", rows);
    expect(code).to.equal(EXIT.ok);
    expect(JSON.parse(output)).to.include({ sense: "min" });
    expect(errors).to.match(/^remarks\.lp, line 2, [^\n]+\n$/);
  });

  it("makes a home that is its owner's alone", async () => {
    const home = join(folder, "home");
    const options = ["--name", "Nordlys", "--rpc", rpc, "--metrics", "[::1]:9464"];
    expect(await concordat("--home", home, "init", ...options)).to.include({ code: EXIT.ok, errors: "" });
    const lock = lockHome(join(home, "lock.sqlite"));
    // Looking at a lock does not release it.
    expect(() => lockHome(join(home, "lock.sqlite")))
      .to.throw(HomeError)
      .with.property("code", "HomeInUse");
    lock.release();
    const entries = await readdir(home, { recursive: true });
    expect(entries).to.include.members(["config.json", "lock.sqlite", join("keys", "seed.json")]);
    for (const path of ["", ...entries]) {
      const found = await stat(join(home, path));
      expect(found.mode & 0o777, path).to.equal(found.isDirectory() ? 0o700 : 0o600);
    }
  });

  it("an audit of a chain that does not answer, as trouble with the chain", async () => {
    const round = `0x${"c0".repeat(20)}/1`;
    expectRefusal(await concordat("audit", round, "--rpc", NOWHERE), EXIT.chain, "ChainUnreachable");
  });

  it("options of demo and attack, which say how they were called", async () => {
    const [demo, attack, help] = await Promise.all([
      concordat("demo", "--decimals", "many"),
      concordat("attack", "--seed", "x"),
      concordat("demo", "--help"),
    ]);
    expectRefusal(demo, EXIT.input, "OptionInvalid");
    expectRefusal(attack, EXIT.input, "OptionInvalid");
    expect(help).to.deep.include({ code: EXIT.ok, errors: "" });
    expect(help.output).to.match(/^Usage: concordat demo /);
  });
});
