import { memo } from "react";
import type { MediaState } from "../../../protocol";
import { Avatar } from "../../../ui/Avatar";
import { cx } from "../../../ui/cx";
import { MicOffIcon } from "../../../ui/icons";
import { Spinner } from "../../../ui/Spinner";
import { VideoView } from "../../../ui/VideoView";

export interface TileProps {
  connectionId: string;
  name: string;
  media: MediaState;
  stream: MediaStream | null;
  connectionState: RTCPeerConnectionState;
  isRecovering: boolean;
  isSelf: boolean;
  speakerId?: string | undefined;
  onSoundBlocked?: (() => void) | undefined;
}

/** One participant: picture or initials, name, and what is amiss. */
export const Tile = memo(function Tile(props: TileProps) {
  const { connectionId, name, media, stream, connectionState, isRecovering, isSelf } = props;
  const hasPicture = media.video || media.screen;
  const trouble = troubleOf(connectionState, isRecovering);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups form fields; this groups a picture and its name
    <div
      role="group"
      aria-label={name}
      className={cx("tile", media.screen && "tile--screen", isSelf && !media.screen && "tile--mirrored")}
      data-connection-id={connectionId}
      data-connection-state={connectionState}
    >
      {!hasPicture && <Avatar name={name} />}
      <VideoView
        stream={stream}
        muted={isSelf}
        className={cx("tile__video", !hasPicture && "tile__video--hidden")}
        speakerId={props.speakerId}
        onBlocked={props.onSoundBlocked}
      />
      {trouble !== null && (
        <p className="tile__trouble">
          <Spinner />
          {trouble}
        </p>
      )}
      <p className="tile__name">
        {!media.audio && (
          <>
            <MicOffIcon />
            <span className="visually-hidden">Muted: </span>
          </>
        )}
        <span className="tile__text">{isSelf ? `${name} (you)` : name}</span>
        {media.screen && <span className="tile__tag">Screen</span>}
      </p>
    </div>
  );
});

function troubleOf(connectionState: RTCPeerConnectionState, isRecovering: boolean): string | null {
  if (isRecovering) return "Reconnecting…";
  return connectionState === "connected" ? null : "Connecting…";
}
