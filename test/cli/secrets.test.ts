// Files with secrets that other users of the machine can open are refused, and the refusal says how
// to correct that; once corrected, the same files are read.
import { execFileSync } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import type { Address, Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { formatRoundFile } from "../../client/app/round-file.ts";
import { readSpec } from "../../client/app/spec.ts";
import { type InitOptions, init } from "../../client/cli/commands/init.ts";
import { type JoinOptions, join as joinRound } from "../../client/cli/commands/join.ts";
import { readPassword } from "../../client/cli/password.ts";
import { HomeError, InputError } from "../../client/errors.ts";
import { parseConfig, readConfig, writeConfig } from "../../client/home/config.ts";
import { readKeys } from "../../client/home/keys.ts";
import { readKeystore, writeKeystore } from "../../client/home/keystore.ts";
import { homePaths } from "../../client/home/paths.ts";
import { readSecretFile } from "../../client/home/secret-file.ts";
import { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { USUAL_SETTINGS } from "../support/client-home.ts";
import { rejection } from "../support/network.ts";
import { noPage } from "../support/no-page.ts";
import { NO_SETUPS } from "../support/setups.ts";

const PASSWORD = "correct horse";
const COORDINATOR: Address = `0x${"c0".repeat(20)}`;
const KEY: Hex = `0x${"4b".repeat(32)}`;

describe("secrets of a home, and safe defaults", function () {
  this.timeout(180_000);
  let folder: string;
  let node: Server;
  let rpc: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-secrets-"));
    node = createServer((_, response) => response.end('{"jsonrpc":"2.0","id":1,"result":"0x7a69"}'));
    await new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve));
    rpc = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
    await writeFile(join(folder, "password"), PASSWORD, { mode: 0o600 });
  });
  after(async () => {
    node.closeAllConnections();
    node.close();
    await rm(folder, { recursive: true });
  });

  const settings = (home: string): InitOptions => ({
    ...{ home: join(folder, home), rpc, name: "Nordlys", passwordFile: join(folder, "password") },
    ...{ listen: [], announce: [], sessionPort: 0, confirmations: 0, poll: 1_000, leastPeriod: 3600 },
  });

  async function makeHome(name: string) {
    const paths = homePaths(join(folder, name));
    await mkdir(dirname(paths.accountKey), { recursive: true, mode: 0o700 });
    await writeKeystore(paths.accountKey, KEY, PASSWORD);
    await writeKeystore(paths.seed, KEY, PASSWORD);
    const places = { rpc, chainId: 31_337, coordinator: COORDINATOR, registry: COORDINATOR, listen: [], announce: [] };
    const numbers = { sessionPort: 0, peerKey: 1, confirmations: 0, pollMs: 20 };
    await writeConfig(paths.config, { version: 1, name: "Nordlys", ...places, ...numbers, ...USUAL_SETTINGS });
    return { paths, config: await readConfig(paths.config) };
  }

  /**
   * Refused while others can open `file`, and no longer once the command that the refusal names has
   * been run.
   */
  async function refusedUntilMended(file: string, read: () => Promise<unknown>): Promise<void> {
    for (const mode of [0o644, 0o640, 0o620, 0o604, 0o601]) {
      await chmod(file, mode);
      const error = await rejection(read());
      expect(error, mode.toString(8)).to.be.instanceOf(HomeError).with.property("code", "SecretExposed");
      const [, ...command] = /`(chmod) ([^ `]+) ([^`]+)`/.exec((error as Error).message)!;
      execFileSync(command[0]!, command.slice(1));
      await read();
    }
  }

  it("a password file", async () => {
    const file = join(folder, "password");
    await refusedUntilMended(file, () => readPassword(file, false));
  });

  it("a keystore", async () => {
    const file = join(folder, "account.json");
    await writeKeystore(file, KEY, PASSWORD);
    expect(await readKeystore(file, PASSWORD)).to.equal(KEY);
    expect(await rejection(readKeystore(file, `${PASSWORD}!`))).to.have.property("code", "PasswordWrong");
    // Damaged, so that no other password helps.
    const whole = await readFile(file, "utf8");
    for (const damaged of ["", "{}", '{"version":3}', whole.replace(/"kdf": ?"scrypt"/i, '"kdf":"none"')]) {
      await writeFile(file, damaged);
      expect(await rejection(readKeystore(file, PASSWORD)), damaged).to.have.property("code", "KeystoreInvalid");
    }
    await writeFile(file, whole);
    await chmod(file, 0o644);
    expect(await rejection(readKeystore(file, PASSWORD)))
      .to.be.instanceOf(HomeError)
      .with.property("code", "SecretExposed");
  });

  it("a key file, before a home is made; and the keystores of a home", async () => {
    const file = join(folder, "key");
    await writeFile(file, KEY, { mode: 0o600 });
    // A home with too long a name is refused too, but only after the key has been read.
    const read = async () => {
      const error = await rejection(init({ ...settings("long-name"), name: "x".repeat(501), importKey: file }));
      if (!(error instanceof InputError)) throw error;
      expect(error.code).to.equal("OptionInvalid");
    };
    await refusedUntilMended(file, read);
    const { paths, config } = await makeHome("home");
    for (const secret of [paths.accountKey, paths.seed]) {
      await chmod(secret, 0o644);
      expect(await rejection(readKeys(paths, config, PASSWORD))).to.have.property("code", "SecretExposed");
      await chmod(secret, 0o600);
    }
    await readKeys(paths, config, PASSWORD);
  });

  it("a file that others can replace, through its own folder or that of a link", async () => {
    const [own, open] = ["own", "open"].map((name) => join(folder, name));
    for (const path of [own!, open!]) await mkdir(path, { mode: 0o700 });
    await writeFile(join(own!, "secret"), PASSWORD, { mode: 0o600 });
    await symlink(join(own!, "secret"), join(open!, "link"));
    const files = [join(own!, "secret"), join(open!, "link")];
    for (const [exposed, refused] of [
      [own!, files],
      [open!, [files[1]!]],
    ] as const) {
      for (const mode of [0o777, 0o720, 0o702]) {
        await chmod(exposed, mode);
        for (const file of files) {
          if (refused.includes(file))
            expect(await rejection(readSecretFile(file)), mode.toString(8)).to.have.property("code", "SecretExposed");
          else expect(await readSecretFile(file)).to.equal(PASSWORD);
        }
      }
      // Like /tmp: only the owner of a file can replace it.
      await chmod(exposed, 0o1777);
      for (const file of files) expect(await readSecretFile(file)).to.equal(PASSWORD);
      await chmod(exposed, 0o700);
    }
  });

  it("a file of another user", async function () {
    if (process.getuid?.() !== 0) this.skip();
    const file = join(folder, "others");
    await writeFile(file, PASSWORD, { mode: 0o600 });
    await chown(file, 4_710, 4_710);
    expect(await rejection(readSecretFile(file))).to.have.property("code", "SecretExposed");
    await chown(file, 0, 0);
    expect(await readSecretFile(file)).to.equal(PASSWORD);
  });

  it("but a credential of systemd, whose access-control list looks like its group's right to read", async () => {
    const file = join(folder, "credential");
    await writeFile(file, PASSWORD);
    await chmod(file, 0o440);
    const earlier = process.env["CREDENTIALS_DIRECTORY"];
    try {
      process.env["CREDENTIALS_DIRECTORY"] = join(folder, "elsewhere");
      expect(await rejection(readSecretFile(file))).to.have.property("code", "SecretExposed");
      process.env["CREDENTIALS_DIRECTORY"] = folder;
      expect(await readSecretFile(file)).to.equal(PASSWORD);
      for (const mode of [0o444, 0o460, 0o450]) {
        await chmod(file, mode);
        expect(await rejection(readSecretFile(file)), mode.toString(8)).to.have.property("code", "SecretExposed");
      }
    } finally {
      if (earlier === undefined) delete process.env["CREDENTIALS_DIRECTORY"];
      else process.env["CREDENTIALS_DIRECTORY"] = earlier;
    }
  });

  it("a round whose periods are shorter than the home asks for is not joined; defaults are safe ones", async () => {
    const { paths, config } = await makeHome("periods");
    const rows = join(folder, "rows.lp");
    const program = "Minimize\n obj: x\nSubject To\n c: x >= 1\nEnd\n";
    await writeFile(rows, program);
    await writeFile(join(folder, "own.json"), encodeAnnouncement(announce(readProgramText(program, "rows.lp"))));
    const other = "Minimize\nSubject To\n d: x >= 2\nEnd\n";
    await writeFile(join(folder, "other.json"), encodeAnnouncement(announce(readProgramText(other, "other.lp"))));
    const parties = [
      { name: "Nordlys", account: privateKeyToAccount(KEY).address, announcement: "own.json" },
      { name: "Sagbruk", account: `0x${"5a".repeat(20)}`, announcement: "other.json" },
    ];
    const termsOf = async (periods?: object) => {
      await writeFile(join(folder, "spec.json"), JSON.stringify({ title: "Periods", parties, periods }));
      return readSpec(join(folder, "spec.json"), NO_SETUPS);
    };
    const joining = async (periods?: object) => {
      const file = join(folder, "round.json");
      await writeFile(file, formatRoundFile({ round: `${COORDINATOR}/1`, terms: await termsOf(periods) }));
      const options = {
        home: paths.folder,
        passwordFile: join(folder, "password"),
        data: rows,
        json: true,
      } as JoinOptions;
      return rejection(joinRound(file, options, noPage));
    };
    for (const short of ["commit", "exchange", "settle"]) {
      expect(await joining({ [short]: "59m" }), short)
        .to.be.instanceOf(InputError)
        .with.property("code", "PeriodTooShort");
      expect(await rejection(termsOf({ [short]: "599s" })), short).to.have.property("code", "SpecInvalid");
    }
    expect(await joining({ commit: "60m", exchange: "60m", settle: "60m" })).to.not.have.property(
      "code",
      "PeriodTooShort",
    );
    expect((await termsOf()).bond).to.equal(10n ** 17n);
    const { leastPeriod: _, ...without } = config;
    expect(parseConfig(JSON.stringify(without), "config.json").leastPeriod).to.equal(3600);
    for (const least of [599, 180 * 86_400 + 1])
      expect(() => parseConfig(JSON.stringify({ ...without, leastPeriod: least }), "config.json"))
        .to.throw(HomeError)
        .with.property("code", "ConfigInvalid");
  });
});
