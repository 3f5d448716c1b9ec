import { canFlipCamera, isMirrored } from "../../../core/media/MediaService";
import { useTranslation } from "../../../hooks/translation";
import { useMediaControls } from "../../../hooks/useMediaControls";
import { useTrackStream } from "../../../hooks/useTrackStream";
import { ControlButton } from "../../../ui/ControlButton";
import { cx } from "../../../ui/cx";
import { CameraIcon, CameraOffIcon, MicIcon, MicOffIcon } from "../../../ui/icons";
import { Mark } from "../../../ui/Logo";
import { VideoView } from "../../../ui/VideoView";
import { FlipCameraIcon } from "../../../ui/viewIcons";
import { DeviceArrivals } from "../devices/DeviceArrivals";
import { DeviceProblems } from "../devices/DeviceProblems";

/** One's own picture before anybody else sees it. */
export function Preview() {
  const { media, service, toggleAudio, toggleVideo } = useMediaControls();
  const { t } = useTranslation();
  const stream = useTrackStream(media.cameraTrack);
  return (
    <div className="preview">
      <div className="preview__picture stage">
        {stream === null ? (
          <div className="preview__off">
            <Mark className="preview__mark" />
            <p>{media.isAcquiring ? t("prejoin.allowDevices") : t("prejoin.cameraOff")}</p>
          </div>
        ) : (
          <VideoView
            stream={stream}
            muted
            className={cx("preview__video", isMirrored(media) && "preview__video--mirrored")}
          />
        )}
        <div className="preview__controls">
          <ControlButton
            label={media.isAudioEnabled ? t("call.mute") : t("call.unmute")}
            icon={media.isAudioEnabled ? <MicIcon /> : <MicOffIcon />}
            isOff={!media.isAudioEnabled}
            onClick={toggleAudio}
          />
          <ControlButton
            label={media.isVideoEnabled ? t("call.stopVideo") : t("call.startVideo")}
            icon={media.isVideoEnabled ? <CameraIcon /> : <CameraOffIcon />}
            isOff={!media.isVideoEnabled}
            onClick={toggleVideo}
          />
          {canFlipCamera(media) && (
            <ControlButton
              label={t("menu.flipCamera")}
              icon={<FlipCameraIcon />}
              onClick={() => void service.flipCamera()}
            />
          )}
        </div>
      </div>
      <div className="preview__problems" aria-live="polite">
        <DeviceProblems />
        <DeviceArrivals />
      </div>
    </div>
  );
}
