import { useLayoutEffect, useRef } from "react";
import { systemClock } from "../../../core/clock";
import { openLevelSource } from "../../../core/media/levelSource";
import { meterLevel } from "../../../core/media/meterLevel";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { LevelBar } from "../../../ui/LevelBar";

/** Moves while one speaks; also while muted, because nobody else hears it. */
export function MicrophoneLevel() {
  const { media } = useServices().call;
  const { t } = useTranslation();
  const track = useStorePart(media.state, ({ audioTrack }) => audioTrack);
  const bar = useRef<HTMLDivElement>(null);
  // At once, because a copy that lives on keeps the microphone as it was (see `MediaService`).
  useLayoutEffect(() => {
    if (track === null) return undefined;
    // A copy, because muting silences the track itself.
    const copy = track.clone();
    copy.enabled = true;
    const end = meterLevel(copy, openLevelSource, systemClock, (level) =>
      bar.current?.style.setProperty("--level", level.toFixed(2)),
    );
    return () => {
      end();
      copy.stop();
    };
  }, [track]);
  if (track === null) return null;
  return <LevelBar ref={bar} label={t("devices.microphoneLevel")} />;
}
