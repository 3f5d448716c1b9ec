import { useMemo } from "react";
import type { LocalMediaState, MediaService } from "../core/media/MediaService";
import { useServices } from "./services";
import { useStore } from "./useStore";

export interface MediaControls {
  media: LocalMediaState;
  service: MediaService;
  toggleAudio: () => void;
  toggleVideo: () => void;
  toggleScreen: () => void;
}

/** Camera, microphone and screen as they are, and the three switches. */
export function useMediaControls(): MediaControls {
  const { media: service } = useServices().call;
  const media = useStore(service.state);
  const switches = useMemo(
    () => ({
      toggleAudio: () => void service.setAudioEnabled(!service.state.get().isAudioEnabled),
      toggleVideo: () => void service.setVideoEnabled(!service.state.get().isVideoEnabled),
      toggleScreen: () => {
        if (service.state.get().isScreenSharing) service.stopScreenShare();
        else void service.startScreenShare();
      },
    }),
    [service],
  );
  return { media, service, ...switches };
}
