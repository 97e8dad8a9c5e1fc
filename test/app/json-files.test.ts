// Every file of JSON that a person or a partner hands over is read strictly: a name that is there
// twice, a comma too many, a comment and another encoding are refused with their line; a byte order
// mark, which some editors write, changes nothing.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { formatConsortium, readConsortium } from "../../client/app/consortium.ts";
import { readAnnouncement } from "../../client/app/read-announcement.ts";
import { formatRoundFile, readRoundFile } from "../../client/app/round-file.ts";
import { readSpec } from "../../client/app/spec.ts";
import { readBounds } from "../../client/cli/bounds.ts";
import { ConcordatError } from "../../client/errors.ts";
import { type Config, readConfig } from "../../client/home/config.ts";
import { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgram, readProgramText } from "../../client/lp/readers/read.ts";
import { encodeTerms } from "../../client/round/terms.ts";
import { readCase } from "../../lab/demo/case.ts";
import { NO_SETUPS } from "../support/setups.ts";

const ROWS = "Minimize\nSubject To\n a: x + y >= 11\nEnd\n";
const COSTS = "Minimize\n obj: x + 2 y\nSubject To\n b: x + y <= 90\nEnd\n";
const address = (k: number) => `0x${String(k).padStart(40, "0")}` as const;

interface Kind {
  readonly name: string;
  /** A valid file, with one member a line. */
  readonly text: string;
  readonly read: (file: string) => Promise<unknown>;
  readonly code: string;
  /** The code for a name that is there twice, if it is another. */
  readonly twice?: string;
}

describe("files of JSON", () => {
  let folder: string;
  let kinds: readonly Kind[];

  const lines = (value: object): string => JSON.stringify(value, null, 1);
  const read = async ({ name, read: reader }: Kind, bytes: string | Uint8Array): Promise<unknown> => {
    await writeFile(join(folder, name), bytes);
    return reader(join(folder, name));
  };
  const refusal = async (kind: Kind, bytes: string | Uint8Array, label: string): Promise<ConcordatError> => {
    const error = await read(kind, bytes).then(
      () => expect.fail(`${kind.name} with ${label} was read`),
      (reason: unknown) => reason,
    );
    expect(error, `${kind.name} with ${label}`).to.be.instanceOf(ConcordatError);
    return error as ConcordatError;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-json-"));
    const announcements = [ROWS, COSTS].map((text, k) => announce(readProgramText(text, `${k}.lp`)));
    for (const [k, announcement] of announcements.entries())
      await writeFile(join(folder, `${k}.json`), encodeAnnouncement(announcement));
    const spec = {
      title: "Week 1",
      parties: ["Alder", "Birch"].map((name, k) => ({ name, account: address(k + 1), announcement: `${k}.json` })),
    };
    await writeFile(join(folder, "spec"), lines(spec));
    const terms = await readSpec(join(folder, "spec"), NO_SETUPS);
    expect(encodeTerms(terms).length).to.be.greaterThan(0);
    const contract = (k: number) => ({ address: address(k), codeHash: `0x${"1".repeat(64)}` as const });
    const contracts = { verifier: contract(1), coordinator: contract(2), registry: contract(3) };
    const config: Omit<Config, "preferFinalized"> = {
      ...{ version: 1, name: "Alder", rpc: "http://127.0.0.1:8545", chainId: 1, coordinator: null, registry: null },
      ...{ listen: [], announce: [], sessionPort: 0, peerKey: 1, confirmations: 0, pollMs: 1_000, signer: null },
      ...{ contractAccount: null, leastPeriod: 3_600, metrics: null },
    };
    const round = formatRoundFile({ round: `${address(9)}/1`, terms });
    const program = { objective: { coefficients: { x: 1 } }, rows: [{ coefficients: { x: 1 }, upper: 3 }] };
    const companies = [1, 2].map((k) => ({ name: `C${k}`, file: `${k}.lp` }));
    const specKind = { read: (file: string) => readSpec(file, NO_SETUPS), code: "SpecInvalid" };
    kinds = [
      { name: "spec.json", text: lines(spec), ...specKind },
      {
        ...{ name: "announcement.json", text: lines(announcements[1]!), code: "AnnouncementInvalid" },
        read: (file) => readAnnouncement(file, "Weser"),
      },
      {
        ...{ name: "bounds.json", text: lines({ x: 4, y: 5 }), code: "BoundInvalid", twice: "DuplicateName" },
        read: (bounds) => readBounds({ bounds }),
      },
      {
        name: "case.json",
        text: lines({ title: "Ours", companies }),
        read: () => readCase(folder),
        code: "CaseInvalid",
      },
      { name: "round.json", text: lines(JSON.parse(round)), read: readRoundFile, code: "RoundFileInvalid" },
      {
        ...{ name: "consortium.json", text: formatConsortium({ chainId: 1, contracts }), code: "ConsortiumInvalid" },
        read: readConsortium,
      },
      { name: "config.json", text: lines(config), read: readConfig, code: "ConfigInvalid" },
      {
        ...{ name: "program.json", text: lines(program), code: "MalformedJson", twice: "DuplicateName" },
        read: readProgram,
      },
    ];
  });
  after(() => rm(folder, { recursive: true }));

  it("are read with a byte order mark and with Windows line ends", async () => {
    for (const kind of kinds) {
      const plain = await read(kind, kind.text);
      expect(await read(kind, `\ufeff${kind.text}`), kind.name).to.deep.equal(plain);
      expect(await read(kind, kind.text.replaceAll("\n", "\r\n")), kind.name).to.deep.include(
        kind.name === "program.json" ? {} : (plain as object),
      );
    }
  });

  it("name the line of what is no JSON", async () => {
    for (const kind of kinds) {
      const last = kind.text.trimEnd().split("\n").length;
      const comma = kind.text.replace(/\n\}\s*$/, ",\n}");
      for (const [label, text, line, what] of [
        ["a comma too many", comma, last, /no comma after the last item/],
        ["a comment", kind.text.replace("{", "{\n// ours"), 2, /no comments/],
        ["its end missing", kind.text.trimEnd().slice(0, -1), last, /the end of the file/],
      ] as const) {
        const { code, message } = await refusal(kind, text, label);
        expect(code, `${kind.name} with ${label}`).to.equal(kind.code);
        expect(message, kind.name).to.match(what).and.to.include(`line ${line}`);
      }
    }
  });

  it("are refused with a name twice, at any depth, whatever the values are", async () => {
    for (const kind of kinds) {
      const [first] = /\n *"(.+?)":[^\n]*[^,{[\n](?=,?\n)/.exec(kind.text)!;
      const deepest = kind.text.split("\n").findLastIndex((line) => /^ +".+": [^[{]+$/.test(line));
      const split = kind.text.split("\n");
      const twice = [
        kind.text.replace(first, `${first},${first}`),
        split.with(deepest, `${split[deepest]!.replace(/,$/, "")},\n${split[deepest]}`).join("\n"),
      ];
      for (const text of twice) {
        const { code, message } = await refusal(kind, text, `a name twice: ${text}`);
        expect(code, kind.name).to.equal(kind.twice ?? kind.code);
        expect(message)
          .to.match(/twice|two bounds/)
          .and.to.match(/line \d+/);
      }
    }
  });

  it("are UTF-8", async () => {
    for (const kind of kinds.filter(({ name }) => name !== "program.json")) {
      const text = kind.text.replace("{", '{ "é": 1,');
      for (const encoding of ["latin1", "utf16le"] as const) {
        const { code, message } = await refusal(kind, Buffer.from(text, encoding), encoding);
        expect(code, kind.name).to.equal(kind.code);
        expect(message, kind.name).to.match(/UTF-8/);
      }
    }
  });

  it("that a person writes have no unknown fields", async () => {
    for (const kind of kinds.filter(({ name }) => /^(?:spec|case|config|consortium|announcement)/.test(name))) {
      const { code, message } = await refusal(kind, kind.text.replace("{", '{ "leastperiod": 1,'), "an unknown field");
      expect(code, kind.name).to.equal(kind.code);
      expect(message, kind.name).to.include("leastperiod");
    }
  });
});
