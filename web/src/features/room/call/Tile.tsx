import { memo, type ReactNode } from "react";
import { useTranslation } from "../../../hooks/translation";
import type { Translate } from "../../../i18n/translation";
import type { MediaState } from "../../../protocol";
import { Avatar } from "../../../ui/Avatar";
import { cx } from "../../../ui/cx";
import { MicOffIcon } from "../../../ui/icons";
import { Spinner } from "../../../ui/Spinner";
import { VideoView } from "../../../ui/VideoView";
import { ConnectionBadge } from "./ConnectionBadge";
import { PinButton } from "./PinButton";
import { SpeakingFrame } from "./SpeakingFrame";

export interface TileProps {
  connectionId: string;
  name: string;
  media: MediaState;
  stream: MediaStream | null;
  connectionState: RTCPeerConnectionState;
  isRecovering: boolean;
  isSelf: boolean;
  isMirrored: boolean;
  isPinned: boolean;
  onPin: (key: string) => void;
  speakerId?: string | undefined;
  onSoundBlocked?: (() => void) | undefined;
  /** Other things to do with this picture, before the pin. */
  actions?: ReactNode;
}

/** One participant: picture or initials, name, and what is amiss. */
export const Tile = memo(function Tile(props: TileProps) {
  const { connectionId, name, media, stream, connectionState, isRecovering, isSelf } = props;
  const { t } = useTranslation();
  const trouble = troubleOf(t, connectionState, isRecovering);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups form fields; this groups a picture and its name
    <div
      role="group"
      aria-label={name}
      className={cx("tile", props.isMirrored && "tile--mirrored")}
      data-connection-id={connectionId}
      data-connection-state={connectionState}
      // A touch has to be able to bring out what a pointer finds by hovering.
      tabIndex={-1}
      onDoubleClick={() => props.onPin(connectionId)}
    >
      {!media.video && <Avatar name={name} />}
      <VideoView
        stream={stream}
        muted={isSelf}
        className={cx("tile__video", !media.video && "tile__video--hidden")}
        speakerId={props.speakerId}
        onBlocked={props.onSoundBlocked}
      />
      <SpeakingFrame connectionId={connectionId} />
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
            <span className="visually-hidden">{t("tile.muted")} </span>
          </>
        )}
        <span className="tile__text" dir="auto">
          {isSelf ? t("tile.you", { name }) : name}
        </span>
        {!isSelf && <ConnectionBadge connectionId={connectionId} />}
        {media.screen && <span className="tile__tag">{t("tile.screen")}</span>}
      </p>
      <div className="tile__actions">
        {props.actions}
        <PinButton
          what={isSelf ? "self" : "face"}
          name={name}
          isPinned={props.isPinned}
          onToggle={() => props.onPin(connectionId)}
        />
      </div>
    </div>
  );
});

function troubleOf(
  t: Translate,
  connectionState: RTCPeerConnectionState,
  isRecovering: boolean,
): string | null {
  if (isRecovering) return t("tile.reconnecting");
  return connectionState === "connected" ? null : t("tile.connecting");
}
