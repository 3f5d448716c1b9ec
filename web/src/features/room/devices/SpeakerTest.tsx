import { useState } from "react";
import { playTestSound } from "../../../core/media/testSound";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { Button } from "../../../ui/Button";
import { SpeakerIcon } from "../../../ui/viewIcons";

/** A sound to find out whether, and where, one will hear the others. */
export function SpeakerTest() {
  const { media } = useServices().call;
  const { t } = useTranslation();
  const speakerId = useStorePart(media.state, (state) => state.speakerId);
  const [state, setState] = useState<"idle" | "playing" | "failed">("idle");
  const play = () => {
    setState("playing");
    playTestSound(speakerId).then(
      () => setState("idle"),
      () => setState("failed"),
    );
  };
  const isPlaying = state === "playing";
  return (
    <div className="speaker-test">
      <Button look="secondary" onClick={isPlaying ? undefined : play} aria-disabled={isPlaying}>
        <SpeakerIcon />
        {t("devices.testSpeaker")}
      </Button>
      <p className="speaker-test__result" aria-live="polite">
        {isPlaying && t("devices.testPlaying")}
        {state === "failed" && t("devices.testFailed")}
      </p>
    </div>
  );
}
