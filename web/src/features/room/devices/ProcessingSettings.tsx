import type { AudioProcessing } from "../../../core/preferences";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { CheckField } from "../../../ui/Field";

const CHOICES: ReadonlyArray<{ key: keyof AudioProcessing; words: "echo" | "noise" | "gain" }> = [
  { key: "echoCancellation", words: "echo" },
  { key: "noiseSuppression", words: "noise" },
  { key: "autoGainControl", words: "gain" },
];

/** What the browser does to one's sound before it is sent. */
export function ProcessingSettings() {
  const { media } = useServices().call;
  const { t } = useTranslation();
  const processing = useStorePart(media.state, (state) => state.processing);
  return (
    <fieldset className="choices">
      <legend className="choices__legend">{t("devices.sound")}</legend>
      {CHOICES.map(({ key, words }) => (
        <CheckField
          key={key}
          label={t(`devices.${words}`)}
          hint={t(`devices.${words}Hint`)}
          checked={processing[key]}
          onChange={(event) => void media.setProcessing({ [key]: event.target.checked })}
        />
      ))}
    </fieldset>
  );
}
