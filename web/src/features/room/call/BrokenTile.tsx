import { Button } from "../../../ui/Button";
import type { CallPicture } from "./useCallPictures";

/** In place of a tile that failed: the person is still in the call, and the tile comes back by itself or by a click. */
export function BrokenTile({ picture, onRetry }: { picture: CallPicture; onRetry: () => void }) {
  const { participant, connectionState, isScreen } = picture;
  const name = isScreen ? `${participant.displayName}'s screen` : participant.displayName;
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
      <p>This picture stumbled. The call goes on.</p>
      <Button look="secondary" onClick={onRetry}>
        Show {name} again
      </Button>
    </div>
  );
}
