// From the view of one round to all of them.
import { useStrings } from "../kit/languages.ts";
import { consoleStrings } from "../kit/strings/console.ts";

export function Back({ back }: { readonly back: () => void }) {
  const words = useStrings(consoleStrings).rounds;
  return (
    <div class="buttons">
      <button type="button" class="quiet" onClick={back}>
        {words.back}
      </button>
    </div>
  );
}
