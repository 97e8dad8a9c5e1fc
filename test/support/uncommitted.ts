// Commitments for parties of engines that do not ask for any. No effect on import.
import type { EngineInput } from "../../client/engines/engine.ts";

export const UNCOMMITTED: Pick<EngineInput, "commitments"> = {
  commitments: () => {
    throw new Error("an engine asked for commitments where there are none");
  },
};
