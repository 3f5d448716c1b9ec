/** Cameras that a small machine can carry many of. */
import type { BrowserContext } from "@playwright/test";

/** To be called before the context's first page: whatever is asked of the camera, it is small. */
export async function useSmallCamera(context: BrowserContext): Promise<void> {
  await context.addInitScript(shrinkCamera);
}

/** Runs in the page. The rate is the device's own: another one can freeze the shared fake camera for everybody. */
function shrinkCamera(): void {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) return;
  const original = mediaDevices.getUserMedia.bind(mediaDevices);
  const small: MediaTrackConstraints = { width: 160, height: 120, frameRate: 5 };
  mediaDevices.getUserMedia = (constraints = {}) => {
    const { video } = constraints;
    if (!video) return original(constraints);
    return original({ ...constraints, video: video === true ? small : { ...video, ...small } });
  };
}
