// Audits of sealed rounds that real clients played: transcripts, whose last exchange says what each
// company saw of the exchanges that are not posted, and evidence of turns that are not posted.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { History } from "../../auditor/chain/history.ts";
import type { AuditError } from "../../auditor/errors.ts";
import { checkEchoes } from "../../auditor/evidence/echoes.ts";
import { readEnvelope } from "../../auditor/evidence/envelope.ts";
import { unpostedExchanges } from "../../auditor/evidence/unposted.ts";
import { auditRound, type Report, renderText } from "../../auditor/index.ts";
import { Checks } from "../../auditor/report/check.ts";
import { writeRoundFiles } from "../../client/app/round-files.ts";
import type { Engine } from "../../client/engines/engine.ts";
import type { EngineName } from "../../client/engines/names.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { decodeEnvelope, type Envelope, encodeEnvelope, signEnvelope } from "../../client/round/envelope.ts";
import { UNPOSTED_EXCHANGE } from "../../client/round/schedule.ts";
import { KINDS } from "../../client/round/verdict.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { cachingProvider, codesOf, type Request } from "../support/audit.ts";
import { ALICE, BOB, NO_ROWS } from "../support/paper-example.ts";
import { sampled } from "../support/sampled.ts";
import {
  agreeSealed,
  deafFrom,
  playSealed,
  type SealedOptions,
  type SealedPlayed,
} from "../support/sealed-companies.ts";
import { testSetupFile } from "../support/sealed-files.ts";
import { smallEngine } from "../support/small-engines.ts";

const HOLDER: PartyRows = { ...BOB, objective: null };
const OWNER: PartyRows = { ...BOB, inequalities: NO_ROWS };
/** Contradicts itself. */
const TORN: PartyRows = {
  ...ALICE,
  inequalities: {
    coefficients: [...ALICE.inequalities.coefficients, [1n, 0n, 0n], [-1n, 0n, 0n]],
    rhs: [...ALICE.inequalities.rhs, 1n, -2n],
  },
};
const OPEN: PartyRows = { ...BOB, inequalities: NO_ROWS, objective: [0n, -1n, 0n] };
const PROGRAMS: Readonly<Record<(typeof KINDS)[number], readonly PartyRows[]>> = {
  optimal: [ALICE, BOB],
  infeasible: [TORN, BOB],
  unbounded: [ALICE, OPEN],
};

describe("auditor: sealed rounds of companies", function () {
  this.timeout(300_000);
  let chain: LocalChain;
  let folder: string;
  let setup: string;

  before(async () => {
    chain = await startLocalChain(3);
    folder = await mkdtemp(join(tmpdir(), "audit-"));
    setup = join(folder, "setup.bin");
    await writeFile(setup, await testSetupFile());
  });
  after(async () => {
    await chain.close();
    await rm(folder, { recursive: true });
  });

  function play(name: EngineName, rows: readonly PartyRows[], options?: SealedOptions): Promise<SealedPlayed> {
    const engine = smallEngine(name) as Engine<unknown>;
    return playSealed(chain, { engine, rows }, agreeSealed(chain, rows, engine), options);
  }

  const audit = (round: bigint, given: object = {}): Promise<Report> => {
    const { coordinator, publicClient } = chain.sessions[0]!;
    const provider = cachingProvider(publicClient.request as Request)();
    return auditRound({ provider, coordinator, round, ...given });
  };

  /** The folder that a company's client writes of a round. */
  async function filesOf({ round, journals, schedule }: SealedPlayed, party: number): Promise<string> {
    const own = await mkdtemp(join(folder, "files-"));
    const { coordinator } = chain.sessions[0]!;
    await writeRoundFiles(own, { chainId: 31337, coordinator, round, party }, journals[party]!, schedule);
    return own;
  }

  function requireSettled({ results }: SealedPlayed): void {
    for (const result of results) if (result.status === "rejected") throw result.reason;
  }

  for (const [k, kind] of sampled([...KINDS.entries()], 3, 1))
    it(`verifies proof, set-up and transcript: ${kind}`, async () => {
      const played = await play("two-party/paillier", PROGRAMS[kind]);
      requireSettled(played);
      const transcript = join(await filesOf(played, 1), "transcript");
      const report = await audit(played.round, { transcript, setup });
      expect(report.verdict, renderText(report)).to.equal("verified");
      expect([report.sealed?.kind, report.sealed?.key]).to.deep.equal([k, "bounds taken"]);
      // A client may settle before it has fetched what the others posted last.
      const turns = report.transcript!.turns.map(({ party, result }) => (party === 1 ? result : "other"));
      expect(turns).to.deep.equal(report.posts.map(({ party }) => (party === 1 ? "matches" : "other")));
      expect(codesOf(report, "passed")).to.include.members(["MessagesMatch", "SendersSigned"]);
    });

  it("verifies transcripts of rounds in which each company learns its own part, which have more exchanges", async () => {
    const rows = [ALICE, HOLDER, OWNER];
    const mpc = smallEngine("mpc") as Engine<unknown>;
    const played = await playSealed(chain, { engine: mpc, rows }, agreeSealed(chain, rows, mpc, "owner"));
    requireSettled(played);
    const transcript = join(await filesOf(played, 1), "transcript");
    const report = await audit(played.round, { transcript });
    expect(report.verdict, renderText(report)).to.equal("verified");
    expect(codesOf(report, "failed")).to.deep.equal([]);
    const { params } = report;
    expect(unpostedExchanges(params as never).at(-1)).to.equal(UNPOSTED_EXCHANGE + 14);
    const journal = played.journals[1]!;
    const own = journal.steps().map((step) => readEnvelope(Buffer.from(journal.message(step)!))!);
    const last = own.findLast(({ exchange, from }) => exchange === params.senders.length - 1 && from === 1)!;
    const checks = new Checks();
    const key = { chainId: 31337n, coordinator: chain.sessions[0]!.coordinator, round: played.round };
    const post = { exchange: last.exchange, digest: "", block: { number: 1 }, refusal: false };
    // The same echo twice, as if two parties had posted it.
    const posted = [1, 1].map((party) => ({ post: { ...post, party }, envelope: last }));
    const view = { ask: async () => "0x" };
    await checkEchoes(posted as never, { key, params } as unknown as History, view as never, checks);
    expect(checks.all.map(({ code, words }) => [code, words.includes(String(UNPOSTED_EXCHANGE + 14))])).to.deep.equal([
      ["EchoesAgree", true],
    ]);
  });

  describe("the last posted exchange", () => {
    let played: SealedPlayed;
    let transcript: string;
    let last: number;
    beforeEach(async () => {
      played ??= await play("mpc", [ALICE, HOLDER, OWNER]);
      requireSettled(played);
      transcript = join(await filesOf(played, 0), "transcript");
      last = (await audit(played.round)).params.senders.length - 1;
      for (const [party, journal] of played.journals.entries()) {
        const own = journal.steps().map((step) => journal.message(step)!);
        const bytes = own.find((envelope) => {
          const { exchange, from } = decodeEnvelope(envelope);
          return exchange === last && from === party;
        })!;
        await writeFile(fileOf(party), bytes);
      }
    });

    const fileOf = (party: number) => join(transcript, "messages", `${String(last).padStart(2, "0")}-00${party}.bin`);

    it("has what all companies saw, agreeing and signed", async () => {
      const report = await audit(played.round, { transcript });
      expect(report.verdict, renderText(report)).to.equal("verified");
      const { words } = report.checks.find(({ code }) => code === "EchoesAgree")!;
      expect(words)
        .to.include("3 parties posted that they saw the same turns")
        .and.to.include(`${UNPOSTED_EXCHANGE + 10}`);
    });

    it("is one message of each company, of which a client need not have fetched the others'", async () => {
      await unlink(fileOf(2));
      const some = await audit(played.round, { transcript });
      expect([some.verdict, codesOf(some, "skipped").filter((code) => /^Echo/.test(code))]).to.deep.equal([
        "verified",
        ["EchoesMissing"],
      ]);
      expect(codesOf(some, "passed")).to.include("EchoesAgree");
      await unlink(fileOf(1));
      expect(codesOf(await audit(played.round, { transcript }), "passed")).not.to.include("EchoesAgree");
      await unlink(fileOf(0));
      const own = await audit(played.round, { transcript });
      expect([own.verdict, codesOf(own, "unknown")]).to.deep.equal(["incomplete", ["MessagesMissing"]]);
    });

    it("is compared with its digest before anything is read from it", async () => {
      const bytes = await readFile(fileOf(1));
      bytes[200]! ^= 1;
      await writeFile(fileOf(1), bytes);
      expect(codesOf(await audit(played.round, { transcript }), "failed")).to.deep.equal(["MessageMismatch"]);
    });

    it("shows who signed two turns, and who says that it saw what nobody signed", async () => {
      const { params } = await audit(played.round);
      const { coordinator, account } = chain.sessions[0]!;
      const key = { chainId: 31337n, coordinator, round: played.round };
      const view = { ask: async () => "0x" };
      /** What is found where company 0 posted something else. */
      async function codes(change: (body: Uint8Array) => Uint8Array): Promise<string[]> {
        const checks = new Checks();
        const posted = [0, 1, 2].map(async (party) => {
          const own = decodeEnvelope(await readFile(fileOf(party)));
          const [body] = own.parts as [Uint8Array];
          const parts = [party === 0 ? change(Uint8Array.from(body)) : body];
          const envelope = readEnvelope(Buffer.from(encodeEnvelope({ ...own, parts })))!;
          return { post: { exchange: last, party, digest: "", block: { number: 1 }, refusal: false }, envelope };
        });
        const history = { key, params } as unknown as History;
        await checkEchoes((await Promise.all(posted)) as never, history, view as never, checks);
        return checks.all.map(({ code }) => code);
      }
      const other = await signEnvelope(
        { ...key, exchange: UNPOSTED_EXCHANGE + 10, from: 0, parts: [Uint8Array.of(1)] },
        account,
      );
      expect(await codes((body) => body)).to.deep.equal(["EchoesAgree"]);
      expect(await codes((body) => body.subarray(1))).to.deep.equal(["EchoInvalid", "EchoesAgree"]);
      const told = Buffer.from(other.digest.slice(2) + other.signature.slice(2), "hex");
      const telling = (at: number) => (body: Uint8Array) => {
        body.set(told, at);
        return body;
      };
      expect(await codes(telling(0))).to.deep.equal(["EchoesDiffer"]);
      expect(await codes(telling(97))).to.deep.equal(["EchoInvalid"]);
    });

    it("leaves no room for turns that are not posted", async () => {
      await writeFile(join(transcript, "messages", "65536-000.bin"), await readFile(fileOf(0)));
      expect(codesOf(await audit(played.round, { transcript }), "failed")).to.deep.equal(["MessageNotPosted"]);
    });
  });

  describe("evidence of turns that are not posted", () => {
    const EXCHANGE = UNPOSTED_EXCHANGE + 8;
    let played: SealedPlayed;
    const witness = 2;
    let evidence: string;

    /**
     * Party 0 shows party 1 another turn than all others. Only `finder` looks at what the others
     * saw.
     */
    const equivocating =
      (finder: number): NonNullable<SealedOptions["channel"]> =>
      (own, party, schedule) => ({
        ...(party === finder ? own : deafFrom(own, schedule, EXCHANGE + 1)),
        ...(party === 1 && {
          fetch: async (step, from, most, signal) => {
            if (from !== 0 || schedule[step]!.exchange !== EXCHANGE)
              return (finder === 1 ? own : deafFrom(own, schedule, EXCHANGE + 1)).fetch(step, from, most, signal);
            const envelope = decodeEnvelope(await own.fetch(step, from, most, signal));
            return resigned(envelope, 0, (body) => {
              body[body.length - 1]! ^= 1;
            });
          },
        }),
      });

    before(async () => {
      played = await play("mpc", [ALICE, HOLDER, OWNER], { channel: equivocating(witness) });
      expect(played.journals[witness]!.fault()!.party).to.equal(0);
    });
    beforeEach(async () => {
      evidence = join(await filesOf(played, witness), "evidence");
    });

    async function resigned(
      envelope: Envelope,
      signer: number,
      change: (body: Uint8Array) => void,
    ): Promise<Uint8Array> {
      const body = Uint8Array.from(envelope.parts[0] as Uint8Array);
      change(body);
      return encodeEnvelope(await signEnvelope({ ...envelope, parts: [body] }, chain.sessions[signer]!.account));
    }
    const read = async (name: string) => decodeEnvelope(await readFile(join(evidence, name)));
    const write = (name: string, bytes: Uint8Array) => writeFile(join(evidence, name), bytes);
    const audited = async () => audit(played.round, { evidence });
    const findingOf = async () => (await audited()).evidence!.finding;
    /** Changes what the client said. */
    async function said(change: object): Promise<void> {
      const file = join(evidence, "fault.json");
      const whole = JSON.parse(await readFile(file, "utf8"));
      await writeFile(file, JSON.stringify({ ...whole, fault: { ...whole.fault, ...change } }));
    }

    it("proves that a company signed two of them", async () => {
      const report = await audited();
      expect(report.evidence).to.deep.equal({
        ...{ keeper: witness, named: 0, code: "Equivocation", exchange: EXCHANGE + 1, finding: "EquivocationProven" },
      });
      expect(codesOf(report, "passed")).to.include("EquivocationProven");
      expect(codesOf(report, "failed")).to.deep.equal([]);
      expect(renderText(report)).to.include(`signed two different turns for exchange ${EXCHANGE}`);
    });

    it("proves it by that company's own echo, too", async () => {
      const other = await play("mpc", [ALICE, HOLDER, OWNER], { channel: equivocating(1) });
      const files = join(await filesOf(other, 1), "evidence");
      expect(decodeEnvelope(await readFile(join(files, "message.bin"))).from).to.equal(0);
      const report = await audit(other.round, { evidence: files });
      expect(report.evidence!.finding, renderText(report)).to.equal("EquivocationProven");
      await unlink(join(files, "own-copy.bin"));
      expect((await audit(other.round, { evidence: files })).evidence!.finding).to.equal("MessageSigned");
    });

    it("proves nothing if either turn is missing, the same, of somebody else, or signed by nobody", async () => {
      const [message, own] = [await read("message.bin"), await read("own-copy.bin")];
      const { from } = message;
      const third = 3 - from;
      const flipped = (at: number) => (body: Uint8Array) => {
        body[at]! ^= 1;
      };
      const forgeries: Readonly<Record<string, () => Promise<unknown>>> = {
        "no own copy": () => unlink(join(evidence, "own-copy.bin")),
        "an own copy that is no envelope": () => write("own-copy.bin", Buffer.from("no envelope")),
        "an own copy that another signed": async () =>
          write("own-copy.bin", await resigned(own, from, () => undefined)),
        "an own copy of another exchange": async () =>
          write("own-copy.bin", await resigned({ ...own, exchange: own.exchange - 1 }, 0, () => undefined)),
        "an own copy of another round": async () =>
          write("own-copy.bin", await resigned({ ...own, round: own.round + 1n }, 0, () => undefined)),
        "an own copy of another company": async () =>
          write("own-copy.bin", await resigned({ ...own, from: third }, third, () => undefined)),
        "a message that another signed": async () =>
          write("message.bin", await resigned(message, third, () => undefined)),
        "an echo of a digest that was made up": async () =>
          write("message.bin", await resigned(message, from, flipped(0))),
        "an echo with another signature": async () => write("message.bin", await resigned(message, from, flipped(40))),
        "an echo that is too short": async () =>
          write(
            "message.bin",
            encodeEnvelope(
              await signEnvelope({ ...message, parts: [Uint8Array.of(1)] }, chain.sessions[from]!.account),
            ),
          ),
        "an echo of another exchange": async () =>
          write("message.bin", await resigned({ ...message, exchange: message.exchange + 1 }, from, () => undefined)),
        "a message of another round": async () =>
          write("message.bin", await resigned({ ...message, round: message.round + 1n }, from, () => undefined)),
        "a message of an exchange that there is not": async () =>
          write("message.bin", await resigned({ ...message, exchange: UNPOSTED_EXCHANGE + 15 }, from, () => undefined)),
        "a message of the first exchange": async () =>
          write("message.bin", await resigned({ ...message, exchange: UNPOSTED_EXCHANGE }, from, () => undefined)),
        "another company named": () => said({ party: from }).then(() => write("message.bin", new Uint8Array(0))),
      };
      for (const [name, forge] of sampled(Object.entries(forgeries), 3)) {
        evidence = join(await filesOf(played, witness), "evidence");
        await forge();
        expect(await findingOf(), name).to.equal("NothingProven");
      }
      await write("message.bin", encodeEnvelope(message));
      // The echo of whoever got the same turn as the keeper.
      evidence = join(await filesOf(played, witness), "evidence");
      const { parts } = message;
      const echoed = Uint8Array.from(parts[0] as Uint8Array);
      echoed.set(Buffer.from(own.digest.slice(2) + own.signature.slice(2), "hex"), 0);
      const same = { ...message, parts: [echoed] };
      await write("message.bin", encodeEnvelope(await signEnvelope(same, chain.sessions[from]!.account)));
      expect(await findingOf()).to.equal("NothingProven");
    });

    it("of a turn that is said to be wrong proves who signed it, and leaves the rest to the reporter", async () => {
      const message = await read("message.bin");
      await said({ party: message.from, code: "PointInvalid" });
      const report = await audited();
      expect([report.verdict, report.evidence?.finding]).to.deep.equal(["incomplete", "MessageSigned"]);
      expect(renderText(report)).to.include(`That it is wrong (PointInvalid) is party ${witness}'s word`);
      await said({ party: 3 - message.from, code: "ShareMismatch" });
      const complaint = await audited();
      expect(complaint.evidence?.finding).to.equal("NothingProven");
      expect(renderText(complaint)).to.include("an audit does not check shares");
      await write("message.bin", await resigned(message, 3 - message.from, () => undefined));
      expect(await findingOf()).to.equal("NothingProven");
    });
  });

  describe("the turns of a proof that was not finished", () => {
    const SILENT = UNPOSTED_EXCHANGE + 4;
    let played: SealedPlayed;
    let evidence: string;

    before(async () => {
      const later = async (method: string, params: readonly unknown[]) =>
        chain.sessions[0]!.publicClient.request({ method, params } as never);
      // Party 2 hands out nothing from there on, and half of the exchange's period passes.
      const silent: SealedOptions["channel"] = (own, party, schedule) =>
        party === 2
          ? {
              fetch: own.fetch,
              publish: async (step, envelope) => {
                const { exchange } = schedule[step]!;
                if (exchange < SILENT) return own.publish(step, envelope);
                if (exchange !== SILENT) return;
                await later("evm_increaseTime", [1900]);
                await later("evm_mine", []);
              },
            }
          : own;
      played = await play("mpc", [ALICE, HOLDER, OWNER], { channel: silent });
    });
    beforeEach(async () => {
      evidence = join(await filesOf(played, keeper()), "evidence");
    });
    const keeper = () => played.journals.findIndex((journal) => journal.fault()?.code === "SessionStalled");
    const turnsIn = async () => (await readdir(join(evidence, "turns"))).toSorted();

    it("shows how far each company came when one falls silent, and names nobody", async () => {
      const fault = played.journals[keeper()]!.fault()!;
      expect(fault).to.include({ party: null, code: "SessionStalled" });
      const others = [0, 1, 2].filter((party) => party !== keeper());
      const expected = others.flatMap((party) =>
        Array.from({ length: party === 2 ? 4 : 5 }, (_, i) => `${UNPOSTED_EXCHANGE + i}-00${party}.bin`),
      );
      expect(await turnsIn()).to.deep.equal(expected.toSorted());
      const report = await audit(played.round, { evidence });
      expect(report.evidence).to.include({ finding: "NobodyNamed", code: "SessionStalled" });
      expect(codesOf(report, "passed")).to.include("TurnsSigned");
      expect(renderText(report)).to.include(`party 2 until exchange ${SILENT - 1}`);
    });

    it("counts no turn that its party did not sign, or that is of elsewhere", async () => {
      const name = `${UNPOSTED_EXCHANGE}-002.bin`;
      const file = (of = name) => join(evidence, "turns", of);
      const turn = decodeEnvelope(await readFile(file()));
      const signedBy = async (envelope: Envelope, signer: number) =>
        encodeEnvelope(await signEnvelope(envelope, chain.sessions[signer]!.account));
      const changes = {
        "another signed": async () => writeFile(file(), await signedBy(turn, 0)),
        "no envelope": () => writeFile(file(), "no envelope"),
        "another round": async () => writeFile(file(), await signedBy({ ...turn, round: turn.round + 1n }, 2)),
        "a posted exchange": async () => writeFile(file(), await signedBy({ ...turn, exchange: 0 }, 2)),
        "another name": () => rename(file(), file(`${UNPOSTED_EXCHANGE + 9}-002.bin`)),
      };
      for (const [what, change] of sampled(Object.entries(changes), 2)) {
        evidence = join(await filesOf(played, keeper()), "evidence");
        await change();
        const report = await audit(played.round, { evidence });
        expect(report.verdict).to.equal("incomplete");
        expect(codesOf(report, "unknown"), what).to.include("TurnNotSigned");
        expect(codesOf(report, "passed")).to.include("TurnsSigned");
      }
      await rm(join(evidence, "turns"), { recursive: true });
      const without = await audit(played.round, { evidence });
      expect([...codesOf(without, "passed"), ...codesOf(without, "unknown")]).not.to.include("TurnsSigned");
      await mkdir(join(evidence, "turns"));
      for (let i = 0; i <= 254 * 15; i++) await writeFile(file(`${i}`), "");
      const tooMany = await audit(played.round, { evidence }).catch((error: AuditError) => error.code);
      expect(tooMany).to.equal("FileInvalid");
    });
  });
});
