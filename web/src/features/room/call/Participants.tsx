import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { useMediaControls } from "../../../hooks/useMediaControls";
import { useStore } from "../../../hooks/useStore";
import { useTrackStream } from "../../../hooks/useTrackStream";
import { InviteCard } from "./InviteCard";
import { Tile } from "./Tile";
import { VideoGrid } from "./VideoGrid";

interface ParticipantsProps {
  inviteUrl: string;
  onSoundBlocked: () => void;
}

/** Everybody's tile: oneself first, then the others in the order in which they came. */
export function Participants({ inviteUrl, onSoundBlocked }: ParticipantsProps) {
  const { self, participants } = useSignaling();
  const peers = useStore(useServices().call.peers.state);
  const { media } = useMediaControls();
  const ownStream = useTrackStream(media.screenTrack ?? media.cameraTrack);
  if (self === null) return null;
  return (
    <VideoGrid count={Math.max(2, participants.length + 1)}>
      <Tile
        connectionId={self.connectionId}
        name={self.displayName}
        media={self.media}
        stream={ownStream}
        connectionState="connected"
        isRecovering={false}
        isSelf
      />
      {participants.length === 0 && <InviteCard inviteUrl={inviteUrl} />}
      {participants.map(({ connectionId, displayName, media: theirs }) => {
        const peer = peers.get(connectionId);
        return (
          <Tile
            key={connectionId}
            connectionId={connectionId}
            name={displayName}
            media={theirs}
            stream={peer?.stream ?? null}
            connectionState={peer?.connectionState ?? "new"}
            isRecovering={peer?.recovering ?? false}
            isSelf={false}
            speakerId={media.speakerId}
            onSoundBlocked={onSoundBlocked}
          />
        );
      })}
    </VideoGrid>
  );
}
