import { useEffect } from "react";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useStore } from "../../hooks/useStore";
import { useTrackStream } from "../../hooks/useTrackStream";
import { Button } from "../../ui/Button";
import { VideoView } from "../../ui/VideoView";
import { MicrophoneLevel } from "../room/devices/MicrophoneLevel";
import { SpeakerTest } from "../room/devices/SpeakerTest";
import { FindingEntry } from "./FindingEntry";
import type { DeviceFinding } from "./useDeviceFindings";
import "../room/devices/devices.css";

/** The browser is asked for camera and microphone only when this is pressed, and has them back when the page is left. */
export function DeviceCheck({ findings }: { findings: readonly DeviceFinding[] }) {
  const { call } = useServices();
  const { media } = call;
  const { t } = useTranslation();
  const { audioTrack, cameraTrack, isAcquiring } = useStore(media.state);
  const stream = useTrackStream(cameraTrack);
  useEffect(() => () => media.stop(), [media]);
  const isOn = audioTrack !== null || cameraTrack !== null;
  const toggle = () => {
    media.stop();
    if (!isOn) void media.start();
  };
  return (
    <section className="card stack" aria-labelledby="check-devices">
      <div>
        <h2 id="check-devices">{t("check.devicesTitle")}</h2>
        <p className="muted">{t("check.devicesLead")}</p>
      </div>
      <ul className="findings" aria-live="polite">
        {findings.map((finding) => (
          <FindingEntry key={finding.subject} {...finding} />
        ))}
      </ul>
      {isOn && (
        <div className="check-page__preview">
          {stream !== null && <VideoView stream={stream} muted className="check-page__video" />}
          <MicrophoneLevel />
          <p className="muted">{t("check.devicesSee")}</p>
        </div>
      )}
      <div className="check-page__actions">
        <Button look="secondary" isBusy={isAcquiring} onClick={isAcquiring ? undefined : toggle}>
          {t(isOn ? "check.devicesStop" : "check.devicesTest")}
        </Button>
        <SpeakerTest />
      </div>
    </section>
  );
}
