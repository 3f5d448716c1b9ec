import type { AudioProcessing } from "../../../core/preferences";
import { useServices } from "../../../hooks/services";
import { useStorePart } from "../../../hooks/useStore";
import { CheckField } from "../../../ui/Field";

const CHOICES: ReadonlyArray<{ key: keyof AudioProcessing; label: string; hint: string }> = [
  { key: "echoCancellation", label: "Remove echo", hint: "Keep it on unless you wear a headset." },
  { key: "noiseSuppression", label: "Remove noise", hint: "Turn it off for music." },
  {
    key: "autoGainControl",
    label: "Even out the loudness",
    hint: "Turn it off if quiet passages should stay quiet.",
  },
];

/** What the browser does to one's sound before it is sent. */
export function ProcessingSettings() {
  const { media } = useServices().call;
  const processing = useStorePart(media.state, (state) => state.processing);
  return (
    <fieldset className="choices">
      <legend className="choices__legend">Your sound</legend>
      {CHOICES.map(({ key, label, hint }) => (
        <CheckField
          key={key}
          label={label}
          hint={hint}
          checked={processing[key]}
          onChange={(event) => void media.setProcessing({ [key]: event.target.checked })}
        />
      ))}
    </fieldset>
  );
}
