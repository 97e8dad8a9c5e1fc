// What must not change while the code around it does: digests, message bytes, the journal's tables,
// calldata, files, codes.
import { globSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { keccak256, slice } from "viem";
import { accountOf, exchangeId } from "../support/network.ts";
import { SMALL_FILES } from "../support/small-files.ts";
import { playFrozen, refusalsOf, shapeOf } from "./frozen-round.ts";
import {
  agreementOf,
  announce,
  callingThread,
  combine,
  coordinatorAbi,
  createEngine,
  decodeEnvelope,
  ENGINE_NAMES,
  type EngineName,
  encodeAnnouncement,
  encodeOffer,
  encodeRequest,
  encodeResponse,
  encodeTerms,
  formatRoundFile,
  readProgramText,
  registryAbi,
  renderJson,
  roundParams,
  roundSchedule,
  STATUSES,
  scaleTerms,
  termsDigest,
  toPartyRows,
  VALUE_TO,
} from "./subject.ts";
import { compareFrozen, sha256 } from "./vector.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
/** The round whose calldata are in the vectors in full. */
const WHOLE: EngineName = "li";

/** Files of two companies with every sort of bound and row. */
const BOUNDED = [
  "Maximize\n obj: 3 x + 2.5 y - z\nSubject To\n a: x + y + z <= 10\n b: x - y = 1.25\n c: 2 <= x + z <= 8\nBounds\n x <= 4\n 1 <= y <= 6\nEnd\n",
  "Maximize\n obj:\nSubject To\n d: y + 2 z >= 0.5\nBounds\n 0.5 <= z <= 3\nEnd\n",
];

/**
 * The codes as they are written where they are thrown: directly, through a helper, in a table, or
 * one of two.
 */
const CODES = [
  /(?:\w+(?:Error|Refusal)\(|\b(?:error|fail|wrong)\(|\bcode:)\s*"([A-Z]\w+)"/g,
  /^\s*"?[\w-]+"?: \[\s*"([A-Z][a-z]+[A-Z]\w+)",\s*"/gm,
  /\w+Error\([^"()]*\? "([A-Z]\w+)" : "[A-Z]\w+"/g,
  /(?:\w+Error\([^"()]*\? "[A-Z]\w+"|\.code) : "([A-Z]\w+)"/g,
];

describe("frozen vectors", function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-frozen-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const name of ENGINE_NAMES)
    it(`a settled round of ${name}: digests, messages, calldata, journal, files`, async () => {
      const { agreement, results, envelopes, transactions, journals, outcomes, report } = await playFrozen(
        name,
        folder,
      );
      const { statement, certificate } = results[0]!;
      await compareFrozen(`round ${name.replace("/", " ")}`, {
        schedule: agreement.schedule.map(({ exchange, from, messages }) => ({
          ...{ exchange, from },
          messages: messages.map(({ to, bytes }) => ({ to, bytes })),
        })),
        params: statement.paramsDigest,
        commitments: statement.commitments,
        statement: certificate.header.statementDigest,
        messages: envelopes.map((bytes) => {
          const { exchange, from, parts, digest } = decodeEnvelope(bytes);
          const bodies = parts.map((part) => part as Uint8Array);
          return {
            ...{ exchange, from, digest },
            bodies: bodies.map((body) => ({
              length: body.length,
              head: hex(body.subarray(0, 16)),
              body: sha256(body),
            })),
            envelope: sha256(bytes),
          };
        }),
        transactions: transactions.map(({ what, from, input }) => ({
          ...{ what, from, selector: slice(input, 0, 4), length: (input.length - 2) / 2, sha256: sha256(input) },
          ...(name === WHOLE ? { input } : {}),
        })),
        journals,
        files: (await readdir(folder, { recursive: true })).filter((file) => file.includes("/")).sort(),
        outcomes: outcomes.map((outcome) => JSON.parse(outcome)),
      });
      // Hashes of blocks and times differ from run to run.
      if (name !== WHOLE) return;
      await compareFrozen("report", {
        verdict: report.verdict,
        checks: report.checks.map(({ code, result }) => `${code} ${result}`),
        shape: shapeOf(JSON.parse(renderJson(report))),
      });
    });

  it("terms, their digest, announcements and the round's file", async () => {
    const measured = ENGINE_NAMES.flatMap((name) =>
      [false, true].flatMap((feasible) => {
        if (feasible && name !== "two-party/decoy-ot") return [];
        const texts = SMALL_FILES[name].map(({ text }) => (feasible ? text.replace(/obj:.*/, "obj:") : text));
        const announcements = texts.map((text, k) => announce(readProgramText(text, SMALL_FILES[name][k]!.name)));
        const engine = createEngine(name, callingThread);
        const parties = announcements.map((announcement, k) => ({
          ...{ name: `Company ${k}`, account: accountOf(`company ${k}`).address, announcement },
        }));
        const basis = {
          ...{ title: `Frozen ${name}`, engine: name, parties, feasible, bond: 10n ** 17n },
          periods: { commit: 3600, exchange: 7200, settle: 10_800 },
        };
        const terms = scaleTerms(basis, { coefficient: 0, grid: engine.grid });
        const { agreement } = agreementOf(terms, (round) => roundSchedule(engine, round).turns);
        const bytes = encodeTerms(terms);
        return [
          {
            ...{ engine: name, feasible, digest: termsDigest(bytes), text: Buffer.from(bytes).toString("utf8") },
            params: roundParams(agreement),
            file: formatRoundFile({ round: `${accountOf("coordinator").address.toLowerCase()}/7`, terms }),
            announcements: announcements.map(encodeAnnouncement),
          },
        ];
      }),
    );
    await compareFrozen("terms", measured);
  });

  it("bounds, equalities and the other sense: announcements, terms, normal form", async () => {
    const announcements = BOUNDED.map((model) => announce(readProgramText(model, "bounded.lp")));
    const engine = createEngine("two-party/decoy-ot", callingThread);
    const parties = announcements.map((announcement, k) => ({
      ...{ name: `Company ${k}`, account: accountOf(`company ${k}`).address, announcement },
    }));
    const basis = {
      ...{ title: "Frozen bounds", engine: engine.name, parties, feasible: false, bond: 10n ** 17n },
      periods: { commit: 3600, exchange: 7200, settle: 10_800 },
    };
    const terms = scaleTerms(basis, { coefficient: 2, grid: engine.grid });
    const program = combine(announcements);
    await compareFrozen("bounded", {
      announcements: announcements.map(encodeAnnouncement),
      digest: termsDigest(encodeTerms(terms)),
      params: roundParams(agreementOf(terms, (round) => roundSchedule(engine, round).turns).agreement),
      rows: BOUNDED.map((model) => toPartyRows(readProgramText(model, "bounded.lp"), program, 2)),
    });
  });

  it("terms of sealed outcomes, with public shares, and where each company learns its own part", async () => {
    const parties = SMALL_FILES.mpc.map(({ text, name }, k) => ({
      ...{ name: `Company ${k}`, account: accountOf(`company ${k}`).address },
      announcement: announce(readProgramText(text, name)),
    }));
    const basis = {
      ...{ title: "Frozen sealed terms", engine: "mpc" as const, parties, feasible: false, bond: 10n ** 17n },
      periods: { commit: 3600, exchange: 7200, settle: 10_800 },
    };
    const terms = scaleTerms(basis, { coefficient: 0, grid: createEngine("mpc", callingThread).grid });
    const digestOf = (text: string) => keccak256(Buffer.from(text));
    const sealed = { size: 64, setup: digestOf("set-up"), key: digestOf("key") };
    const shares = accountOf("shares").address;
    const kinds = [sealed, { ...sealed, shares }, ...VALUE_TO.map((value) => ({ ...sealed, ownParts: { value } }))];
    const measured = kinds.map((kind) => {
      const bytes = encodeTerms({ ...terms, sealed: kind });
      return { digest: termsDigest(bytes), text: Buffer.from(bytes).toString("utf8") };
    });
    await compareFrozen("sealed terms", measured);
  });

  it("frames between peers, and offers for a session", async () => {
    const message = exchangeId(7, 3n);
    const { chainId, coordinator, round } = message;
    const offer = { epoch: 2, port: 4711, resultEpoch: 1, finished: true };
    const envelope = await encodeOffer(offer, { chainId, coordinator, round }, 1, accountOf("sender"));
    await compareFrozen("frames", {
      request: hex(encodeRequest(message)),
      responses: STATUSES.map((status) => [status, hex(encodeResponse(status === "here" ? envelope : status))]),
      offer: hex(envelope),
    });
  });

  it("refusals of the contracts, with their selectors, and what their functions and events are called", async () => {
    const named = (abi: readonly object[], type: string) =>
      abi
        .flatMap((entry) =>
          Reflect.get(entry, "type") === type ? [keccak256(Buffer.from(JSON.stringify(entry)))] : [],
        )
        .sort();
    await compareFrozen("contracts", {
      coordinator: {
        errors: refusalsOf(coordinatorAbi),
        functions: named(coordinatorAbi, "function"),
        events: named(coordinatorAbi, "event"),
      },
      registry: {
        errors: refusalsOf(registryAbi),
        functions: named(registryAbi, "function"),
        events: named(registryAbi, "event"),
      },
    });
  });

  it("codes of errors: none may go, and new ones are added to the list", async () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const files = globSync("{client,scripts,lab,bin,auditor}/**/*.ts", { cwd: root });
    const found = new Set(
      files.flatMap((file) => {
        const text = readFileSync(join(root, file), "utf8");
        return CODES.flatMap((written) => [...text.matchAll(written)].map(([, code]) => code!));
      }),
    );
    const frozen: unknown = JSON.parse(readFileSync(new URL("./vectors/codes.json", import.meta.url), "utf8"));
    if (process.env["FREEZE"] === "1") await compareFrozen("codes", [...found].sort());
    expect([...found].sort()).to.deep.equal(frozen);
  });
});
