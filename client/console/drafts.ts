// This company's files for rounds that it has not agreed to: loaded in the page, checked with the
// round's terms and the chain as `concordat join` does, and accepted as they were checked. They are
// kept in this process only, not in the home: rows lie there encrypted, or not at all.
import { type AgreeInput, agreeToRound, checkRound, type FileContent } from "../app/agree.ts";
import { announced } from "../cli/commands/announce.ts";
import { oneLine } from "../cli/print.ts";
import { asConcordatError, InputError } from "../errors.ts";
import type { HomeFolder } from "../home/home.ts";
import type { Keys } from "../home/keys.ts";
import { announce } from "../lp/joint/program.ts";
import type { Model } from "../lp/model/model.ts";
import { readProgramBytes } from "../lp/readers/read.ts";
import { invalid } from "./requests.ts";
import { type Choices, type DraftView, NO_CHOICES, type Problem } from "./wire.ts";

/** Files that are kept at the same time; of more, the one that was loaded first goes. */
const MAX_DRAFTS = 8;

interface Draft {
  readonly content: FileContent | null;
  readonly view: DraftView;
}

export class Drafts {
  readonly #home: HomeFolder;
  readonly #keys: Keys;
  readonly #drafts = new Map<string, Draft>();
  #version = 0;

  constructor(home: HomeFolder, keys: Keys) {
    this.#home = home;
    this.#keys = keys;
  }

  of(round: string): DraftView | null {
    return this.#drafts.get(round)?.view ?? null;
  }

  /** Throws InputError as the readers do; then an earlier file stays. */
  async load(round: string, content: FileContent): Promise<void> {
    const model = await readProgramBytes(content.bytes, content.name);
    await this.#check(round, { content, file: viewOf(content, model) }, NO_CHOICES);
  }

  /** Checks anew, with other choices, what was loaded; nothing for a company without rows. */
  async check(round: string, choices: Choices): Promise<void> {
    const draft = this.#drafts.get(round);
    await this.#check(round, { content: draft?.content ?? null, file: draft?.view.file ?? null }, choices);
  }

  /**
   * Agrees to the round as it was checked in this version. Throws InputError "RequestInvalid" when
   * there is a newer check, or one that refused, and as agreeToRound does.
   */
  async accept(round: string, version: number): Promise<void> {
    const draft = this.#drafts.get(round);
    if (draft?.view.version !== version || draft.view.refusal !== null)
      throw invalid("version", "the round was checked anew meanwhile: look at it again before you accept");
    await agreeToRound(this.#input(round, draft.content, draft.view.choices));
    this.#drafts.delete(round);
  }

  async #check(
    round: string,
    { content, file }: Pick<Draft, "content"> & Pick<DraftView, "file">,
    choices: Choices,
  ): Promise<void> {
    const version = ++this.#version;
    const refusal = await checkRound(this.#input(round, content, choices)).then(
      () => null,
      (error: unknown): Problem => {
        const { code, message } = asConcordatError(error);
        if (code === "Unexpected") throw error;
        return { code, message };
      },
    );
    // Another check may have begun and ended meanwhile.
    if ((this.#drafts.get(round)?.view.version ?? 0) > version) return;
    this.#drafts.delete(round);
    this.#drafts.set(round, { content, view: { version, file, choices, refusal } });
    const [oldest] = this.#drafts.keys();
    if (this.#drafts.size > MAX_DRAFTS) this.#drafts.delete(oldest!);
  }

  #input(round: string, content: FileContent | null, choices: Choices): AgreeInput {
    const { roundNumbers, ...others } = choices;
    return {
      ...{ ...this.#home, ...others, keys: this.#keys, round, data: content ?? undefined },
      rounding: roundNumbers ? "nearest" : "exact",
      onRead: () => undefined,
      progress: () => undefined,
    };
  }
}

function viewOf({ name }: FileContent, model: Model): NonNullable<DraftView["file"]> {
  return {
    name: oneLine(name, 255),
    announced: announced(announce(model)),
    remarks: model.warnings.map(({ message, place }) => new InputError("Remark", message, place).message),
  };
}
