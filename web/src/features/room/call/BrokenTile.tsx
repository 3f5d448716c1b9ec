import { useTranslation } from "../../../hooks/translation";
import { Button } from "../../../ui/Button";
import type { CallPicture } from "./useCallPictures";

/** In place of a tile that failed: the person is still in the call, and the tile comes back by itself or by a click. */
export function BrokenTile({ picture, onRetry }: { picture: CallPicture; onRetry: () => void }) {
  const { participant, connectionState, isScreen } = picture;
  const { t } = useTranslation();
  const name = isScreen ? t("tile.screenOf", { name: participant.displayName }) : participant.displayName;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups form fields; this stands in for a picture
    <div
      role="group"
      aria-label={name}
      className="tile tile--broken"
      {...(isScreen
        ? { "data-screen-of": participant.connectionId }
        : { "data-connection-id": participant.connectionId, "data-connection-state": connectionState })}
    >
      <p>{t("tile.stumbled")}</p>
      <Button look="secondary" onClick={onRetry}>
        {t("tile.showAgain", { name })}
      </Button>
    </div>
  );
}
