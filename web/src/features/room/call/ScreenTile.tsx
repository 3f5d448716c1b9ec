import { memo } from "react";
import { useTranslation } from "../../../hooks/translation";
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
  const { t } = useTranslation();
  const title = t("tile.screenOf", { name });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups form fields; this groups a picture and its name
    <div
      role="group"
      aria-label={title}
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
        <span className="tile__text">{isSelf ? t("tile.yourScreen") : title}</span>
      </p>
      {isSelf && (
        <div className="tile__own-screen">
          <p>{t("tile.sharing")}</p>
          <Button look="secondary" onClick={props.onStop}>
            {t("tile.endSharing")}
          </Button>
        </div>
      )}
      <div className="tile__actions">
        <PinButton
          what={isSelf ? "ownScreen" : "screen"}
          name={name}
          isPinned={props.isPinned}
          onToggle={() => props.onPin(pictureKey)}
        />
      </div>
    </div>
  );
});
