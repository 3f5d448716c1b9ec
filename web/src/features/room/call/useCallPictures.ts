import { useMemo } from "react";
import { isMirrored } from "../../../core/media/MediaService";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { useStore, useStorePart } from "../../../hooks/useStore";
import { useTrackStream } from "../../../hooks/useTrackStream";
import type { Participant } from "../../../protocol";
import type { Picture } from "./stage";

export interface CallPicture extends Picture {
  participant: Participant;
  stream: MediaStream | null;
  connectionState: RTCPeerConnectionState;
  isRecovering: boolean;
  /** As one sees oneself in a mirror. */
  isMirrored: boolean;
}

/** Everything there is to see: oneself first, then the others in the order in which they came, each with their screen. */
export function useCallPictures(): readonly CallPicture[] {
  const { call } = useServices();
  const { self, participants } = useSignaling();
  const peers = useStore(call.peers.state);
  const camera = useTrackStream(useStorePart(call.media.state, ({ cameraTrack }) => cameraTrack));
  const screen = useTrackStream(useStorePart(call.media.state, ({ screenTrack }) => screenTrack));
  const mirrored = useStorePart(call.media.state, isMirrored);
  return useMemo(() => {
    if (self === null) return [];
    const own = {
      isSelf: true,
      isMirrored: mirrored,
      connectionState: "connected",
      isRecovering: false,
    } as const;
    const theirs = participants.flatMap((participant) => {
      const peer = peers.get(participant.connectionId);
      return picturesOf(participant, peer?.stream ?? null, peer?.screen ?? null, {
        isSelf: false,
        isMirrored: false,
        connectionState: peer?.connectionState ?? "new",
        isRecovering: peer?.recovering ?? false,
      });
    });
    return [...picturesOf(self, camera, screen, own), ...theirs];
  }, [self, participants, peers, camera, screen, mirrored]);
}

function picturesOf(
  participant: Participant,
  camera: MediaStream | null,
  screen: MediaStream | null,
  common: Pick<CallPicture, "isSelf" | "connectionState" | "isRecovering" | "isMirrored">,
): CallPicture[] {
  const { connectionId } = participant;
  const face = { ...common, participant, key: connectionId, isScreen: false, stream: camera };
  if (!participant.media.screen || screen === null) return [face];
  return [face, { ...common, participant, key: `screen:${connectionId}`, isScreen: true, stream: screen }];
}
