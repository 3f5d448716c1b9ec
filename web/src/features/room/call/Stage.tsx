import { type CSSProperties, type ReactNode, useMemo } from "react";
import { CORNERS, type Corner } from "../../../core/preferences";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useElementSize } from "../../../hooks/useElementSize";
import { useStorePart } from "../../../hooks/useStore";
import { Boundary } from "../../../ui/Boundary";
import { cx } from "../../../ui/cx";
import { MoveIcon } from "../../../ui/viewIcons";
import { BrokenTile } from "./BrokenTile";
import { InviteCard } from "./InviteCard";
import { ScreenTile } from "./ScreenTile";
import { type Arrangement, type PictureKey, placeAll, type Rect } from "./stage";
import { Tile } from "./Tile";
import type { CallPicture } from "./useCallPictures";
import { useDragToCorner } from "./useDragToCorner";
import "./stage.css";

const GAP = 8;
const INVITATION = "invitation";

interface StageProps {
  pictures: readonly CallPicture[];
  arrangement: Arrangement;
  pinned: PictureKey | null;
  onPin: (key: PictureKey) => void;
  inviteUrl: string;
  onShowQr: () => void;
  onSoundBlocked: () => void;
}

/** All pictures in their places. They keep their elements wherever they go, so that none goes dark on the way. */
export function Stage(props: StageProps) {
  const { pictures, arrangement, pinned, onPin, onSoundBlocked } = props;
  const { preferences } = useServices();
  const corner = useStorePart(preferences.state, ({ selfCorner }) => selfCorner);
  const [ref, { width, height }] = useElementSize();
  const isAlone = pictures.every(({ isSelf }) => isSelf);
  const extra = isAlone ? INVITATION : undefined;
  const places = useMemo(
    () => placeAll(arrangement, { width, height, gap: GAP, corner, extra }),
    [arrangement, width, height, corner, extra],
  );
  const setCorner = (selfCorner: Corner) => preferences.set({ selfCorner });
  const toNextCorner = () => setCorner(CORNERS[(CORNERS.indexOf(corner) + 1) % CORNERS.length] ?? corner);
  const invitation = places.get(INVITATION);
  return (
    <div className="stage-area" ref={ref}>
      {pictures.map((picture) => {
        const place = places.get(picture.key);
        // Not measured yet, or hidden by choice.
        if (place === undefined || width === 0) return null;
        const isFloating = picture.key === arrangement.floating;
        return (
          <Cell key={picture.key} place={place} isFloating={isFloating} onCorner={setCorner}>
            <Boundary
              name="tile"
              isSelfHealing
              fallback={(retry) => <BrokenTile picture={picture} onRetry={retry} />}
            >
              <PictureTile
                picture={picture}
                isPinned={picture.key === pinned}
                onPin={onPin}
                onMove={isFloating ? toNextCorner : undefined}
                onSoundBlocked={onSoundBlocked}
              />
            </Boundary>
          </Cell>
        );
      })}
      {invitation && width > 0 && (
        <Cell key={INVITATION} place={invitation}>
          <InviteCard inviteUrl={props.inviteUrl} onShowQr={props.onShowQr} />
        </Cell>
      )}
    </div>
  );
}

interface CellProps {
  place: Rect;
  isFloating?: boolean;
  onCorner?: (corner: Corner) => void;
  children: ReactNode;
}

function Cell({ place, isFloating = false, onCorner = ignore, children }: CellProps) {
  const drag = useDragToCorner(onCorner);
  const { left, ...rest } = place;
  // From the side where text begins.
  const style: CSSProperties = { ...rest, insetInlineStart: left };
  return (
    <div
      className={cx("cell", isFloating && "cell--floating")}
      style={style}
      onPointerDown={isFloating ? drag : undefined}
    >
      {children}
    </div>
  );
}

interface PictureTileProps {
  picture: CallPicture;
  isPinned: boolean;
  onPin: (key: PictureKey) => void;
  /** For one's own picture in a corner: to the next one. */
  onMove: (() => void) | undefined;
  onSoundBlocked: () => void;
}

function PictureTile({ picture, isPinned, onPin, onMove, onSoundBlocked }: PictureTileProps) {
  const { media } = useServices().call;
  const speakerId = useStorePart(media.state, (state) => state.speakerId);
  const { participant, key, isScreen, isSelf, isMirrored, stream, connectionState, isRecovering } = picture;
  const { connectionId, displayName } = participant;
  const common = {
    connectionId,
    name: displayName,
    stream,
    isSelf,
    isPinned,
    onPin,
    speakerId,
    onSoundBlocked,
  };
  if (isScreen) return <ScreenTile {...common} pictureKey={key} onStop={() => media.stopScreenShare()} />;
  return (
    <Tile
      {...common}
      media={participant.media}
      connectionState={connectionState}
      isRecovering={isRecovering}
      isMirrored={isMirrored}
      actions={onMove && <MoveButton onMove={onMove} />}
    />
  );
}

/** What dragging does, for whoever can't drag. */
function MoveButton({ onMove }: { onMove: () => void }) {
  const label = useTranslation().t("tile.move");
  return (
    <button type="button" className="tile__action" aria-label={label} title={label} onClick={onMove}>
      <MoveIcon />
    </button>
  );
}

function ignore(): void {}
