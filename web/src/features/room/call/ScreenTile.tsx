import { memo } from "react";
import { Button } from "../../../ui/Button";
import { ScreenIcon } from "../../../ui/icons";
import { VideoView } from "../../../ui/VideoView";
import { PinButton } from "./PinButton";

export interface ScreenTileProps {
  pictureKey: string;
  connectionId: string;
  name: string;
  stream: MediaStream | null;
  isSelf: boolean;
  isPinned: boolean;
  onPin: (key: string) => void;
  onStop: () => void;
  speakerId?: string | undefined;
  onSoundBlocked?: (() => void) | undefined;
}

/** A shared screen, whole: nothing of it may be cut off. */
export const ScreenTile = memo(function ScreenTile(props: ScreenTileProps) {
  const { pictureKey, connectionId, name, stream, isSelf } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups form fields; this groups a picture and its name
    <div
      role="group"
      aria-label={`${name}'s screen`}
      className="tile tile--screen"
      data-screen-of={connectionId}
      tabIndex={-1}
      onDoubleClick={() => props.onPin(pictureKey)}
    >
      <VideoView
        stream={stream}
        muted={isSelf}
        className="tile__video"
        speakerId={props.speakerId}
        onBlocked={props.onSoundBlocked}
      />
      <p className="tile__name">
        <ScreenIcon />
        <span className="tile__text">{isSelf ? "Your screen" : `${name}'s screen`}</span>
      </p>
      {isSelf && (
        <div className="tile__own-screen">
          <p>You are sharing your screen</p>
          <Button look="secondary" onClick={props.onStop}>
            End sharing
          </Button>
        </div>
      )}
      <div className="tile__actions">
        <PinButton
          what={isSelf ? "your screen" : `${name}'s screen`}
          isPinned={props.isPinned}
          onToggle={() => props.onPin(pictureKey)}
        />
      </div>
    </div>
  );
});
